import FastSlow
import Reporting

/// The files of a sweep: table, figures, report.
struct SweepFiles {
  let summary: SweepSummary
  let output: OutputOptions

  init(_ summary: SweepSummary, _ output: OutputOptions) {
    self.summary = summary
    self.output = output
  }

  private var sweep: Sweep { summary.sweep }

  func write(to folder: OutputDirectory) throws(CommandFailure) {
    let table = try requiring { try makeTable() }
    var written = try requiring {
      try folder.write(table, named: "results", provenance: provenance)
    }
    written += try requiring { try exports(table, to: folder) }
    var pictures: [Report.Content] = []
    for figure in SweepFigures(summary: summary).all {
      let drawn: Result<DrawnFigure, ReportingError> =
        switch figure.kind {
        case .curves(let grid): output.draw(grid, named: figure.name, in: folder)
        case .map(let map): output.draw(map, named: figure.name, in: folder)
        case .points(let map): output.draw(map, named: figure.name, in: folder)
        }
      if case .success(let picture) = drawn { written += picture.pictures.values.sorted() }
      pictures.append(drawn.content(figure.caption))
    }
    let report = SweepReport(summary: summary, pictures: pictures, table: table)
    written.append(
      try requiring { try folder.write(report.report.html(), to: "report.html") })
    Talk.note("Written: " + written.joined(separator: ", "), quiet: output.quiet)
  }

  private func exports(_ table: Table, to folder: OutputDirectory) throws -> [String] {
    let arrays = table.columns.compactMap { column in
      column.values.doubles.map { (name: column.name, values: $0) }
    }
    let axes = sweep.design.axes
    let names = summary.pointNames
    let snippet =
      axes.count == 2
      ? PlotSnippet.map(
        file: "results.csv", x: names[0], y: names[1],
        isLogarithmic: (axes[0].isLogarithmic, axes[1].isLogarithmic),
        values: summary.measures.map(\.name))
      : PlotSnippet.text(
        file: "results.csv", x: names[0], isLogarithmic: sweep.design.isLogarithmic[0])
    let plot = try folder.write(snippet, to: "plot.py")
    guard let archive = NumPyArchive(arrays) else { return [plot] }
    return [try folder.write(bytes: archive.bytes, to: "results.npz"), plot]
  }

  private var provenance: [String: String] {
    var facts = Dictionary(sweep.plan.facts.map { ($0.name, $0.value) }) { first, _ in first }
    facts["command"] = CommandContext.current.commandLine
    facts["fastslow"] = RootCommand.version
    facts["sundials"] = SUNDIALS.version
    return facts
  }

  /// A row for each point that has a result.
  private func makeTable() throws -> Table {
    let outcomes = summary.results.outcomes
    let inputs = zip(sweep.design.names, summary.points).map { name, column in
      let parameter = sweep.system.parameters.first { $0.name == name }
      let variable = sweep.system.variables.first { $0.name == name }
      let meaning = parameter?.meaning ?? variable?.meaning
      let unit = meaning?.unit ?? ""
      return Table.Column(
        column.name, unit: unit.isEmpty ? nil : unit, meaning: meaning?.text, column.values)
    }
    let kept = summary.measures.map { column in
      let variable = sweep.system.variables.first { $0.name == column.name }
      let unit = variable?.meaning.unit ?? ""
      return Table.Column(
        column.name, unit: unit.isEmpty ? nil : unit, meaning: variable?.meaning.text,
        column.values)
    }
    let own: [Table.Column] = [
      .init("status", meaning: "how the run ended", outcomes.map(\.status.rawValue)),
      .init("reason", meaning: "why it ended early", outcomes.map { $0.reason ?? "" }),
      .init("reached", meaning: "the time reached", outcomes.map(\.reachedTime)),
      .init("steps", meaning: "steps taken", outcomes.map(\.steps)),
    ]
    var taken: Set<String> = []
    let columns =
      [Table.Column("point", meaning: "number of the point", summary.results.points.map(\.index))]
      + inputs + kept + own
    return try Table(
      columns.map { column in
        var column = column
        while !taken.insert(column.name).inserted { column.name += "_" }
        return column
      })
  }
}
