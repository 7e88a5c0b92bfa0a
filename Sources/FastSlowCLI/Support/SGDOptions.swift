public import ArgumentParser
public import FastSlow

/// The engines by name.
enum EngineName: String, ExpressibleByArgument, CaseIterable {
  case auto
  case direct
  case gram
  case population

  /// The engine for a request, and why; `auto` leaves it to `EngineChoice`.
  func choice(for request: SGDRequest, _ precision: DirectEngine.Precision)
    -> (engine: any SGDEngine, reason: String)
  {
    switch self {
    case .auto:
      let choice = EngineChoice(for: request, precision: precision)
      return (choice.engine, "auto: \(choice.reason)")
    case .direct: return (DirectEngine(precision: precision), "direct: as asked")
    case .gram: return (GramEngine(precision: precision), "gram: as asked")
    case .population: return (PopulationEngine(), "population: as asked")
    }
  }
}

extension DirectEngine.Precision: ExpressibleByArgument {}

/// How SGD is simulated, apart from its sizes.
struct SGDOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: .init(
      "auto (the cheapest exact one), direct (weights and fresh data), gram (overlaps alone: same "
        + "law, free of the dimension) or population (infinite batch).", valueName: "name"))
  var engine: EngineName = .auto

  @Option(parsing: .unconditional, help: "single or double: arithmetic of a step.")
  var precision: DirectEngine.Precision = .single

  @Option(parsing: .unconditional, help: .init("Seed of all random numbers.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    parsing: .unconditional,
    help: .init("Runs at a time; the default is one a core.", valueName: "n"))
  var threads: Int?

  @Option(
    parsing: .unconditional,
    help: .init(
      "Standard deviation of the label noise; the default is the model's.", valueName: "τ"))
  var noise: Double?

  @OptionGroup var network: NetworkOptions

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads \(threads): use 1 or more") }
    if let noise, !(noise >= 0 && noise.isFinite) {
      throw ValidationError("--noise \(noise): use 0 or more")
    }
  }

  /// Runs at a time.
  var threadCount: Int { threads ?? ProcessorCount.available }

  /// The settings that make a model's coefficients those of the functions asked for, and its label
  /// noise that asked for.
  func coefficients(_ declared: any FastSlowModel, _ system: System) throws(CommandFailure)
    -> [Assignment]
  {
    let problem = try plainProblem(declared, system)
    let further = try network.coefficients(problem, model: system.name)
    guard let noise, let parameter = problem.noiseParameter else { return further }
    return further + [Assignment(name: parameter, values: [noise])]
  }

  /// The learning problem behind a model, or why there is none.
  func problem(_ declared: any FastSlowModel, _ system: System) throws(CommandFailure)
    -> LearningProblem
  {
    var problem = try plainProblem(declared, system)
    if let noise { problem.teacher.labelNoise = noise }
    try network.apply(to: &problem)
    return problem
  }

  /// Initial values by which a model starts where the networks asked for do.
  func starts(_ declared: any FastSlowModel, _ system: System) throws(CommandFailure)
    -> [Assignment]
  {
    try network.starts(problem(declared, system), model: system.name)
  }

  private func plainProblem(_ declared: any FastSlowModel, _ system: System) throws(CommandFailure)
    -> LearningProblem
  {
    guard let model = declared as? any LearningModel else {
      let names = CommandContext.current.catalogue.models.filter { $0 is any LearningModel.Type }
        .map { $0.name }
      throw .badRequest(
        "\(system.name) is not a model of learning dynamics, so there is no SGD behind it; "
          + Spelling.advice(for: "", in: names))
    }
    return model.learningProblem(for: system)
  }
}
