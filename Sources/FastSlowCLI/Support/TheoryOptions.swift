import ArgumentParser
import FastSlow
import Reporting

/// Theory before integration, and where it is asked for over a plane.
struct TheoryOptions: ParsableArguments {
  @Option(
    name: .customLong("phase"), parsing: .unconditionalSingleValue,
    help: .init(
      "Of a learning model, twice: outcomes over a plane of coefficients (c2, b3, …) or of the start "
        + "(s, a).", valueName: "c2=lo:hi:n"))
  var axes: [PhaseAxis] = []

  @Option(
    parsing: .unconditional,
    help: .init(
      "With --phase: integrate the full system at every point to this slow time, and compare.",
      valueName: "time"))
  var check: Double?

  func validate() throws {
    guard axes.isEmpty || axes.count == 2 else {
      throw ValidationError("--phase was given \(axes.count) times; a plane takes two")
    }
    if check != nil && axes.isEmpty {
      throw ValidationError("--check compares the points of --phase; give that twice")
    }
    if let check, !(check > 0 && check.isFinite) {
      throw ValidationError("--check \(check): give a slow time above 0")
    }
  }

  /// Prints the theory of a learning model, or its phases.
  func run(_ model: ModelOptions, _ output: OutputOptions) throws(CommandFailure) {
    let declared = try model.declaration()
    let system = try model.system()
    guard let problem = (declared as? any LearningModel)?.learningProblem(for: system),
      let arrays = problem.coefficientArrays, let link = problem.teacher.link
    else {
      throw .badRequest(
        "\(system.name): give --over y=lo:hi; theory without it is of feature-unlearning")
    }
    let point = UnlearningPhases.Point(
      link: link, activation: problem.student.activation, alignment: system.initialState[0],
      secondLayer: system.initialState[1])
    let folder = try output.folder()
    if axes.isEmpty {
      let result = TheoryResult(system, point)
      if output.json { try output.printJSON(result) } else { print(result.text) }
      return
    }
    let chosen = try axes.map { axis throws(CommandFailure) in
      UnlearningPhases.Axis(try quantity(axis.name, arrays, system), axis.values)
    }
    let phases = UnlearningPhases(through: point, chosen[0], chosen[1])
    let result = PhaseResult(
      model: system.name, names: (axes[0].name, axes[1].name), phases: phases,
      fates: try fates(phases, model, arrays))
    if let folder {
      try requiring {
        try folder.write(
          result.table(), named: "phases",
          provenance: ["command": CommandContext.current.commandLine])
      }
      _ = output.draw(result.figure, named: "phases", in: folder)
      Talk.note("Written to \(folder.path)", quiet: output.quiet)
    }
    if output.json { try output.printJSON(result.record) } else { print(result.text) }
  }

  /// The full system with arrays as long as the points', integrated at each.
  private func fates(
    _ phases: UnlearningPhases, _ model: ModelOptions, _ arrays: (teacher: String, student: String)
  ) throws(CommandFailure) -> [[FeatureFate]]? {
    guard let check else { return nil }
    let first = phases.points[0][0]
    let system = try model.system(further: [
      Assignment(name: arrays.teacher, values: first.link.coefficients),
      Assignment(name: arrays.student, values: first.activation.coefficients),
    ])
    return try requiring {
      try phases.integrated(system, arrays: arrays, slowTime: check)
    }
  }

  private func quantity(
    _ name: String, _ arrays: (teacher: String, student: String), _ system: System
  ) throws(CommandFailure) -> UnlearningPhases.Quantity {
    if name == system.variables[0].name { return .alignment }
    if name == system.variables[1].name { return .secondLayer }
    let digits = name.filter { $0.isASCII && $0.isNumber }
    let array = name.prefix { !$0.isNumber && $0 != "[" }
    if let order = Int(digits), order < SGDRequest.mostCoefficients {
      if array == arrays.teacher { return .teacher(order: order) }
      if array == arrays.student { return .student(order: order) }
    }
    throw .badRequest(
      "--phase \(name): vary a coefficient, such as \(arrays.teacher)2 or \(arrays.student)2, or the "
        + "start, \(system.variables[0].name) or \(system.variables[1].name)")
  }
}
