public import Symbolic

/// The time a model is integrated in.
public enum TimeUnit: String, Sendable, CaseIterable {
  /// τ: ε dx/dτ = f, dy/dτ = g.
  case slow
  /// t = τ/ε: dx/dt = f, dy/dt = ε g.
  case fast
}

extension System {
  /// The vector field in slow or fast time, with exact Jacobian.
  ///
  /// In slow time τ: dx/dτ = f/ε, dy/dτ = g. In fast time t = τ/ε:
  /// dx/dt = f, dy/dt = ε g, and a time that occurs in the equations is
  /// still the slow time, τ = ε t. Without declared scales both are dx/dt =
  /// right side.
  ///
  /// The linear solver of an implicit method follows from the structure of the Jacobian.
  public func field(in unit: TimeUnit) -> SystemField { SystemField(self, unit, nil) }

  /// The vector field with a linear solver of the caller's choice.
  ///
  /// - Throws: ``UnfitLinearSolver`` if the system has no structure for it.
  public func field(in unit: TimeUnit, using solver: LinearSolver) throws(UnfitLinearSolver)
    -> SystemField
  {
    if solver == .arrowhead {
      if !populations.isEmpty { return SystemField(self, unit, nil) }
      throw UnfitLinearSolver(
        solver: solver, problem: "\(name) has no populations; use dense, band or sparse")
    }
    if solver == .krylov {
      let field = SystemField(self, unit, solver)
      if !field.isPiecewise { return field }
      throw UnfitLinearSolver(
        solver: solver, problem: "the equations of \(name) jump; use dense, band or sparse")
    }
    return SystemField(expandingPopulations(), unit, solver)
  }

  /// The rates of the state in the given time, as expressions.
  public func rates(in unit: TimeUnit) -> [Expression] {
    guard hasScales, let ε = smallParameter?.symbol.expression else { return rightSides }
    let rates = zip(variables, rightSides).map { variable, side in
      switch (variable.scale, unit) {
      case (.fast, .slow): side / ε
      case (.slow, .fast): ε * side
      case (.fast, .fast), (.slow, .slow), (.unscaled, _): side
      }
    }
    return inTime(unit, rates)
  }

  /// The Jacobian of the rates by columns, ∂Fᵢ/∂yⱼ at i + j n.
  public func jacobian(in unit: TimeUnit) -> [Expression] {
    jacobian(of: rates(in: unit))
  }

  /// What a Rosenbrock step starts from, as one program: the rates, the Jacobian by columns, and if
  /// the system depends on time the rates' time derivatives.
  func linearisation(of rates: [Expression]) -> [Expression] {
    let ofTime = isAutonomous ? [] : rates.map { $0.derivative(withRespectTo: modelTime) }
    return rates + jacobian(of: rates) + ofTime
  }

  /// Compiles what runs in the given time may ask for, charts included.
  ///
  /// Terms are added in the order in which the graph was built, which on several threads at once
  /// would be left to chance, and with it the last bit.
  package func compilePrograms(in unit: TimeUnit) {
    field(in: unit).compile()
    _ = makeObservableEvaluator(in: unit)
    for chart in charts { charted(by: chart).compilePrograms(in: unit) }
  }

  /// A tape over the state (and time), with the parameters fixed per evaluator.
  ///
  /// - Precondition: the expressions are made of this system's symbols.
  package func tape(_ outputs: [Expression]) -> Tape {
    tape(outputs, modes: [])
  }

  /// An evaluator of some expressions of this system at its current parameter values.
  package func evaluator(_ outputs: [Expression]) -> TapeEvaluator {
    TapeEvaluator(tape(outputs), parameters: parameterValues)
  }

  /// Evaluates the observables at a state.
  public func makeObservableEvaluator(in unit: TimeUnit) -> any StateFunction {
    if !populations.isEmpty { return makeFunction(of: observables.map(\.expression), in: unit) }
    let tape = tapes.tape(for: .observables(unit)) {
      self.tape(inTime(unit, observables.map(\.expression)))
    }
    return TapeEvaluator(tape, parameters: parameterValues)
  }

  /// Evaluates some expressions of this system, one value each for all members.
  public func makeFunction(of expressions: [Expression], in unit: TimeUnit) -> any StateFunction {
    let expressions = inTime(unit, expressions)
    if !populations.isEmpty { return PopulationFunction(expressions, self) }
    return evaluator(expressions)
  }

  /// Expressions of slow time as ones of the given time.
  private func inTime(_ unit: TimeUnit, _ expressions: [Expression]) -> [Expression] {
    guard unit == .fast, hasScales, let ε = smallParameter?.symbol.expression else {
      return expressions
    }
    return expressions.substituting([modelTime: ε * modelTime.expression])
  }
}
