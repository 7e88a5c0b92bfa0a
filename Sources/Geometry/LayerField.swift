import Integration
import Modeling
import NumericKernel
import Symbolic

/// The layer problem x' = f(x, y, 0), y' = 0 as a vector field in fast time.
struct LayerField: VectorField {
  let layer: LayerProblem
  let variableNames: [String]
  private let rateTape: Tape
  private let jacobianTape: Tape

  init(_ layer: LayerProblem) throws(GeometryError) {
    self.layer = layer
    variableNames = (layer.system.fastIndices + layer.system.slowIndices).map {
      layer.system.variables[$0].name
    }
    let rates = layer.f + [0]
    let rows = layer.gradients(of: rates, in: layer.symbols)
    let byColumns = layer.symbols.indices.flatMap { j in rows.map { $0[j] } }
    rateTape = try layer.evaluator(rates, unknowns: layer.symbols).tape
    jacobianTape = try layer.evaluator(byColumns, unknowns: layer.symbols).tape
  }

  func makeEvaluator() -> any FieldEvaluator { Evaluator(self) }

  /// The rest point that the layer problem settles at from a state, or nil.
  func settle(from z: [Double]) -> [Double]? {
    let evaluator = TapeEvaluator(rateTape, parameters: layer.system.parameterValues)
    // Long enough for any rate above 1e-9 per unit of fast time.
    let solution = try? integrate(self, from: z, over: (0, 1e10), output: .times([]))
    guard let end = solution?.reachedState else { return nil }
    let size = 1 + end.map(\.magnitude).reduce(0, max)
    return evaluator.values(end).allSatisfy { $0.magnitude < 1e-6 * size } ? end : nil
  }

  private final class Evaluator: FieldEvaluator {
    let field: LayerField
    let rateTape: TapeEvaluator
    let jacobianTape: TapeEvaluator
    var hasJacobian: Bool { true }

    init(_ field: LayerField) {
      self.field = field
      let values = field.layer.system.parameterValues
      rateTape = TapeEvaluator(field.rateTape, parameters: values)
      jacobianTape = TapeEvaluator(field.jacobianTape, parameters: values)
    }

    func rate(at time: Double, state: Span<Double>, into rate: inout MutableSpan<Double>) {
      rateTape.evaluate(state, time: time, into: &rate)
    }

    func jacobian(at time: Double, state: Span<Double>, into matrix: inout MutableSpan<Double>) {
      jacobianTape.evaluate(state, time: time, into: &matrix)
    }

    func explainNonFinite(at time: Double, state: [Double]) -> NonFiniteRate? {
      explainNonFinite(at: time, state: state, names: field.variableNames)
    }
  }
}
