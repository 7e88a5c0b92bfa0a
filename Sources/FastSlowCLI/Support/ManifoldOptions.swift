import ArgumentParser
import FastSlow

/// Which part of the critical manifold.
struct ManifoldOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: .init("The interval of the slow variable.", valueName: "y=lo:hi")
  )
  var over: NamedRange

  @Option(
    name: .customLong("box"), parsing: .unconditionalSingleValue,
    help: .init("Where to look for a fast variable.", valueName: "x=lo:hi"))
  var boxes: [NamedRange] = []

  /// The manifold of a system.
  func manifold(of system: System) throws(CommandFailure) -> CriticalManifold {
    let index = try requiring { try system.variableIndex(named: over.name) }
    let variable = system.variables[index]
    guard variable.scale == .slow else {
      let slow = system.slowIndices.map { system.variables[$0].name }
      throw .badRequest(
        "--over \(over.name): \(variable.name) is not a slow variable; "
          + Spelling.advice(for: "", in: slow))
    }
    var box: [String: ClosedRange<Double>] = [:]
    for item in boxes {
      let index = try requiring { try system.variableIndex(named: item.name) }
      box[system.variables[index].name] = item.range
    }
    return try requiring { try CriticalManifold(of: system, over: over.range, box: box) }
  }
}
