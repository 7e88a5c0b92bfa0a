private import Synchronization

/// A function of one variable given by its values at knots, for ``interpolated(_:at:)``.
///
/// Beyond the first and the last knot it stays at their values. A table that cannot be one
/// (knots that do not increase, a value that is no number) has a ``fault``, is NaN everywhere,
/// and is named by the model that uses it.
public final class InterpolationTable: Sendable {
  /// What runs between two knots.
  public enum Method: Sendable {
    /// A straight line.
    case linear
    /// A cubic that is monotone where the values are, with a continuous derivative
    /// (Fritsch and Butland 1984, doi:10.1137/0905021).
    case monotoneCubic
  }

  /// A name for print: "stimulus".
  public let name: String
  /// Where values are given, increasing.
  public let knots: [Double]
  /// What is wrong with the table, if anything.
  public let fault: String?

  /// On piece k: Σⱼ coefficients[4 k + j] (x − knots[k])ʲ.
  let coefficients: [Double]
  let below: Double
  let above: Double
  /// Its identity in the graph.
  let identifier = Symbol.newSpace()
  private let slope = Mutex<InterpolationTable?>(nil)

  /// Declares a table.
  ///
  /// - Parameters:
  ///   - name: for print.
  ///   - knots: increasing.
  ///   - values: one for each knot.
  ///   - method: what runs between them.
  public init(
    _ name: String = "table", knots: [Double], values: [Double], _ method: Method = .linear
  ) {
    self.name = name
    fault = InterpolationTable.fault(knots, values)
    guard fault == nil else {
      (self.knots, coefficients, below, above) = ([0], [], .nan, .nan)
      return
    }
    self.knots = knots
    let slopes =
      method == .monotoneCubic ? InterpolationTable.monotoneSlopes(knots, values) : nil
    coefficients = knots.indices.dropLast().flatMap { k in
      let (h, secant) = InterpolationTable.secant(knots, values, k)
      guard let slopes else { return [values[k], secant, 0, 0] }
      let (left, right) = (slopes[k], slopes[k + 1])
      return [
        values[k], left, (3 * secant - 2 * left - right) / h,
        (left + right - 2 * secant) / (h * h),
      ]
    }
    below = values[0]
    above = values[values.count - 1]
  }

  private init(derivativeOf table: InterpolationTable) {
    name = table.name + "′"
    knots = table.knots
    fault = table.fault
    coefficients = table.coefficients.indices.map { position in
      let power = position % 4
      return power == 3 ? 0 : Double(power + 1) * table.coefficients[position + 1]
    }
    (below, above) = fault == nil ? (0, 0) : (.nan, .nan)
  }

  /// Whether every piece is a straight line.
  package var isLinear: Bool {
    coefficients.indices.allSatisfy { $0 % 4 < 2 || coefficients[$0] == 0 }
  }

  /// The derivative, piece by piece; at a knot that of the piece to the right.
  var derivative: InterpolationTable {
    slope.withLock { known in
      if let known { return known }
      let made = InterpolationTable(derivativeOf: self)
      known = made
      return made
    }
  }

  private static func fault(_ knots: [Double], _ values: [Double]) -> String? {
    if knots.isEmpty { return "no knots" }
    if knots.count != values.count { return "\(knots.count) knots but \(values.count) values" }
    if let k = knots.indices.first(where: { !knots[$0].isFinite || !values[$0].isFinite }) {
      return "knot \(k) is (\(knots[k]), \(values[k])), not a pair of numbers"
    }
    if let k = knots.indices.dropFirst().first(where: { knots[$0] <= knots[$0 - 1] }) {
      return "knots must increase, but knot \(k) is \(knots[k]) after \(knots[k - 1])"
    }
    return nil
  }

  private static func secant(_ knots: [Double], _ values: [Double], _ k: Int)
    -> (h: Double, slope: Double)
  {
    let h = knots[k + 1] - knots[k]
    return (h, (values[k + 1] - values[k]) / h)
  }

  /// Weighted harmonic means of neighbouring secants, 0 at an extremum; one-sided at the ends.
  private static func monotoneSlopes(_ knots: [Double], _ values: [Double]) -> [Double] {
    let n = knots.count
    guard n > 2 else {
      return [Double](repeating: n == 2 ? secant(knots, values, 0).slope : 0, count: n)
    }
    let pieces = (0..<(n - 1)).map { secant(knots, values, $0) }
    let inner = (1..<(n - 1)).map { k -> Double in
      let (left, right) = (pieces[k - 1], pieces[k])
      guard left.slope * right.slope > 0 else { return 0 }
      let (u, v) = (2 * right.h + left.h, right.h + 2 * left.h)
      return (u + v) / (u / left.slope + v / right.slope)
    }
    return [endSlope(pieces[0], pieces[1])] + inner + [endSlope(pieces[n - 2], pieces[n - 3])]
  }

  /// The three-point formula, kept within what is monotone.
  private static func endSlope(
    _ end: (h: Double, slope: Double), _ next: (h: Double, slope: Double)
  ) -> Double {
    let slope =
      ((2 * end.h + next.h) * end.slope - end.h * next.slope) / (end.h + next.h)
    if slope * end.slope <= 0 { return 0 }
    if end.slope * next.slope <= 0, slope.magnitude > 3 * end.slope.magnitude {
      return 3 * end.slope
    }
    return slope
  }
}

/// The table's value at `x`.
public func interpolated(_ table: InterpolationTable, at x: Expression) -> Expression {
  Expression(
    node: Interning.node(.interpolate, x.node, payload: table.identifier, table: table))
}

extension Expression {
  /// The table an interpolation reads.
  package var table: InterpolationTable? { node.table }
}
