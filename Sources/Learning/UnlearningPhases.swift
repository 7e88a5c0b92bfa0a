/// What becomes of a feature over a plane of two chosen numbers.
public struct UnlearningPhases: Sendable {
  /// A number that is varied.
  public enum Quantity: Sendable, Equatable {
    /// c_k, the teacher's coefficient of order k.
    case teacher(order: Int)
    /// b_k, the student's.
    case student(order: Int)
    /// s at the start.
    case alignment
    /// a at the start.
    case secondLayer
  }

  /// A quantity with the values it takes.
  public struct Axis: Sendable, Equatable {
    /// What is varied.
    public let quantity: Quantity
    /// Its values.
    public let values: [Double]

    /// An axis.
    public init(_ quantity: Quantity, _ values: [Double]) {
      self.quantity = quantity
      self.values = values
    }
  }

  /// A problem: coefficients and start.
  public struct Point: Sendable, Equatable {
    /// c.
    public var link: HermiteSeries
    /// b.
    public var activation: HermiteSeries
    /// s at the start.
    public var alignment: Double
    /// a at the start.
    public var secondLayer: Double

    /// A problem from coefficients and start.
    public init(
      link: HermiteSeries, activation: HermiteSeries, alignment: Double, secondLayer: Double
    ) {
      self.link = link
      self.activation = activation
      self.alignment = alignment
      self.secondLayer = secondLayer
    }

    /// What the reduced flow makes of it; see `UnlearningTheory.outcome`.
    public var outcome: FeatureOutcome {
      UnlearningTheory(link: link, activation: activation)
        .outcome(alignment: alignment, secondLayer: secondLayer)
    }

    /// The problem with a quantity at a value; lists grow with zeros where they are too short.
    public func setting(_ quantity: Quantity, to value: Double) -> Point {
      var point = self
      switch quantity {
      case .teacher(let order): point.link = link.setting(order, to: value)
      case .student(let order): point.activation = activation.setting(order, to: value)
      case .alignment: point.alignment = value
      case .secondLayer: point.secondLayer = value
      }
      return point
    }
  }

  /// The horizontal and the vertical axis.
  public let axes: (x: Axis, y: Axis)
  /// The problem at each point, row by row: `points[j][i]` at y_j and x_i.
  public let points: [[Point]]
  /// The outcome at each point.
  public let outcomes: [[FeatureOutcome]]

  /// Predicts the outcome at every point of a plane through a problem.
  ///
  /// Cost: some thousand values of the branch a point.
  public init(through base: Point, _ x: Axis, _ y: Axis) {
    axes = (x, y)
    points = y.values.map { second in
      x.values.map { base.setting(x.quantity, to: $0).setting(y.quantity, to: second) }
    }
    outcomes = points.map { $0.map(\.outcome) }
  }
}

extension HermiteSeries {
  fileprivate func setting(_ k: Int, to value: Double) -> HermiteSeries {
    var list = coefficients
    while list.count <= k { list.append(0) }
    list[k] = value
    return HermiteSeries(list)
  }
}
