import ArgumentParser
import FastSlow

/// Which model, at which parameters, from where.
struct ModelOptions: ParsableArguments {
  @Argument(help: "A model of `fastslow list`, or an XPPAUT file (model.ode).")
  var model: String

  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: .init("A parameter; an array as --set c=0,1,-0.45.", valueName: "name=value"),
    transform: Assignment.init(parsing:))
  var settings: [Assignment] = []

  @Option(
    name: .customLong("from"), parsing: .unconditionalSingleValue,
    help: .init("An initial value.", valueName: "name=value"), transform: Assignment.init(parsing:))
  var starts: [Assignment] = []

  @Option(
    name: .customLong("count"), parsing: .unconditionalSingleValue,
    help: .init("Members of a population.", valueName: "population=n"),
    transform: Assignment.init(parsing:))
  var counts: [Assignment] = []

  @Option(
    name: .customLong("slow"), parsing: .unconditional,
    help: .init("For an .ode file: its slow variables; all others are fast.", valueName: "y,z"))
  var slow: String?

  @Option(
    name: .customLong("small"), parsing: .unconditional,
    help: .init(
      "For an .ode file: the parameter that separates the scales, or a new one with its value.",
      valueName: "eps | epsilon=0.01"))
  var small: String?

  /// Whether the model is a file of XPPAUT's.
  var isFile: Bool { model.lowercased().hasSuffix(".ode") }

  /// The declared model, with its defaults.
  func declaration() throws(CommandFailure) -> any FastSlowModel {
    if isFile {
      throw .badRequest(
        "\(model): this command needs a model of the catalogue; `\(CommandContext.program) import \(model) --as NAME` "
          + "makes one of the file")
    }
    return try requiring { try CommandContext.current.catalogue.model(named: model) }
  }

  /// The compiled model at the values asked for, `further` settings and starts after the common ones.
  func system(further: [Assignment] = [], starting: [Assignment] = []) throws(CommandFailure)
    -> System
  {
    if isFile { return try fileSystem(settings + further) }
    if slow != nil || small != nil {
      throw .badRequest(
        "--slow and --small declare the scales of an .ode file; \(model) has its own")
    }
    let declared = try declaration()
    return try requiring {
      try ModelOptions.system(declared, settings + further, starts + starting, counts)
    }
  }

  private static func system(
    _ model: some FastSlowModel, _ settings: [Assignment], _ starts: [Assignment],
    _ countings: [Assignment]
  ) throws -> System {
    var counts: [String: Int] = [:]
    for counting in countings {
      let value = try single(counting, "--count")
      guard let count = Int(exactly: value), count >= 1, count <= 100_000_000 else {
        throw CommandFailure.badRequest(
          "--count \(counting.name)=\(value.brief): give a whole number from 1 to 10⁸")
      }
      counts[counting.name] = count
    }
    let arrayNames = try System(model).arrayNames
    let arrays = settings.filter { arrayNames.contains($0.name) }
    for array in arrays {
      for (index, value) in array.values.enumerated() where !value.isFinite {
        throw UnusableValue(
          name: "\(array.name)[\(index)]", problem: "\(value.brief) is not a finite number")
      }
    }
    var system = try System(
      model, arrays: Dictionary(arrays.map { ($0.name, $0.values) }) { $1 }, counts: counts)
    for setting in settings where !arrayNames.contains(setting.name) {
      _ = try system.parameterIndex(named: setting.name)
      system = try system.setting(setting.name, try single(setting, "--set"))
    }
    for start in starts {
      system = try system.setting(start.name, initial: try single(start, "--from"))
    }
    return system
  }

  private static func single(_ assignment: Assignment, _ option: String) throws -> Double {
    guard assignment.values.count == 1 else {
      throw CommandFailure.badRequest(
        "\(option) \(assignment.name): \(assignment.values.count) values for one number")
    }
    return assignment.values[0]
  }
}

extension System {
  /// Parameter values as they go into JSON: arrays as lists.
  var parameterRecord: [String: ParameterRecord] {
    var record: [String: ParameterRecord] = [:]
    for (parameter, value) in zip(parameters, parameterValues) where parameter.array == nil {
      record[parameter.name] = .number(value)
    }
    for name in arrayNames { record[name] = .list(values(ofArray: name)) }
    return record
  }

  /// Parameters in a line of text.
  var parameterText: String {
    let scalars = zip(parameters, parameterValues).filter { $0.0.array == nil }
      .map { "\($0.name) = \(formatted($1, digits: 6))" }
    let arrays = arrayNames.map { name in
      "\(name) = (" + values(ofArray: name).map { formatted($0, digits: 6) }.joined(separator: ", ")
        + ")"
    }
    return (scalars + arrays).joined(separator: ", ")
  }
}

/// A parameter's value in JSON.
enum ParameterRecord: Encodable {
  case number(Double)
  case list([Double])

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let value): try container.encode(value)
    case .list(let values): try container.encode(values)
    }
  }
}
