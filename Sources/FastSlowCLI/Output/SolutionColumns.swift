import FastSlow

/// A solution's columns as people want them: each scalar and observable, and of a large
/// population mean, least and greatest member instead of every member.
struct SolutionColumns {
  let system: System
  let solution: Solution

  /// Populations up to this size are written member by member.
  static let mostMembers = 20

  /// Names and values in order.
  var all: [(name: String, values: [Double])] {
    states + solution.observableNames.map { ($0, solution[$0] ?? []) }
  }

  /// The variables, without observables.
  var states: [(name: String, values: [Double])] {
    if system.populations.isEmpty {
      return solution.variableNames.map { ($0, solution[$0] ?? []) }
    }
    return system.variables.indices.flatMap { columns(of: $0) }
  }

  private func columns(of variable: Int) -> [(name: String, values: [Double])] {
    let range = system.components(of: variable)
    let (name, n) = (system.variables[variable].name, system.dimension)
    if range.count <= SolutionColumns.mostMembers {
      let isScalar = system.variables[variable].population == nil
      return range.map { component in
        let values = (0..<solution.count).map { solution.stateValues[$0 * n + component] }
        return (isScalar ? name : "\(name)[\(component - range.lowerBound)]", values)
      }
    }
    let members = (0..<solution.count).map { record in
      solution.stateValues[(record * n + range.lowerBound)..<(record * n + range.upperBound)]
    }
    return [
      ("\(name) mean", members.map { $0.reduce(0, +) / Double($0.count) }),
      ("\(name) min", members.map { $0.min() ?? .nan }),
      ("\(name) max", members.map { $0.max() ?? .nan }),
    ]
  }
}
