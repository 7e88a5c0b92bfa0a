public import ArgumentParser
public import FastSlow

extension Optimizer: ExpressibleByArgument {
  /// Reads sgd, momentum:μ or adam:β₁,β₂.
  public init?(argument: String) { self.init(text: argument) }
}

extension LearningRates: ExpressibleByArgument {
  /// Reads a convention and its rates.
  public init?(argument: String) { self.init(text: argument) }
}

extension SGDSettings.RowNorm: ExpressibleByArgument {}

extension SGDSettings.SecondLayerTraining: ExpressibleByArgument {}

/// Networks, data and optimizers beyond those that the order parameters close for.
struct NetworkOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: .init(
      "The student's activation as a function: \(Self.trainable); the model's coefficients become "
        + "its own.", valueName: "name"))
  var activation: String?

  @Option(
    parsing: .unconditional,
    help: .init(
      "The teacher as a function, \(Self.functions), or the sum of one over directions, such as "
        + "erf:1,1.", valueName: "name[:A1,A2,…]"))
  var teacher: String?

  @Option(
    parsing: .unconditional,
    help: .init("Hermite orders of such functions in what is predicted.", valueName: "k"))
  var order = 20

  @Option(
    parsing: .unconditional,
    help: .init(
      "sgd, momentum:0.9 or adam:0.9,0.999, the last two by the direct engine; the default is the "
        + "model's.", valueName: "name"))
  var optimizer: Optimizer?

  @Option(
    parsing: .unconditional,
    help: .init(
      "gaussian, uniform, rademacher, or a table of samples, whitened and reused; all but the first "
        + "by the direct engine; the default is the model's.", valueName: "law | file.csv"))
  var inputs: String?

  @Option(
    parsing: .unconditional,
    help: "unit or free: whether first-layer rows are kept at norm 1; the default is the model's.")
  var rows: SGDSettings.RowNorm?

  @Option(
    parsing: .unconditional,
    help: .init(
      "How first-layer rows start: planted (with the model's alignment) or uniform on the sphere.",
      valueName: "name"))
  var firstLayer: String?

  @Option(
    parsing: .unconditional,
    help: .init(
      "How second-layer weights start: equal, balanced (half of each sign), rademacher (a sign "
        + "each by chance) or gaussian, of the model's size or the one given, such as balanced:0.5.",
      valueName: "name[:a]"))
  var secondLayer: String?

  @Option(
    parsing: .unconditional,
    help: .init(
      "What moves the second layer: gradient, frozen or optimal (least test error at the start and after "
        + "every step); the default is the model's.", valueName: "name"))
  var secondLayerTraining: SGDSettings.SecondLayerTraining?

  private static var functions: String { Activation.named.map(\.name).joined(separator: ", ") }

  private static var trainable: String {
    Activation.named.filter { $0.slope != nil }.map(\.name).joined(separator: ", ")
  }

  func validate() throws {
    let most = SGDRequest.mostCoefficients - 1
    if !(1...most).contains(order) { throw ValidationError("--order \(order): use 1 to \(most)") }
  }

  /// The settings of a model whose coefficients become those of the functions asked for.
  func coefficients(_ problem: LearningProblem, model: String) throws(CommandFailure)
    -> [Assignment]
  {
    let student = try activation.map { name throws(CommandFailure) in
      try Self.function(name, "--activation")
    }
    let committee = try committee()
    if student == nil && committee == nil { return [] }
    guard let arrays = problem.coefficientArrays else {
      throw .badRequest(
        "\(model) has no Hermite coefficients to take from a function; use feature-unlearning")
    }
    var settings: [Assignment] = []
    if let link = committee.flatMap({ Teacher(committee: $0).link }) {
      settings.append(Assignment(name: arrays.teacher, values: link.coefficients))
    }
    if let student {
      let series = try requiring { try student.expanded(order: order).series }
      settings.append(Assignment(name: arrays.student, values: series.coefficients))
    }
    return settings
  }

  /// Puts functions, optimizer and inputs into a problem.
  func apply(to problem: inout LearningProblem) throws(CommandFailure) {
    if let activation {
      let function = try Self.function(activation, "--activation")
      problem.student = try requiring { try Student(function: function, order: order) }
    }
    if let committee = try committee() {
      problem.teacher = Teacher(committee: committee, labelNoise: problem.teacher.labelNoise)
    }
    if let optimizer { problem.optimizer = optimizer }
    if let rows { problem.rowNorm = rows }
    if let firstLayer { problem.firstLayer = try rowStart(firstLayer, problem.firstLayer) }
    if let secondLayer {
      problem.secondLayer = try weightStart(secondLayer, problem.secondLayer.scale)
    }
    if let secondLayerTraining { problem.secondLayerTraining = secondLayerTraining }
    if let secondLayer, problem.secondLayerTraining == .optimal {
      throw .badRequest(
        "--second-layer \(secondLayer): the optimal second layer starts at its optimum; leave it out, or "
          + "use --second-layer-training gradient")
    }
    if let inputs { problem.inputs = try law(inputs) }
  }

  /// Initial values by which a model starts where the networks asked for do; refused where these are
  /// drawn and the model has a variable for each.
  ///
  /// - Parameter problem: that of the model with these options applied.
  func starts(_ problem: LearningProblem, model: String) throws(CommandFailure) -> [Assignment] {
    var starts: [Assignment] = []
    for (variable, parameter) in problem.orderParameters {
      let option: String?
      switch parameter {
      case .alignment, .neuronOverlap, .teacherOverlap, .studentOverlap:
        option = firstLayer.map { "--first-layer \($0)" }
      case .secondLayer, .outputWeight: option = secondLayer.map { "--second-layer \($0)" }
      case .alignmentSpread, .secondLayerSpread, .testError: option = nil
      }
      guard let option else { continue }
      guard let value = problem.initialValue(of: parameter) else {
        throw .badRequest(
          "\(option): \(model) starts from a given \(variable), not from one drawn at random; leave it "
            + "out and give --from \(variable)=…, or use `fastslow sgd`")
      }
      starts.append(Assignment(name: variable, values: [value]))
    }
    return starts
  }

  private func rowStart(_ name: String, _ own: SGDSettings.FirstLayerStart) throws(CommandFailure)
    -> SGDSettings.FirstLayerStart
  {
    switch name {
    case "uniform": return .uniform
    case "planted":
      if case .planted = own { return own }
      throw .badRequest("--first-layer planted: the model plants no alignment; leave it out")
    default:
      throw .badRequest(
        "--first-layer \(name): \(Spelling.advice(for: name, in: ["planted", "uniform"]))")
    }
  }

  private func weightStart(_ text: String, _ own: Double) throws(CommandFailure)
    -> SGDSettings.SecondLayerStart
  {
    let halves = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard halves.count <= 2, let scale = halves.count == 2 ? Double(halves[1]) : own,
      scale.isFinite
    else {
      throw .badRequest("--second-layer \(text): give a name and one number, such as balanced:0.5")
    }
    switch halves[0] {
    case "equal": return .equal(scale)
    case "rademacher": return .rademacher(scale)
    case "balanced": return .balanced(scale)
    case "gaussian": return .gaussian(scale)
    default:
      let names = ["equal", "balanced", "rademacher", "gaussian"]
      throw .badRequest("--second-layer \(text): \(Spelling.advice(for: halves[0], in: names))")
    }
  }

  private func law(_ inputs: String) throws(CommandFailure) -> InputLaw {
    switch inputs {
    case "gaussian": return .gaussian
    case "uniform": return .uniform
    case "rademacher": return .rademacher
    case let path where path.lowercased().hasSuffix(".csv"):
      do { return .data(try DataSet(csvFile: path)) } catch {
        throw .badRequest("--inputs: \(error)")
      }
    default:
      let advice = Spelling.advice(for: inputs, in: ["gaussian", "uniform", "rademacher"])
      throw .badRequest("--inputs \(inputs) is no law and no file that ends in .csv; \(advice)")
    }
  }

  private func committee() throws(CommandFailure) -> Committee? {
    guard let teacher else { return nil }
    let halves = teacher.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let numbers = halves.count == 2 ? (try? NumberList(parsing: halves[1]))?.values : [1]
    guard halves.count <= 2, let weights = numbers else {
      throw .badRequest("--teacher \(teacher): give a function and weights, such as erf:1,1")
    }
    let function = try Self.function(halves[0], "--teacher")
    return try requiring { try Committee(function, weights: weights, order: order) }
  }

  private static func function(_ name: String, _ option: String) throws(CommandFailure)
    -> Activation
  {
    if let function = Activation.named(name) { return function }
    throw .badRequest(
      "\(option) \(name): \(Spelling.advice(for: name, in: Activation.named.map(\.name)))")
  }
}
