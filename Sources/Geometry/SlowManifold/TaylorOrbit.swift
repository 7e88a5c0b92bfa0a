import Modeling
import NumericKernel
import Symbolic

private import RealModule

/// Follows orbits by Taylor series of order 24, to rounding, in fast time.
///
/// Explicit, so steps are of the size of the fast time scale: for stretches of some thousand of them.
/// Step by the last two coefficients (À. Jorba, M. Zou, Exp. Math. 14 (2005) 99,
/// doi:10.1080/10586458.2005.10128904).
final class TaylorOrbit {
  /// A place where one coordinate takes a value.
  struct Section {
    let component: Int
    let value: Double
    /// The sign of the coordinate's rate, in forward time, at passages that count; 0: any.
    let direction: Double
  }

  /// What ends a run.
  enum End {
    case section
    case left
    case tooLong
  }

  /// A stretch of orbit.
  struct Run {
    var time = 0.0
    var states: [[Double]]
    var end = End.tooLong
    var last: [Double] { states[states.count - 1] }
  }

  private static let order = 24
  private let taylor: TimeTaylor
  let dimension: Int

  /// x' = f, y' = ε g at values of the parameters.
  ///
  /// - Parameter variational: whether to carry ∂z/∂z(0) too, by columns after z.
  init(
    _ form: StandardForm, ε: Double, overriding parameters: [Symbol: Double] = [:],
    variational: Bool = false
  ) throws(GeometryError) {
    let constants = form.constants.merging(parameters) { $1 }.merging([form.ε: ε]) { $1 }
    var (rates, unknowns) = (form.f + form.g.map { form.ε.expression * $0 }, form.fast + form.slow)
    dimension = rates.count
    if variational {
      let rows = rates.map { $0.gradient(withRespectTo: Set(unknowns)) }
      let columns = unknowns.map { _ in unknowns.map { _ in Symbol() } }
      let states = unknowns
      for column in columns {
        rates += rows.map { row in
          zip(states, column).map { (row[$0] ?? 0) * $1.expression }.sum()
        }
      }
      unknowns += columns.flatMap { $0 }
    }
    do {
      taylor = try TimeTaylor(rates, unknowns: unknowns, constants: constants)
    } catch {
      throw form.refusal(error, "Taylor series")
    }
  }

  /// The state (with its derivatives, if carried) after a time; nil if it is not reached in
  /// `maximumSteps`.
  func flow(from start: [Double], over time: Double, maximumSteps: Int = 2000) -> [Double]? {
    var (state, left) = (start, time)
    for _ in 0..<maximumSteps {
      taylor.expand(at: state, order: TaylorOrbit.order)
      let size = stepSize()
      guard size.isFinite, size > 0 else { return nil }
      state = taylor.state(after: min(size, left))
      if size >= left { return state.allSatisfy(\.isFinite) ? state : nil }
      left -= size
    }
    return nil
  }

  /// Runs from a state until a section is met or a box is left.
  ///
  /// - Parameters:
  ///   - backward: whether to go against time.
  ///   - box: of each coordinate.
  func run(
    from start: [Double], backward: Bool = false, until section: Section,
    box: [ClosedRange<Double>], maximumSteps: Int = 60_000
  ) -> Run {
    var run = Run(states: [start])
    for step in 0..<maximumSteps {
      taylor.expand(at: run.last, order: TaylorOrbit.order)
      let size = stepSize() * (backward ? -1 : 1)
      guard size.isFinite, size != 0 else {
        run.end = .left
        return run
      }
      if let s = crossing(section, within: size, isFirst: step == 0) {
        run.time += s
        var state = taylor.state(after: s)
        state[section.component] = section.value
        run.states.append(state)
        run.end = .section
        return run
      }
      let state = taylor.state(after: size)
      run.time += size
      run.states.append(state)
      if zip(state, box).contains(where: { !($1.contains($0)) }) {
        run.end = .left
        return run
      }
    }
    return run
  }

  private func stepSize() -> Double {
    let last = TaylorOrbit.order
    var size = 0.0
    for series in taylor.coefficients { size = max(size, series[0].magnitude) }
    var radius = Double.infinity
    for k in [last - 1, last] {
      let term = taylor.coefficients.map { $0[k].magnitude }.max() ?? 0
      if !term.isFinite { return .nan }
      if term > 0 { radius = min(radius, .pow(max(size, 1e-3) / term, 1 / Double(k))) }
    }
    // e^{-2} of the radius makes the last term 2e-21 of the state.
    return min(radius / 7.389, 1e3)
  }

  /// The time within a step at which the section is met.
  private func crossing(_ section: Section, within size: Double, isFirst: Bool) -> Double? {
    let series = taylor.coefficients[section.component]
    let value = { (s: Double) in series.reversed().reduce(0) { $0 * s + $1 } - section.value }
    let pieces = 6
    for piece in 0..<pieces {
      let (a, b) = (
        size * Double(piece) / Double(pieces), size * Double(piece + 1) / Double(pieces)
      )
      let (low, high) = (value(a), value(b))
      // A start in the section is no passage.
      if isFirst, piece == 0, low.magnitude < 1e-9 * (1 + section.value.magnitude) { continue }
      guard low * high < 0 || high == 0 else { continue }
      let rate = (high - low) / (b - a)
      if section.direction * rate < 0 { continue }
      return root(value, a, b)
    }
    return nil
  }

  private func root(_ value: (Double) -> Double, _ a: Double, _ b: Double) -> Double {
    var (low, high) = (a, b)
    var (left, right) = (value(low), value(high))
    for _ in 0..<80 {
      if right == 0 { return high }
      // Illinois: a secant that keeps the bracket.
      let middle = high - right * (high - low) / (right - left)
      let here = value(middle)
      if here == 0 || (high - low).magnitude < 1e-15 * b.magnitude { return middle }
      if here * right < 0 { (low, left) = (high, right) } else { left /= 2 }
      (high, right) = (middle, here)
    }
    return high
  }
}
