import Integration
import Modeling
import NumericKernel
import Symbolic

/// A vector field given by expressions, with its exact Jacobian.
struct GraphField: VectorField {
  let variableNames: [String]
  /// dz/dt.
  let expressions: [Expression]
  private let parameters: [Double]
  private let rateTape: Tape
  private let jacobianTape: Tape

  /// Compiles dz/dt = `rates` over the unknowns z, at the layer's current parameters.
  init(_ names: [String], rates: [Expression], unknowns: [Symbol], of layer: LayerProblem)
    throws(GeometryError)
  {
    variableNames = names
    expressions = rates
    parameters = layer.fixedParameterValues(besides: unknowns)
    let rows = layer.gradients(of: rates, in: unknowns)
    let byColumns = unknowns.indices.flatMap { j in rows.map { $0[j] } }
    rateTape = try layer.evaluator(rates, unknowns: unknowns).tape
    jacobianTape = try layer.evaluator(byColumns, unknowns: unknowns).tape
  }

  func makeEvaluator() -> any FieldEvaluator { Evaluator(self) }

  /// The rates alone, for use outside an integration.
  func rateEvaluator() -> TapeEvaluator { TapeEvaluator(rateTape, parameters: parameters) }

  private final class Evaluator: FieldEvaluator {
    let names: [String]
    let rateTape: TapeEvaluator
    let jacobianTape: TapeEvaluator
    var hasJacobian: Bool { true }

    init(_ field: GraphField) {
      names = field.variableNames
      rateTape = TapeEvaluator(field.rateTape, parameters: field.parameters)
      jacobianTape = TapeEvaluator(field.jacobianTape, parameters: field.parameters)
    }

    func rate(at time: Double, state: Span<Double>, into rate: inout MutableSpan<Double>) {
      rateTape.evaluate(state, time: time, into: &rate)
    }

    func jacobian(at time: Double, state: Span<Double>, into matrix: inout MutableSpan<Double>) {
      jacobianTape.evaluate(state, time: time, into: &matrix)
    }

    func explainNonFinite(at time: Double, state: [Double]) -> NonFiniteRate? {
      explainNonFinite(at: time, state: state, names: names)
    }
  }
}
