import NumericKernel
import Symbolic

extension System {
  /// A right side without a finite value at the initial state, if there is one.
  ///
  /// Equations that depend on time are left out: it is not known when they start.
  var faultAtStart: ModelFault? {
    guard isAutonomous, rightSides.subexpressions.contains(where: \.hasDomain) else { return nil }
    let evaluator = field(in: .slow).makeEvaluator()
    var rates = [Double](repeating: .nan, count: dimension)
    var span = rates.mutableSpan
    try? evaluator.rate(at: 0, state: initialState.span, into: &span)
    // Names of all members are only made where one is needed.
    if rates.allSatisfy(\.isFinite) { return nil }
    guard let found = evaluator.explainNonFinite(at: 0, state: initialState) else { return nil }
    let shown = zip(componentNames.prefix(6), initialState).map { "\($0) = \($1)" }
    return .undefinedAtStart(
      variable: found.variable, expression: found.culprit ?? "\(found.value)",
      state: shown.joined(separator: ", ") + (dimension > 6 ? ", …" : ""))
  }

  /// What a declaration says that has no effect, a sentence each.
  public var warnings: [String] {
    var used = Set(
      rightSides.symbols + observables.map(\.expression).symbols
        + conserved.map(\.expression).symbols + nonnegative.symbols)
    for event in events {
      used.formUnion(([event.expression] + event.resets.map(\.value)).symbols)
    }
    let idle = parameters.filter { !$0.isSmall && !used.contains($0.symbol) }
    let arrays = Set(parameters.filter { used.contains($0.symbol) }.compactMap(\.array))
    var names: [String] = []
    for info in idle {
      // An array's spare elements are padding.
      if let array = info.array, arrays.contains(array) { continue }
      let name = info.array ?? info.name
      if !names.contains(name) { names.append(name) }
    }
    let differenced = Set(
      rightSides.subexpressions.compactMap(\.external).filter(\.isDifferenced).map(\.name))
    return names.map { "the parameter \($0) is used nowhere" }
      + differenced.sorted().map {
        "\($0) has no derivatives: the Jacobian takes differences of it, good to some ten digits"
      }
  }
}
