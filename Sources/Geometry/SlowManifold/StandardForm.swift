import Modeling
import NumericKernel
import Symbolic

/// A model in standard form ε ẋ = f(x, y, ε), ẏ = g(x, y, ε), ε kept as a symbol.
struct StandardForm: Sendable {
  let system: System
  /// x₁ … xₙ.
  let fast: [Symbol]
  /// y₁ … yₘ.
  let slow: [Symbol]
  let ε: Symbol
  let f: [Expression]
  let g: [Expression]

  var n: Int { fast.count }
  var m: Int { slow.count }

  /// Takes the parts of a system.
  init(_ system: System) throws(GeometryError) {
    if !system.populations.isEmpty {
      throw GeometryError(
        problem: "\(system.name) has populations",
        advice: "geometry takes a few variables; declare the case of equal members as a model")
    }
    if system.fastIndices.isEmpty || system.slowIndices.isEmpty {
      throw GeometryError(
        problem: "\(system.name) declares no "
          + (system.fastIndices.isEmpty ? "fast" : "slow") + " variables",
        advice: "declare the scales with @Fast, @Slow and @SmallParameter; a model that is fast "
          + "and slow in other coordinates has a coordinate-free reduction")
    }
    if !system.isAutonomous {
      throw GeometryError(
        problem: "the equations of \(system.name) depend on time",
        advice: "declare time as a slow variable with d(θ) == 1")
    }
    guard let small = system.smallParameter?.symbol else {
      throw GeometryError(
        problem: "\(system.name) has no small parameter", advice: "declare it with @SmallParameter")
    }
    self.system = system
    ε = small
    fast = system.fastIndices.map { system.variables[$0].symbol }
    slow = system.slowIndices.map { system.variables[$0].symbol }
    f = system.fastIndices.map { system.rightSides[$0] }
    g = system.slowIndices.map { system.rightSides[$0] }
  }

  var fastNames: [String] { system.fastIndices.map { system.variables[$0].name } }
  var slowNames: [String] { system.slowIndices.map { system.variables[$0].name } }

  /// Current values of the parameters other than ε.
  var constants: [Symbol: Double] {
    var values: [Symbol: Double] = [:]
    for (parameter, value) in zip(system.parameters, system.parameterValues)
    where !parameter.isSmall {
      values[parameter.symbol] = value
    }
    return values
  }

  /// An evaluator over (x, y, ε), the other parameters at their current values.
  func evaluator(_ outputs: [Expression], unknowns: [Symbol]? = nil) throws(GeometryError)
    -> TapeEvaluator
  {
    do {
      let tape = try Tape(
        outputs, inputs: unknowns ?? (fast + slow + [ε]),
        parameters: system.parameters.map(\.symbol))
      return TapeEvaluator(tape, parameters: system.parameterValues)
    } catch {
      throw GeometryError(
        problem: "the equations of \(system.name) have symbols without a value", advice: "")
    }
  }

  /// ∂fᵢ/∂xⱼ by columns.
  var fastJacobian: [Expression] {
    let rows = f.map { $0.gradient(withRespectTo: Set(fast)) }
    return fast.flatMap { symbol in rows.map { $0[symbol] ?? 0 } }
  }

  /// The point of {f(x, y, ε) = 0} that Newton's method in x finds from a guess.
  func criticalPoint(near guess: [Double], slow y: [Double], ε: Double = 0) throws(GeometryError)
    -> [Double]?
  {
    let value = try evaluator(f)
    let jacobian = try evaluator(fastJacobian)
    var (x, smallest) = (guess, Double.infinity)
    for _ in 0..<60 {
      let z = x + y + [ε]
      let matrix = Matrix(rows: n, columns: n, byColumns: jacobian.values(z))
      let rest = value.values(z)
      // At a fold the matrix is singular, yet the point is one of the manifold.
      if rest.allSatisfy({ $0.magnitude <= 1e-15 * (1 + z.map(\.magnitude).reduce(0, max)) }) {
        return x
      }
      guard let step = matrix.solve(rest) else { return nil }
      for k in x.indices { x[k] -= step[k] }
      let move = zip(step, x).map { $0.magnitude / (1 + $1.magnitude) }.max() ?? 0
      guard move.isFinite else { return nil }
      if move < 1e-15 || (move < 1e-11 && move >= smallest) { return x }
      smallest = min(smallest, move)
    }
    return smallest < 1e-9 ? x : nil
  }

  /// A Taylor obstacle in the model's own names.
  func refusal(_ error: TaylorError, _ what: String) -> GeometryError {
    GeometryError(
      problem: "\(system.name): \(error.description(names: system.symbolNames))",
      advice: error.reason == .notSmooth
        ? "there is no \(what); the critical manifold and orbits can be had, or write a smooth "
          + "form such as tanh(x/δ) for a step"
        : "there is no \(what) at this point; choose another")
  }
}
