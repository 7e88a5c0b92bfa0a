import Symbolic

extension System {
  /// The system with integrals along its solution as further variables q, from 0 at the start.
  ///
  ///     q = ∫ expression dτ  over slow time,   q = ∫ expression dt  over fast time
  ///
  /// Whatever integrates the system integrates them: with its own error control and dense output, with
  /// events, in charts, and going on where a run stopped. Jumps of the expression are located. An
  /// integral is a slow variable over slow time and a fast one over fast time; a run in the other
  /// time gives the same integral. Without declared scales there is one time only.
  ///
  /// Its tolerance goes by its own size alone, and its size counts for no other variable. A run
  /// until rest ends when the integrals rest too.
  ///
  /// ```swift
  /// let system = try System(model).integrating([Observable("work", model.x * model.y)])
  /// let work = try system.solve(until: 10)["work"]
  /// ```
  ///
  /// Cost: one more variable each, whose column of the Jacobian is zero.
  ///
  /// - Parameters:
  ///   - integrands: expressions of the system's variables, parameters and `time`, each with the
  ///     name of its integral; of a population's members their `mean` or `sum`.
  ///   - unit: the time that is integrated over.
  /// - Throws: ``NoSuchRewriting`` if a name is taken or an expression is none of this system.
  public func integrating(_ integrands: [Observable], over unit: TimeUnit = .slow)
    throws(NoSuchRewriting) -> System
  {
    var result = self
    for integrand in integrands {
      if let problem = result.problem(with: integrand) {
        throw NoSuchRewriting(
          model: name, wanted: "integral \"\(integrand.name)\"", problem: problem)
      }
      let scale: Scale = !hasScales ? .unscaled : unit == .fast ? .fast : .slow
      let integral = Variable(
        name: integrand.name, symbol: Symbol(), scale: scale,
        meaning: Meaning("integral along the solution"), isIntegral: true)
      result = result.adding(
        integral, rate: integrand.expression, initial: 0, parameters: Array(parameters.indices))
    }
    // No chart replaces an integral.
    result.charts = charts
    return result
  }

  /// What stands in the way of an integral.
  private func problem(with integrand: Observable) -> String? {
    if integrand.name.isEmpty { return "give it a name" }
    let spelling = SymbolName.spelling(of: integrand.name)
    let taken = variables.map(\.name) + parameters.map(\.name) + observables.map(\.name)
    if (taken + populations.map(\.name) + ["time"]).contains(where: {
      SymbolName.spelling(of: $0) == spelling
    }) {
      return "the name is taken; call it \(integrand.name)_integral"
    }
    return problem(with: integrand.expression)
  }

  private func problem(with expression: Expression) -> String? {
    let states = Set(variables.map(\.symbol) + [modelTime])
    if !Set(expression.symbols).isSubset(of: states.union(parameters.map(\.symbol))) {
      return "the expression has symbols that are not its variables, parameters or time; take them "
        + "from `expression(of:)`"
    }
    if [expression].reductions.contains(where: { $0.reducedSpace == 0 }) {
      return "mean(…) and sum(…) are taken over the members of a population; what stands in them "
        + "does not vary by member"
    }
    let parts = [expression].subexpressions
    if expression.space != 0 || parts.contains(where: \.isMixed) {
      return "the expression varies by member; take its mean(…) or sum(…)"
    }
    if parts.contains(where: { $0.operation == .equal && !states.isDisjoint(with: $0.symbols) }) {
      return "a condition of equality holds at single points; use an inequality"
    }
    if parts.contains(where: \.isConstantDivisionByZero) { return "it divides by zero" }
    return nil
  }
}
