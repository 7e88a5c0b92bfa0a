import ArgumentParser
import FastSlow

/// Which part of the critical manifold.
struct ManifoldOptions: ParsableArguments {
  @Option(
    parsing: .unconditionalSingleValue,
    help: .init(
      "The range of a slow variable or parameter; twice for a surface.", valueName: "y=lo:hi"),
    transform: NamedRange.init(parsing:))
  var over: [NamedRange] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: .init("Hold another slow variable at a value.", valueName: "z=value"),
    transform: Assignment.init(parsing:))
  var freeze: [Assignment] = []

  @Option(
    name: .customLong("box"), parsing: .unconditionalSingleValue,
    help: .init("Where to look for a fast variable.", valueName: "x=lo:hi"),
    transform: NamedRange.init(parsing:))
  var boxes: [NamedRange] = []

  mutating func validate() throws {
    guard over.count <= 2 else {
      throw ValidationError(
        "--over was given \(over.count) times; give it once for curves, twice for a surface")
    }
  }

  /// Whether two ranges were given.
  var isSurface: Bool { over.count == 2 }

  /// What was asked for.
  enum Shape {
    case curves(CriticalManifold, Completeness)
    case surface(CriticalSurface)
  }

  /// The manifold of a system: curves, or a surface.
  func shape(of system: System) throws(CommandFailure) -> Shape {
    if over.isEmpty {
      let slow = system.slowIndices.first.map { system.variables[$0].name } ?? "y"
      throw .badRequest("give the range of a slow variable or parameter, --over \(slow)=lo:hi")
    }
    if over.count == 1 {
      let (manifold, completeness) = try curves(of: system)
      return .curves(manifold, completeness)
    }
    let ranges = over.map { (name: $0.name, range: $0.range) }
    let (box, frozen) = (try box(system), try frozenValues())
    let isFull = over.allSatisfy { isParameter($0.name, system) } && frozen.isEmpty
    return try requiring {
      .surface(
        isFull
          ? try CriticalSurface(equilibriaOf: system, over: ranges, box: box)
          : try CriticalSurface(of: system, over: ranges, freezing: frozen, box: box))
    }
  }

  /// Curves over one slow variable or parameter, with what is known of missing ones.
  private func curves(of system: System) throws(CommandFailure)
    -> (CriticalManifold, Completeness)
  {
    let manifold = try manifold(of: system)
    return try requiring { try manifold.completed() }
  }

  /// Curves over the one slow variable or parameter asked for.
  func manifold(of system: System) throws(CommandFailure) -> CriticalManifold {
    guard over.count == 1 else {
      throw .badRequest("--over was given \(over.count) times; curves take one range")
    }
    let (range, box, frozen) = (over[0], try box(system), try frozenValues())
    try checkCoordinate(range.name, system)
    let isFull = isParameter(range.name, system) && frozen.isEmpty
    return try requiring {
      isFull
        ? try CriticalManifold(equilibriaOf: system, over: range.name, in: range.range, box: box)
        : try CriticalManifold(
          of: system, over: range.name, in: range.range, freezing: frozen, box: box)
    }
  }

  private func checkCoordinate(_ name: String, _ system: System) throws(CommandFailure) {
    if isParameter(name, system) { return }
    let index = try requiring { try system.variableIndex(named: name) }
    let variable = system.variables[index]
    guard variable.scale == .slow else {
      let slow = system.slowIndices.map { system.variables[$0].name }
      throw .badRequest(
        "--over \(name): \(variable.name) is not a slow variable; "
          + (slow.isEmpty
            ? "none is declared; --slow declares some, and a parameter can be followed: "
              + system.parameters.map(\.name).joined(separator: ", ")
            : Spelling.advice(for: "", in: slow)))
    }
  }

  private func isParameter(_ name: String, _ system: System) -> Bool {
    (try? system.variableIndex(named: name)) == nil
      && (try? system.parameterIndex(named: name)) != nil
  }

  private func box(_ system: System) throws(CommandFailure) -> [String: ClosedRange<Double>] {
    var box: [String: ClosedRange<Double>] = [:]
    for item in boxes {
      let index = try requiring { try system.variableIndex(named: item.name) }
      box[system.variables[index].name] = item.range
    }
    return box
  }

  private func frozenValues() throws(CommandFailure) -> [String: Double] {
    var values: [String: Double] = [:]
    for item in freeze {
      guard item.values.count == 1, item.values[0].isFinite else {
        throw .badRequest("--freeze \(item.name): give one finite number")
      }
      values[item.name] = item.values[0]
    }
    return values
  }
}
