import Integration
import Modeling
import NumericKernel
import RealModule
import Symbolic
import Testing

/// Heat on a rod with ends at 0 (patrick-kidger/diffrax#85): u = Σ over sine modes.
private struct HeatedRod: FastSlowModel {
  @State(count: 40, initial: 1) var u
  var equations: [Equation] {
    let h = 1 / Double(u.count + 1)
    for i in u.indices {
      let left = i > 0 ? u[i - 1] : 0
      let right = i + 1 < u.count ? u[i + 1] : 0
      d(u[i]) == (left - 2 * u[i] + right) / Expression(h * h)
    }
  }

  /// The exact solution of the semi-discrete problem, by sine modes.
  static func exact(_ n: Int, _ t: Double) -> [Double] {
    let h = 1 / Double(n + 1)
    return (1...n).map { i in
      (1...n).reduce(0) { sum, k in
        let sine = { (j: Int) in Double.sin(.pi * Double(j * k) * h) }
        let weight = (1...n).reduce(0) { $0 + sine($1) } * 2 * h
        let rate = -4 / (h * h) * Double.pow(.sin(.pi * Double(k) * h / 2), 2)
        return sum + weight * .exp(rate * t) * sine(i)
      }
    }
  }
}

/// A branching chain of reactions, Aᵢ → A₂ᵢ₊₁ and A₂ᵢ₊₂, each with its way back: sparse, and of
/// bandwidth n/2.
private struct ReactionTree: FastSlowModel {
  @State(count: 3500, each: .evenly(0...1)) var A
  @Parameter(30) var k
  var equations: [Equation] {
    var rates = [Expression](repeating: 0, count: A.count)
    for i in A.indices.dropFirst() {
      let parent = (i - 1) / 2
      let flux = k * A[parent] - Expression(1 + i % 5) * A[i] ** 2
      rates[parent] -= flux
      rates[i] += flux
    }
    return A.indices.map { d(A[$0]) == rates[$0] }
  }
}

/// SciML/ModelingToolkit.jl#3529: a network whose generated sparse Jacobian was wrong.
private struct Network: FastSlowModel {
  @State(initial: 0.1) var X
  @State(initial: 0.2) var Y
  @State(initial: 0.3) var Z
  @State(initial: 0.4) var XY
  @State(initial: 0.5) var XZ2
  @State(initial: 0.6) var Y3
  @State(initial: 0.7) var X2
  @State(initial: 0.8) var Y3Z2
  @State(initial: 0.9) var XYZ
  @State(initial: 1.0) var XY3Z4
  @State(initial: 1.1) var X2Y2Z2
  @State(initial: 1.2) var V
  @State(initial: 1.3) var V2
  @ParameterArray([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) var k
  var equations: [Equation] {
    let (p, δ, k1, k2, k3) = (k[0], k[1], k[2], k[3], k[4])
    let (k4, k5, k6, k7) = (k[5], k[6], k[7], k[8])
    d(X) == p - δ * X - k1 * Y * X - 0.5 * k2 * X * Z ** 2 - k4 * Y * X * Z
    d(Y) == p - δ * Y - k1 * Y * X - k4 * Y * X * Z
    d(Z) == p - δ * Z - k2 * X * Z ** 2 - k4 * Y * X * Z
    d(XY) == k1 * Y * X
    d(XZ2) == -k5 * Y3Z2 * XZ2 + 0.5 * k2 * X * Z ** 2
    d(Y3) == -k3 * Y3 * X2
    d(X2) == -k3 * Y3 * X2
    d(Y3Z2) == k3 * Y3 * X2 - k5 * Y3Z2 * XZ2
    d(XYZ) == -k6 * XYZ ** 2 + k4 * Y * X * Z
    d(XY3Z4) == -δ * XY3Z4 + k5 * Y3Z2 * XZ2
    d(X2Y2Z2) == -δ * X2Y2Z2 + 0.5 * k6 * XYZ ** 2
    d(V) == -k7 * V ** 2 / (1 + time) - (Y + X) * V
    d(V2) == 0.5 * k7 * V ** 2 / (1 + time) - Z * V2
  }
}

private struct Cell: PopulationMember {
  @State(each: .evenly(0.1...1)) var v
  @State(initial: 0) var w
  @Parameter(each: .evenly(0.5...1.5)) var rate
}

private struct Tissue: FastSlowModel {
  @Population(Cell.self, count: 20) var cell
  @State(initial: 0.2) var bath
  var equations: [Equation] {
    let v = cell.v
    d(cell.v) == cell.rate * (bath - v ** 3) - cell.w + 0.2 * (mean(v) - v)
    d(cell.w) == 0.1 * v - cell.w * sum(v * cell.w)
    d(bath) == mean(v ** 2) - bath
  }
}

@Suite("Linear solvers")
struct LinearSolverTests {
  private func end(
    _ field: SystemField, until end: Double, rtol: Double = 1e-9
  ) throws -> Solution {
    try integrate(
      field, from: field.system.initialState, over: (0, end), output: .times([end]),
      options: IntegrationOptions(method: .bdf, relativeTolerance: rtol))
  }

  @Test("a rod is banded, and has its exact solution")
  func band() throws {
    let field = try HeatedRod().compiled().field(in: .slow)
    #expect(field.linearSolver == .band)
    #expect(field.system.sparsity(in: .slow).bandwidths == (1, 1))
    for time in [0.01, 0.05] {
      let solution = try end(field, until: time)
      #expect(solution.statistics.linearSolver == "band")
      for (value, exact) in zip(solution.reachedState, HeatedRod.exact(40, time)) {
        #expect(abs(value - exact) < 1e-7)
      }
    }
  }

  @Test("a tree of 3,500 reactions is solved sparsely, and keeps its mass")
  func sparse() throws {
    let system = try ReactionTree().compiled()
    let field = system.field(in: .slow)
    #expect(field.linearSolver == .sparse)
    #expect(system.sparsity(in: .slow).count < 5 * 3500)
    let solution = try end(field, until: 20, rtol: 1e-6)
    #expect(solution.statistics.linearSolver == "sparse")
    let mass = { (state: [Double]) in state.reduce(0, +) }
    // A linear invariant is kept by the method but for Newton's tolerance.
    #expect(abs(mass(solution.reachedState) / mass(system.initialState) - 1) < 1e-6)
  }

  @Test("a small tree is solved alike by every solver")
  func choices() throws {
    let system = try ReactionTree().compiled(counts: ["A": 36])
    let dense = try end(system.field(in: .slow, using: .dense), until: 5)
    for solver in [LinearSolver.band, .sparse] {
      let other = try end(system.field(in: .slow, using: solver), until: 5)
      #expect(other.statistics.linearSolver == solver.rawValue)
      for (a, b) in zip(dense.reachedState, other.reachedState) { #expect(abs(a - b) < 1e-8) }
    }
    #expect(throws: UnfitLinearSolver.self) { try system.field(in: .slow, using: .arrowhead) }
  }

  @Test("a population written out is solved as by elimination, densely and sparsely")
  func population() throws {
    let system = try Tissue().compiled()
    let arrowhead = try end(system.field(in: .slow), until: 10)
    #expect(arrowhead.statistics.linearSolver == "arrowhead")
    for solver in [LinearSolver.dense, .sparse] {
      let other = try end(system.field(in: .slow, using: solver), until: 10)
      #expect(other.variableNames == arrowhead.variableNames)
      #expect(other.statistics.linearSolver == solver.rawValue)
      // Both within the tolerance 1e-9 of some hundred steps.
      for (a, b) in zip(arrowhead.reachedState, other.reachedState) {
        #expect(abs(a - b) < 1e-7)
      }
    }
  }

  @Test("GMRES: a rod, a tree and a population as by the matrix, without one")
  func krylov() throws {
    let rod = try end(HeatedRod().compiled().field(in: .slow, using: .krylov), until: 0.05)
    #expect(rod.statistics.linearSolver == "krylov")
    #expect(rod.statistics.linearIterations >= rod.statistics.nonlinearIterations)
    // Exact products: no right-hand side but those of Newton's method and the first step.
    #expect(
      rod.statistics.rhsEvaluations <= rod.statistics.nonlinearIterations + rod.statistics.steps + 5
    )
    for (value, exact) in zip(rod.reachedState, HeatedRod.exact(40, 0.05)) {
      #expect(abs(value - exact) < 1e-7)
    }
    for system in try [ReactionTree().compiled(counts: ["A": 36]), Tissue().compiled()] {
      let matrix = try end(system.field(in: .slow), until: 5)
      let other = try end(system.field(in: .slow, using: .krylov), until: 5)
      #expect(other.statistics.linearSolver == "krylov")
      #expect(other.variableNames == matrix.variableNames)
      for (a, b) in zip(matrix.reachedState, other.reachedState) { #expect(abs(a - b) < 1e-7) }
    }
  }

  @Test("products J v are exact, through reductions as well")
  func products() throws {
    for system in try [Network().compiled(), Tissue().compiled()] {
      let n = system.dimension
      let written = system.expandingPopulations().field(in: .slow).makeEvaluator()
      let evaluator = try #require(
        system.field(in: .slow, using: .krylov).makeEvaluator() as? any KrylovFieldEvaluator)
      var generator = SystemRandomNumberGenerator()
      for _ in 0..<10 {
        let state = (0..<n).map { _ in Double.random(in: 0.1...2, using: &generator) }
        let v = (0..<n).map { _ in Double.random(in: -1...1, using: &generator) }
        var (product, matrix) = (
          [Double](repeating: 0, count: n), [Double](repeating: 0, count: n * n)
        )
        var span = product.mutableSpan
        try evaluator.jacobianProduct(
          at: 0.3, state: state.span, direction: v.span, into: &span)
        var whole = matrix.mutableSpan
        try written.jacobian(at: 0.3, state: state.span, into: &whole)
        for i in 0..<n {
          let terms = (0..<n).map { matrix[i + $0 * n] * v[$0] }
          let size = terms.map(\.magnitude).reduce(0, +)
          // n roundings of terms of this size, and those of the entries.
          #expect(abs(product[i] - terms.reduce(0, +)) <= 1e-14 * (1 + size))
        }
      }
    }
  }

  @Test("sparse, dense and difference Jacobians agree; the pattern has every structural entry")
  func network() throws {
    let system = try Network().compiled()
    let pattern = system.sparsity(in: .slow)
    let n = system.dimension
    let evaluators = try [LinearSolver.dense, .sparse, .band].map {
      try system.field(in: .slow, using: $0).makeEvaluator()
    }
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<20 {
      let state = (0..<n).map { _ in Double.random(in: 0.1...2, using: &generator) }
      let matrices = try evaluators.map { evaluator in
        var matrix = [Double](repeating: 0, count: n * n)
        var span = matrix.mutableSpan
        try evaluator.jacobian(at: 0.5, state: state.span, into: &span)
        return matrix
      }
      #expect(matrices[1] == matrices[0])
      #expect(matrices[2] == matrices[0])
      for column in 0..<n {
        let difference = try centralDifference(evaluators[0], state, column)
        for row in 0..<n {
          #expect(abs(matrices[0][row + column * n] - difference[row]) < 1e-6)
        }
      }
    }
    // 38 structural entries; beside them the diagonal, which XY alone lacks.
    #expect(pattern.count == 39)
    let solution = try end(system.field(in: .slow, using: .sparse), until: 1)
    let exact = [
      0.15706417717355967, 0.2413101675374773, 0.3264462028556633, 0.4087466139903707,
      0.2933899374988768, 0.44153434890703663, 0.5415343489070362, 0.7492633316463888,
      0.5269971982909505, 1.0064622726253578, 1.0691254055141677, 0.5115647711892728,
      1.1206364638296469,
    ]
    for (a, b) in zip(solution.reachedState, exact) { #expect(abs(a - b) < 1e-7) }
  }

  private func centralDifference(
    _ evaluator: any FieldEvaluator, _ state: [Double], _ column: Int
  ) throws -> [Double] {
    let h = 1e-5
    let rates = try [h, -h].map { step in
      var moved = state
      moved[column] += step
      var rate = moved
      var span = rate.mutableSpan
      try evaluator.rate(at: 0.5, state: moved.span, into: &span)
      return rate
    }
    return zip(rates[0], rates[1]).map { ($0 - $1) / (2 * h) }
  }
}
