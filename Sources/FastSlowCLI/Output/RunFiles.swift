import FastSlow
import Reporting

/// The files of a run: trajectory, record, figures.
struct RunFiles {
  let system: System
  let unit: TimeUnit
  let solution: Solution
  let isLogarithmic: Bool
  let output: OutputOptions

  init(
    _ system: System, _ unit: TimeUnit, _ solution: Solution, isLogarithmic: Bool,
    _ output: OutputOptions
  ) {
    self.system = system
    self.unit = unit
    self.solution = solution
    self.isLogarithmic = isLogarithmic
    self.output = output
  }

  private var timeName: String {
    guard system.hasScales else { return "time t" }
    return unit == .slow ? "slow time τ" : "fast time t"
  }

  func write(to folder: OutputDirectory) throws(CommandFailure) {
    var written = try requiring {
      try folder.write(table(), named: "trajectory", provenance: provenance)
    }
    if solution.count > 1 {
      if case .success(let figure) = output.draw(courses, named: "time-courses", in: folder) {
        written += figure.pictures.values.sorted()
      }
      if system.variables.count == 2, system.populations.isEmpty,
        case .success(let figure) = output.draw(phasePlane, named: "phase-plane", in: folder)
      {
        written += figure.pictures.values.sorted()
      }
    }
    Talk.note("Written: " + written.joined(separator: ", "), quiet: output.quiet)
  }

  private var provenance: [String: String] {
    [
      "command": CommandContext.current.commandLine, "model": system.name,
      "parameters": system.parameterText, "status": solution.status.rawValue,
      "fastslow": RootCommand.version, "sundials": SUNDIALS.version,
    ]
  }

  private func table() throws -> Table {
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

  /// A panel for each variable: their sizes may differ by decades.
  private var courses: FigureGrid {
    let columns = SolutionColumns(system: system, solution: solution)
    // A population's members are too many for panels; its observables say what it does.
    let shown =
      system.populations.isEmpty
      ? columns.states
      : columns.all.filter { column in
        solution.observableNames.contains(column.name) || column.name.hasSuffix(" mean")
          || system.variables.contains { $0.name == column.name }
      }
    let panels = shown.map { column in
      Figure(
        x: .init(timeName, scale: isLogarithmic ? .logarithmic : .linear),
        y: system.variables.first { $0.name == column.name }.map { axis($0) } ?? .init(column.name),
        legend: .hidden,
        layers: [.line(column.name, x: solution.times, y: column.values, style: .trajectory)])
    }
    return FigureGrid(
      title: system.name, columns: panels.count > 1 ? 2 : 1, panels: panels)
  }

  /// The slow variable across, the fast one up.
  private var phasePlane: Figure {
    let order = system.slowIndices.first == 0 || system.fastIndices.isEmpty ? [0, 1] : [1, 0]
    let (x, y) = (system.variables[order[0]], system.variables[order[1]])
    let (xs, ys) = (solution[x.name] ?? [], solution[y.name] ?? [])
    return Figure(
      title: system.name, x: axis(x), y: axis(y),
      layers: [
        .line("trajectory", x: xs, y: ys, style: .trajectory),
        .points("start", x: Array(xs.prefix(1)), y: Array(ys.prefix(1)), style: .start),
      ])
  }

  private func axis(_ variable: System.Variable) -> Figure.Axis {
    Figure.Axis(variable.name, unit: variable.meaning.unit.isEmpty ? nil : variable.meaning.unit)
  }
}
