import Modeling
import NumericKernel
import Symbolic

/// Slow variables and parameters that a manifold extends over.
struct Coordinates {
  /// One of them.
  struct Item {
    let name: String
    let symbol: Symbol
    /// Its position among the variables; nil for a parameter.
    let variable: Int?
  }

  let items: [Item]
  /// Positions of those that are variables.
  var variables: [Int] { items.compactMap(\.variable) }
  private let system: System

  /// Looks names up; a Greek letter also answers to its spelt name.
  init(_ names: [String], of system: System) throws(GeometryError) {
    self.system = system
    var items: [Item] = []
    for name in names {
      let item = try Coordinates.item(name, system)
      if items.contains(where: { $0.name == item.name }) {
        throw GeometryError(
          problem: "\(item.name) is asked for twice", advice: "give different coordinates")
      }
      items.append(item)
    }
    self.items = items
  }

  private static func item(_ name: String, _ system: System) throws(GeometryError) -> Item {
    if let index = try? system.variableIndex(named: name) {
      let variable = system.variables[index]
      guard variable.scale == .slow else {
        throw GeometryError(
          problem: "\(variable.name) is not a slow variable or a parameter",
          advice: Spelling.advice(for: "", in: choices(system)))
      }
      return Item(name: variable.name, symbol: variable.symbol, variable: index)
    }
    guard let index = try? system.parameterIndex(named: name) else {
      throw GeometryError(
        problem: "\(system.name) has no slow variable or parameter \"\(name)\"",
        advice: Spelling.advice(for: name, in: choices(system)))
    }
    let parameter = system.parameters[index]
    return Item(name: parameter.name, symbol: parameter.symbol, variable: nil)
  }

  private static func choices(_ system: System) -> [String] {
    system.slowIndices.map { system.variables[$0].name } + system.parameters.map(\.name)
  }

  /// The position of a slow variable that is no coordinate.
  func slowVariable(_ name: String) throws(GeometryError) -> Int {
    let item = try Coordinates([name], of: system).items[0]
    guard let index = item.variable, !variables.contains(index) else {
      throw GeometryError(
        problem: "\(item.name) cannot be frozen",
        advice: item.variable == nil
          ? "set a parameter instead" : "the manifold extends over it")
    }
    return index
  }
}
