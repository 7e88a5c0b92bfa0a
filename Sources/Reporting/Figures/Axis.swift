extension Figure {
  /// An axis: what it measures, in which unit, over which range, on which scale.
  public struct Axis: Sendable, Equatable {
    /// Linear or logarithmic.
    public enum Scale: Sendable, Equatable {
      /// Equal steps are equal differences.
      case linear
      /// Equal steps are equal ratios (base ten).
      case logarithmic
    }

    /// What is measured; shown literally.
    public var name: String
    /// The unit, shown behind the name.
    public var unit: String?
    /// What is shown; nil, or a range that cannot be drawn, fits the data.
    public var range: ClosedRange<Double>?
    /// Linear or logarithmic.
    public var scale: Scale

    /// An axis of the given name.
    public init(
      _ name: String, unit: String? = nil, range: ClosedRange<Double>? = nil,
      scale: Scale = .linear
    ) {
      self.name = name
      self.unit = unit
      self.range = range
      self.scale = scale
    }

    /// The name with its unit.
    var label: String {
      guard let unit, !unit.isEmpty else { return name }
      return "\(name) (\(unit))"
    }

    /// Whether a value has a place on this axis.
    func places(_ value: Double) -> Bool {
      Self.isDrawable(value) && (scale == .linear || value >= 1e-300)
    }

    /// Whether gnuplot can do arithmetic with a value; nearer the largest doubles it overflows.
    static func isDrawable(_ value: Double) -> Bool { value.magnitude <= 1e300 }
  }
}
