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

  func makeEvaluator() -> any FieldEvaluator {
    GraphEvaluator(variableNames, rates: rateTape, jacobian: jacobianTape, parameters: parameters)
  }

  /// The rates alone, for use outside an integration.
  func rateEvaluator() -> TapeEvaluator { TapeEvaluator(rateTape, parameters: parameters) }
}
