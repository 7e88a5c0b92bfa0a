import FastSlow
import Reporting

/// A trajectory as a table: time, each variable with its unit and meaning, each observable.
struct TrajectoryTable {
  let system: System
  let unit: TimeUnit

  /// The time's name for people.
  var timeName: String {
    guard system.hasScales else { return "time t" }
    return unit == .slow ? "slow time τ" : "fast time t"
  }

  func table(of solution: Solution) throws(ReportingError) -> Table {
    let states = SolutionColumns(system: system, solution: solution).states.map { column in
      let variable = system.variables.first { $0.name == column.name }
      let unit = variable?.meaning.unit ?? ""
      return Table.Column(
        column.name, unit: unit.isEmpty ? nil : unit, meaning: variable?.meaning.text,
        column.values)
    }
    let others = solution.observableNames.map { Table.Column($0, solution[$0] ?? []) }
    return try Table([Table.Column("time", meaning: timeName, solution.times)] + states + others)
  }
}
