private import ComplexModule
import Integration
import Modeling
import NumericKernel
private import RealModule
import Symbolic

/// Evaluates F, G and ∂F/∂z, and goes along fast fibres.
struct FibreWorkshop {
  private let split: FastSlowSplit
  private let values: TapeEvaluator
  private var n: Int { split.names.count }

  init(_ split: FastSlowSplit, _ values: TapeEvaluator) {
    self.split = split
    self.values = values
  }

  func parts(_ z: [Double]) -> (F: [Double], G: [Double], A: Matrix) {
    let all = values.values(z)
    return (
      Array(all[0..<n]), Array(all[n..<(2 * n)]),
      Matrix(rows: n, columns: n, byColumns: Array(all.dropFirst(2 * n)))
    )
  }

  /// Where z' = F(z) settles.
  func settle(from start: [Double]) throws(GeometryError) -> [Double] {
    let size = 1 + start.map(\.magnitude).reduce(0, max)
    if parts(start).F.allSatisfy({ $0.magnitude < 1e-13 * size }) { return start }
    let field = FastField(split: split)
    var end: [Double]?
    do {
      end = try integrate(
        field, from: start, over: (0, 1e8), output: .times([]),
        options: .init(relativeTolerance: 1e-12, absoluteTolerance: 1e-14)
      ).reachedState
    } catch {
      end = error.solution.reachedState
    }
    guard let end, end.allSatisfy(\.isFinite),
      parts(end).F.allSatisfy({ $0.magnitude < 1e-6 * size })
    else {
      throw GeometryError(
        problem: "the fast flow does not settle from "
          + SlowManifoldSeries.place(split.names, start),
        advice: "start nearer to the critical set, or check which terms are fast")
    }
    return end
  }

  /// The point of the critical set near a state.
  ///
  /// - Parameter rank: the number of fast directions, if known.
  func point(_ state: [Double], rank: Int?) throws(GeometryError) -> CoordinateFreeReduction.Point {
    var (z, smallest) = (state, Double.infinity)
    for _ in 0..<50 {
      let here = parts(z)
      guard let splitting = FibreProjection(here.A, rank: rank) else { throw degenerate(z) }
      guard let step = splitting.step(against: here.F) else { throw degenerate(z) }
      for k in z.indices { z[k] -= step[k] }
      let move = zip(step, z).map { $0.magnitude / (1 + $1.magnitude) }.max() ?? 0
      if !move.isFinite { break }
      if move < 1e-15 || (move < 1e-12 && move >= smallest) { return try finished(z, rank) }
      smallest = min(smallest, move)
    }
    throw GeometryError(
      problem: "no point of the critical set near " + SlowManifoldSeries.place(split.names, state),
      advice: "start from a state whose fast fibre leads to it")
  }

  private func finished(_ z: [Double], _ rank: Int?) throws(GeometryError)
    -> CoordinateFreeReduction.Point
  {
    let here = parts(z)
    guard let splitting = FibreProjection(here.A, rank: rank) else { throw degenerate(z) }
    let eigenvalues = splitting.fastBlock.eigenvalues
    let size = eigenvalues.map(\.magnitude).max() ?? 0
    guard eigenvalues.allSatisfy({ $0.real.magnitude > 1e-10 * size }) else { throw degenerate(z) }
    return .init(
      state: z, eigenvalues: eigenvalues, rate: splitting.matrix * here.G,
      projection: (0..<n).map { i in (0..<n).map { splitting.matrix[i, $0] } })
  }

  private func degenerate(_ z: [Double]) -> GeometryError {
    GeometryError(
      problem: "the critical set is not normally hyperbolic at "
        + SlowManifoldSeries.place(split.names, z),
      advice: "the number of fast directions changes or an eigenvalue vanishes there; choose "
        + "another state or other fast terms")
  }
}

/// z' = F(z), with its exact Jacobian.
private struct FastField: VectorField {
  let split: FastSlowSplit
  var variableNames: [String] { split.names }

  func makeEvaluator() -> any FieldEvaluator {
    GraphEvaluator(
      split.names, rates: split.tape(split.fast), jacobian: split.tape(split.fastJacobian),
      parameters: split.system.parameterValues)
  }
}

/// z' = Π G(z).
struct ProjectedField: VectorField {
  let split: FastSlowSplit
  let tape: Tape
  let rank: Int
  var variableNames: [String] { split.names }

  func makeEvaluator() -> any FieldEvaluator { Evaluator(self) }

  private final class Evaluator: FieldEvaluator {
    let names: [String]
    let rank: Int
    let workshop: FibreWorkshop
    var hasJacobian: Bool { false }

    init(_ field: ProjectedField) {
      names = field.split.names
      rank = field.rank
      workshop = FibreWorkshop(
        field.split, TapeEvaluator(field.tape, parameters: field.split.system.parameterValues))
    }

    func rate(at time: Double, state: Span<Double>, into rate: inout MutableSpan<Double>) {
      let z = (0..<state.count).map { state[$0] }
      let here = workshop.parts(z)
      let projected = FibreProjection(here.A, rank: rank).map { $0.matrix * here.G }
      for k in z.indices { rate[k] = projected?[k] ?? .nan }
    }

    func jacobian(at time: Double, state: Span<Double>, into matrix: inout MutableSpan<Double>) {}

    func explainNonFinite(at time: Double, state: [Double]) -> NonFiniteRate? {
      explainNonFinite(at: time, state: state, names: names)
    }
  }
}
