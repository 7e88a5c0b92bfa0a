public import Modeling
import NumericKernel

private import ComplexModule
private import RealModule

/// Orbits on a sheet of the slow manifold, followed to a section.
///
/// An attracting sheet is followed forward and a repelling one backward, so that errors of the start
/// decay in both cases: two sheets that reach one section from both sides can be compared there, which
/// gives canards as their meeting points.
public struct SlowSheet: Sendable {
  /// Which way the sheet is followed.
  public enum Kind: String, Sendable {
    /// Forward: all fast directions decay.
    case attracting
    /// Backward: all fast directions grow.
    case repelling
  }

  /// An orbit to the section.
  public struct Orbit: Sendable {
    /// States from start to section, fast variables first.
    public let states: [[Double]]
    /// The slow time taken; negative on a repelling sheet.
    public let time: Double
    /// Local maxima of the first fast variable on the way: small oscillations near a folded node.
    public let maxima: Int
    /// The state in the section.
    public var last: [Double] { states[states.count - 1] }
  }

  /// ε.
  public let epsilon: Double
  /// Which way it was followed.
  public let kind: Kind
  /// One for each start; nil where the section was not met.
  public let orbits: [Orbit?]

  /// Follows a sheet.
  ///
  /// - Parameters:
  ///   - system: in standard form.
  ///   - epsilon: the default is the model's.
  ///   - starts: points (x, y) near the critical manifold, put on the slow manifold by its series.
  ///   - section: a variable and the value at which to stop.
  ///   - reach: orbits are given up where a variable has moved by more than this times its scale (the
  ///     larger of 1 and its start and section values).
  /// - Throws: ``GeometryError`` if the starts lie on no sheet, or on saddle sheets.
  ///
  /// Orbits by Taylor series of order 24, to rounding.
  public init(
    of system: System, at epsilon: Double? = nil, from starts: [(fast: [Double], slow: [Double])],
    to section: (variable: String, value: Double), reach: Double = 100
  ) throws(GeometryError) {
    let form = try StandardForm(system)
    guard let ε = epsilon ?? system.epsilon, ε > 0, ε.isFinite else {
      throw GeometryError(problem: "no ε above 0", advice: "give one")
    }
    let component = try SlowSheet.component(section.variable, form)
    let series = try starts.map { start throws(GeometryError) in
      try SlowManifoldSeries(of: system, at: start.slow, near: start.fast, order: 14)
    }
    let kinds = Set(series.map { SlowSheet.kind($0) })
    guard kinds.count == 1, let first = kinds.first, let kind = first else {
      throw GeometryError(
        problem: series.isEmpty ? "no starts" : "starts on sheets of saddle or of different kind",
        advice: "give points of one attracting or one repelling sheet")
    }
    let flow = try TaylorOrbit(form, ε: ε)
    let target = TaylorOrbit.Section(component: component, value: section.value, direction: 0)
    self.epsilon = ε
    self.kind = kind
    orbits = series.map { point in
      let order = point.optimalTruncation(at: ε).order
      let start = point.value(at: ε, order: order) + point.slow
      let box = start.indices.map { k -> ClosedRange<Double> in
        let size = reach * max(1, start[k].magnitude, k == component ? section.value.magnitude : 0)
        return (start[k] - size)...(start[k] + size)
      }
      let run = flow.run(from: start, backward: kind == .repelling, until: target, box: box)
      guard run.end == .section else { return nil }
      return Orbit(
        states: run.states, time: run.time * ε, maxima: SlowSheet.maxima(run.states.map { $0[0] }))
    }
  }

  private static func component(_ name: String, _ form: StandardForm) throws(GeometryError) -> Int {
    let index: Int
    do { index = try form.system.variableIndex(named: name) } catch {
      throw GeometryError(problem: "\(error)", advice: "")
    }
    let order = form.system.fastIndices + form.system.slowIndices
    return order.firstIndex(of: index) ?? 0
  }

  private static func kind(_ series: SlowManifoldSeries) -> Kind? {
    if series.eigenvalues.allSatisfy({ $0.real < 0 }) { return .attracting }
    return series.eigenvalues.allSatisfy { $0.real > 0 } ? .repelling : nil
  }

  private static func maxima(_ values: [Double]) -> Int {
    guard values.count > 2 else { return 0 }
    return (1..<(values.count - 1)).count {
      values[$0] > values[$0 - 1] && values[$0] >= values[$0 + 1]
    }
  }
}
