import Symbolic

/// A table of an .ode file: values at even steps, straight lines between and beyond.
struct ODETable {
  private let table: InterpolationTable
  private let ends: (low: Double, high: Double)
  private let first: (value: Double, slope: Double)
  private let last: (value: Double, slope: Double)

  /// At least two values.
  init?(_ name: String, low: Double, high: Double, values: [Double]) {
    guard values.count >= 2, low < high, (high - low).isFinite else { return nil }
    let n = values.count
    let step = (high - low) / Double(n - 1)
    let knots = values.indices.map { $0 == n - 1 ? high : low + Double($0) * step }
    table = InterpolationTable(name, knots: knots, values: values)
    guard table.fault == nil else { return nil }
    ends = (low, high)
    first = (values[0], (values[1] - values[0]) / step)
    last = (values[n - 1], (values[n - 1] - values[n - 2]) / step)
  }

  /// XPPAUT goes on straight beyond the ends.
  func value(at x: Expression) -> Expression {
    let inside = interpolated(table, at: x)
    let (below, above) = (Expression(ends.low), Expression(ends.high))
    return ifelse(
      x < below, Expression(first.value) + Expression(first.slope) * (x - below),
      ifelse(above < x, Expression(last.value) + Expression(last.slope) * (x - above), inside))
  }
}
