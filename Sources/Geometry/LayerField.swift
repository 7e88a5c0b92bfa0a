import Integration
import Modeling
import NumericKernel
import Symbolic

/// The layer problem x' = f(x, y, 0), y' = 0 in fast time.
struct LayerField {
  private let field: GraphField
  /// An orbit that comes to rest takes some hundreds; one on a limit cycle would go on for good.
  private static let mostSteps = 20_000

  init(_ layer: LayerProblem) throws(GeometryError) {
    field = try GraphField(
      layer.fastNames + layer.slowNames, rates: layer.f + layer.slowRates.map { _ in 0 },
      unknowns: layer.symbols, of: layer)
  }

  /// The orbit of the layer problem from a state to the rest point it settles at, or nil: it goes to
  /// a limit cycle, or away.
  func course(from z: [Double]) -> [[Double]]? {
    let evaluator = field.rateEvaluator()
    // Long enough for any rate above 1e-9 per unit of fast time.
    var options = IntegrationOptions()
    options.maximumSteps = Self.mostSteps
    guard let solution = try? integrate(field, from: z, over: (0, 1e10), options: options) else {
      return nil
    }
    let end = solution.reachedState
    let size = 1 + end.map(\.magnitude).reduce(0, max)
    guard evaluator.values(end).allSatisfy({ $0.magnitude < 1e-6 * size }) else { return nil }
    return (0..<solution.count).map { solution.state(at: $0) }
  }
}
