public import NumericKernel
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
  public func field(in unit: TimeUnit) -> SystemField { SystemField(self, unit) }

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

/// A system in one of its times, ready to be integrated.
public struct SystemField: VectorField {
  /// The system.
  public let system: System
  /// The time.
  public let unit: TimeUnit
  /// Programs of a system without populations.
  private let rateTape: Tape
  private let jacobianTape: Tape
  /// Programs of a system with populations.
  private let programs: PopulationPrograms?

  init(_ system: System, _ unit: TimeUnit) {
    self.system = system
    self.unit = unit
    guard system.populations.isEmpty else {
      programs = PopulationPrograms(system, unit)
      (rateTape, jacobianTape) = (Tape.empty, Tape.empty)
      return
    }
    programs = nil
    rateTape = system.tapes.tape(for: .rate(unit)) { system.tape(system.rates(in: unit)) }
    jacobianTape = system.tapes.tape(for: .jacobian(unit)) {
      system.tape(system.jacobian(in: unit))
    }
  }

  /// Names of the variables.
  public var variableNames: [String] {
    programs == nil ? system.variables.map(\.name) : system.componentNames
  }

  /// Makes an evaluator at the system's current parameter values.
  public func makeEvaluator() -> any FieldEvaluator {
    if programs != nil { return populationEvaluator() }
    return TapeFieldEvaluator(system, rate: rateTape, jacobian: jacobianTape) { [system, unit] in
      system.tapes.tape(for: .linearisation(unit)) {
        system.tape(system.linearisation(of: system.rates(in: unit)))
      }
    }
  }
}

extension SystemField {
  /// - Precondition: the system has populations.
  func populationEvaluator() -> PopulationEvaluator {
    guard let programs else { preconditionFailure("\(system.name) has no populations") }
    return PopulationEvaluator(system, programs)
  }
}
