import NumericKernel
import Symbolic

/// Products J v of a system's Jacobian, from the graph: the rates of a perturbation beside a state
/// that stands still.
final class TangentField {
  private let system: System
  private let evaluator: any FieldEvaluator
  /// For each part of a state (a scalar, a member variable): where it lies in the doubled one.
  private let parts: [(place: Range<Int>, state: Int, perturbation: Int)]
  private var doubled: [Double]
  private var rates: [Double]

  init(_ system: System, in unit: TimeUnit) {
    self.system = system
    let whole = TangentField.tangent(of: system, in: unit)
    evaluator = whole.field(in: .slow).makeEvaluator()
    let n = system.variables.count
    parts = system.variables.indices.map { index in
      (
        system.components(of: index), whole.components(of: index).lowerBound,
        whole.components(of: index + n).lowerBound
      )
    }
    doubled = [Double](repeating: 0, count: whole.dimension)
    rates = doubled
  }

  /// The system (z, δ) with ż = 0 and δ' = J(z) δ; variables of z first in `variables`.
  private static func tangent(of system: System, in unit: TimeUnit) -> System {
    let perturbed = system.variables.map { variable in
      System.Variable(
        name: "δ\(variable.name)",
        symbol: Symbol.$declaredSpace.withValue(variable.symbol.space) { Symbol() },
        scale: .unscaled, meaning: variable.meaning, population: variable.population)
    }
    let states = system.variables.map { variable in
      System.Variable(
        name: variable.name, symbol: variable.symbol, scale: .unscaled, meaning: variable.meaning,
        population: variable.population)
    }
    let direction = Dictionary(
      uniqueKeysWithValues: zip(system.variables, perturbed).map {
        ($0.symbol, $1.symbol.expression)
      })
    let sides = system.rates(in: unit).directionalDerivatives(along: direction) { space in
      system.populations.first { $0.space == space }?.count ?? 0
    }
    let n = system.variables.count
    let populations = system.populations.map { old in
      System.PopulationInfo(
        name: old.name, count: old.count, variables: old.variables + old.variables.map { $0 + n },
        parameters: old.parameters, space: old.space)
    }
    var result = System(
      name: system.name, summary: "", variables: states + perturbed,
      parameters: system.parameters, populations: populations,
      rightSides: states.map { _ in 0 } + sides, observables: [], events: [], conserved: [],
      nonnegative: [], initialState: system.initialState + system.initialState,
      memberParameterValues: system.memberParameterValues)
    result.parameterValues = system.parameterValues
    return result
  }

  func product(
    at time: Double, state: Span<Double>, direction: Span<Double>,
    into product: inout MutableSpan<Double>
  ) throws {
    // Taken out while they are written to, so that they are not copied.
    var (point, result) = (doubled, rates)
    (doubled, rates) = ([], [])
    defer { (doubled, rates) = (point, result) }
    for part in parts {
      for (k, index) in part.place.enumerated() {
        point[part.state + k] = state[index]
        point[part.perturbation + k] = direction[index]
      }
    }
    var span = result.mutableSpan
    try evaluator.rate(at: time, state: point.span, into: &span)
    for part in parts {
      for (k, index) in part.place.enumerated() { product[index] = result[part.perturbation + k] }
    }
  }
}
