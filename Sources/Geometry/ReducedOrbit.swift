import Integration
public import Modeling
import NumericKernel
import Symbolic

/// An orbit of the reduced flow: y' = g(x, y, 0), 0 = f(x, y, 0), from a consistent start to a
/// given time, or to where it ends before.
///
/// It is integrated as the desingularised flow with the slow time as one more unknown,
///
///     dx/ds = adj(−f_x) f_y g,   dy/ds = det(−f_x) g,   dτ/ds = det(−f_x),
///
/// and not as a differential-algebraic system: ∂f/∂x is singular at a fold, so a DAE solver
/// can only let its steps shrink there, while this passes through regularly and det = 0 is an event
/// to be located. Points are put back on f = 0 by Newton's method, so they lie on it
/// to rounding.
public struct ReducedOrbit: Sendable {
  /// Why it ends.
  public enum Ending: String, Sendable, Codable {
    /// The time asked for was reached.
    case time
    /// It runs into a fold, from which the fast flow takes over.
    case fold
    /// It comes to where sheets or branches cross.
    case branchPoint
    /// It comes to a folded singularity, where a canard may pass.
    case foldedSingularity
    /// It comes to rest.
    case equilibrium
    /// The step budget was used up, or the solver failed.
    case unfinished
  }

  /// Slow times τ.
  public let times: [Double]
  /// Fast variables at these times.
  public let fast: [[Double]]
  /// Slow variables at these times.
  public let slow: [[Double]]
  /// Why it ends.
  public let ending: Ending

  /// Integrates from a state.
  ///
  /// - Parameters:
  ///   - system: with any numbers of fast and slow variables.
  ///   - fast: fast variables at the start; off the critical manifold the layer problem takes them
  ///     to their rest first, at no slow time.
  ///   - slow: slow variables at the start.
  ///   - duration: slow time, above 0.
  ///   - tolerance: relative, of the integration.
  /// - Throws: ``GeometryError`` for a wrong request, or if no rest point is reached.
  public init(
    of system: System, from fast: [Double], _ slow: [Double], for duration: Double,
    tolerance: Double = 1e-10
  ) throws(GeometryError) {
    let layer = try LayerProblem(
      system, over: system.slowIndices.map { system.variables[$0].name }, freezing: [:])
    guard fast.count == layer.n, slow.count == layer.m else {
      throw GeometryError(
        problem: "a start of \(fast.count) fast and \(slow.count) slow values",
        advice: "give \(layer.n) and \(layer.m) values")
    }
    guard duration > 0, duration.isFinite else {
      throw GeometryError(
        problem: "a slow flow followed for \(duration)", advice: "give a finite time above 0")
    }
    let run = try ReducedRun(layer)
    let start = try run.consistent(fast + slow)
    let (places, ending) = run.run(from: start, duration: duration, tolerance: tolerance)
    times = places.map { $0[layer.n + layer.m] }
    self.fast = places.map { Array($0.prefix(layer.n)) }
    self.slow = places.map { Array($0[layer.n..<(layer.n + layer.m)]) }
    self.ending = ending
  }
}

/// Integrates the desingularised flow of one layer problem.
private final class ReducedRun {
  private let layer: LayerProblem
  private let field: GraphField
  private let values: TapeEvaluator
  private let jacobian: TapeEvaluator
  private let gradient: TapeEvaluator
  private let determinant: TapeEvaluator
  private let rates: TapeEvaluator
  private var n: Int { layer.n }

  init(_ layer: LayerProblem) throws(GeometryError) {
    self.layer = layer
    let flow = DesingularisedFlow(layer)
    let clock = Symbol("τ")
    field = try GraphField(
      layer.fastNames + layer.slowNames + ["slow time"],
      rates: flow.rates + [flow.determinant], unknowns: layer.symbols + [clock], of: layer)
    values = try layer.evaluator(layer.f, unknowns: layer.symbols)
    let rows = layer.fastGradients
    jacobian = try layer.evaluator(
      (0..<layer.n).flatMap { j in rows.map { $0[j] } }, unknowns: layer.symbols)
    let whole = layer.gradients(of: layer.f, in: layer.symbols)
    gradient = try layer.evaluator(
      layer.symbols.indices.flatMap { j in whole.map { $0[j] } }, unknowns: layer.symbols)
    determinant = try layer.evaluator([flow.determinant], unknowns: layer.symbols)
    rates = try layer.evaluator(layer.slowRates, unknowns: layer.symbols)
  }

  /// Newton's method in x with y held.
  private func onManifold(_ z: [Double]) -> [Double]? {
    var z = z
    for _ in 0..<30 {
      let matrix = Matrix(rows: n, columns: n, byColumns: jacobian.values(z))
      guard let step = matrix.solve(values.values(z)) else { return nil }
      for k in 0..<n { z[k] -= step[k] }
      let move = (0..<n).map { step[$0].magnitude / (1 + z[$0].magnitude) }.max() ?? 0
      guard move.isFinite else { return nil }
      if move < 1e-14 { return z }
    }
    return nil
  }

  /// The nearest point of the manifold, z itself at a crossing: Newton's method with the shortest
  /// steps, which a fold does not hinder.
  private func nearest(_ z: [Double]) -> [Double] {
    var moved = z
    for _ in 0..<5 {
      let whole = Matrix(rows: n, columns: n + layer.m, byColumns: gradient.values(moved))
      var square = Matrix(rows: n, columns: n)
      for i in 0..<n {
        for j in 0..<n {
          square[i, j] = (0..<whole.columns).map { whole[i, $0] * whole[j, $0] }.reduce(0, +)
        }
      }
      guard let multipliers = square.solve(values.values(moved)) else { return z }
      let step = whole.transposed * multipliers
      for k in moved.indices { moved[k] -= step[k] }
      if norm(step) < 1e-15 * (1 + norm(moved)) { break }
    }
    return moved.allSatisfy { $0.isFinite } ? moved : z
  }

  /// The start if it is on the manifold, else where the layer problem takes it.
  func consistent(_ z: [Double]) throws(GeometryError) -> [Double] {
    if let near = onManifold(z),
      (0..<n).allSatisfy({ (near[$0] - z[$0]).magnitude < 1e-6 * (1 + z[$0].magnitude) })
    {
      return near
    }
    guard let rest = try LayerField(layer).course(from: z)?.last, let near = onManifold(rest) else {
      throw GeometryError(
        problem: "the layer problem of \(layer.system.name) does not come to rest from the start",
        advice: "start near an attracting part of the critical manifold")
    }
    return near
  }

  func run(from z: [Double], duration: Double, tolerance: Double)
    -> (places: [[Double]], ending: ReducedOrbit.Ending)
  {
    let m = layer.m
    let start = determinant.values(z)[0]
    let level = 1e-12 * start.magnitude
    let direction = start > 0 ? 1.0 : -1
    guard start != 0 else { return ([z + [0]], .fold) }
    if (rates.values(z).map(\.magnitude).max() ?? 0) < 1e-14 { return ([z + [0]], .equilibrium) }
    let layer = layer
    let edge = Event("fold", isTerminal: true) {
      let evaluator = try? layer.evaluator(
        [DesingularisedFlow(layer).determinant], unknowns: layer.symbols)
      return { _, state in
        var place = [Double](repeating: 0, count: layer.symbols.count)
        for k in place.indices { place[k] = state[k] }
        return direction * (evaluator?.values(place)[0] ?? .nan) - level
      }
    }
    let clock = Event("time", isTerminal: true) { _, state in
      state[layer.symbols.count].magnitude - duration
    }
    let options = IntegrationOptions(
      relativeTolerance: tolerance, absoluteTolerance: AbsoluteTolerance(tolerance * 1e-2))
    let horizon = direction * 1e6 * duration / start.magnitude
    let solution: Solution
    var failed = false
    do {
      solution = try integrate(
        field, from: z + [0], over: (0, horizon), events: [edge, clock], options: options)
    } catch {
      solution = error.solution
      failed = true
    }
    var places = (0..<solution.count).map { solution.state(at: $0) }
    if let event = solution.events.last { places.append(event.state) }
    places = places.map { nearest(Array($0.prefix(n + m))) + [$0[n + m]] }
    return (places, ending(solution, from: z, failed: failed))
  }

  /// Singular values of ∂f/∂z, largest first.
  private func sizes(_ z: [Double]) -> [Double] {
    Matrix(rows: n, columns: n + layer.m, byColumns: gradient.values(z)).singularValues?.values
      ?? []
  }

  private func ending(_ solution: Solution, from start: [Double], failed: Bool)
    -> ReducedOrbit.Ending
  {
    if failed { return .unfinished }
    guard let event = solution.events.last, solution.status == .event else { return .equilibrium }
    if event.name == "time" { return .time }
    // The desingularised flow runs through a fold; it comes to rest where branches cross, and at
    // folded singularities, where ∂f/∂z has full rank.
    let evaluator = field.rateEvaluator()
    let speed = norm(Array(evaluator.values(event.state).prefix(n)))
    let scale = norm(rates.values(Array(event.state.prefix(n + layer.m))))
    if speed > 1e-9 * scale { return .fold }
    let rank = sizes(Array(event.state.prefix(n + layer.m))).last ?? 0
    return rank > 1e-6 * (sizes(start).first ?? 1) ? .foldedSingularity : .branchPoint
  }
}
