extension Figure {
  /// One thing drawn on the axes: a curve, points, a band, arrows, a line, a word.
  ///
  /// A layer with a name has an entry in the legend; several with the same name and style share
  /// one. Where arrays differ in length, the shortest counts, and the result says so.
  public struct Layer: Sendable {
    /// The entry in the legend; nil for none.
    public var name: String?
    /// How it looks, by what it means.
    public var style: Style
    /// The shape and its numbers.
    var mark: Mark

    /// A curve through the points in their order; a value that is not finite breaks it.
    public static func line(
      _ name: String? = nil, x: [Double], y: [Double], style: Style
    ) -> Layer {
      Layer(name: name, style: style, mark: .line(x: x, y: y))
    }

    /// Separate points.
    public static func points(
      _ name: String? = nil, x: [Double], y: [Double], style: Style
    ) -> Layer {
      Layer(name: name, style: style, mark: .points(x: x, y: y))
    }

    /// A curve with points on it: on each datum when they are few, on some when they are many.
    public static func linePoints(
      _ name: String? = nil, x: [Double], y: [Double], style: Style
    ) -> Layer {
      Layer(name: name, style: style, mark: .linePoints(x: x, y: y))
    }

    /// The area between two curves, lightly filled.
    public static func band(
      _ name: String? = nil, x: [Double], lower: [Double], upper: [Double], style: Style
    ) -> Layer {
      Layer(name: name, style: style, mark: .band(x: x, lower: lower, upper: upper))
    }

    /// Points with vertical bars of plus and minus `error`.
    public static func errorBars(
      _ name: String? = nil, x: [Double], y: [Double], error: [Double], style: Style
    ) -> Layer {
      Layer(name: name, style: style, mark: .errorBars(x: x, y: y, error: error))
    }

    /// A vector field: an arrow from (x, y) in the direction (dx, dy).
    public static func arrows(
      _ name: String? = nil, x: [Double], y: [Double], dx: [Double], dy: [Double],
      length: ArrowLength = .equal(0.05), style: Style = .field
    ) -> Layer {
      Layer(name: name, style: style, mark: .arrows(x: x, y: y, dx: dx, dy: dy, length: length))
    }

    /// The straight line intercept + slope · x over a range of x.
    public static func fittedLine(
      _ name: String? = nil, slope: Double, intercept: Double, over range: ClosedRange<Double>,
      style: Style = .fit
    ) -> Layer {
      let x = samples(of: range, logarithmic: false)
      return .line(name, x: x, y: x.map { intercept + slope * $0 }, style: style)
    }

    /// The power law factor · x^exponent over a range of positive x: straight on log-log axes.
    public static func fittedPower(
      _ name: String? = nil, exponent: Double, factor: Double, over range: ClosedRange<Double>,
      style: Style = .fit
    ) -> Layer {
      let x = samples(of: range, logarithmic: true)
      return .line(name, x: x, y: x.map { factor * power($0, exponent) }, style: style)
    }

    /// A line across the axes at the height `y`.
    public static func horizontal(
      _ name: String? = nil, at y: Double, style: Style = .reference
    ) -> Layer {
      Layer(name: name, style: style, mark: .horizontal(y))
    }

    /// A line from bottom to top at the position `x`.
    public static func vertical(
      _ name: String? = nil, at x: Double, style: Style = .reference
    ) -> Layer {
      Layer(name: name, style: style, mark: .vertical(x))
    }

    /// A word beside the point (x, y), turned inwards near the right edge.
    public static func label(_ text: String, x: Double, y: Double) -> Layer {
      Layer(name: nil, style: .reference, mark: .label(text, x: x, y: y))
    }
  }

  /// How long the arrows of a vector field are.
  public enum ArrowLength: Sendable, Equatable {
    /// As given, in the units of the axes.
    case asGiven
    /// All alike, this fraction of the axes: for directions.
    case equal(Double)
    /// In proportion, the longest this fraction of the axes: for speeds.
    case longest(Double)
  }

  /// The shapes and their numbers.
  enum Mark: Sendable {
    case line(x: [Double], y: [Double])
    case points(x: [Double], y: [Double])
    case linePoints(x: [Double], y: [Double])
    case band(x: [Double], lower: [Double], upper: [Double])
    case errorBars(x: [Double], y: [Double], error: [Double])
    case arrows(x: [Double], y: [Double], dx: [Double], dy: [Double], length: ArrowLength)
    case horizontal(Double)
    case vertical(Double)
    case label(String, x: Double, y: Double)
  }
}
