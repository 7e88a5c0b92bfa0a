import FastSlow
import Reporting

/// The files of a run: trajectory, record, figures.
struct RunFiles {
  let system: System
  let unit: TimeUnit
  let solution: Solution
  /// What is drawn of it.
  private let curve: Solution
  let isLogarithmic: Bool
  let output: OutputOptions
  /// Why the run is partial.
  let failure: String?
  let stiffness: StiffnessReport?
  /// Where the trajectory went on the way; the solution holds a sample of it.
  let stream: TrajectoryStream?

  init(
    _ system: System, _ unit: TimeUnit, _ solution: Solution, isLogarithmic: Bool,
    _ output: OutputOptions, failure: String? = nil, stiffness: StiffnessReport? = nil,
    stream: TrajectoryStream? = nil
  ) {
    self.stream = stream
    self.stiffness = stiffness
    self.failure = failure
    self.system = system
    self.unit = unit
    self.solution = solution
    curve = solution.curve
    self.isLogarithmic = isLogarithmic || solution.times.areSpreadOverDecades
    self.output = output
  }

  private var trajectory: TrajectoryTable { TrajectoryTable(system: system, unit: unit) }
  private var timeName: String { trajectory.timeName }

  func write(to folder: OutputDirectory) throws(CommandFailure) {
    let table = try requiring { try trajectory.table(of: solution) }
    var written = try requiring { try write(table, to: folder) }
    let drawn = drawings.map { ($0.caption, output.draw($0.drawing, named: $0.name, in: folder)) }
    for (_, result) in drawn {
      if case .success(let figure) = result { written += figure.pictures.values.sorted() }
    }
    let report = RunReport(
      system: system, unit: unit, solution: solution, pictures: drawn.map { $0.1.content($0.0) },
      table: table, failure: failure, remark: stream?.remark(shown: solution.count))
    written.append(
      try requiring { try folder.write(report.report.html(), to: "report.html") })
    Talk.note("Written: " + written.joined(separator: ", "), quiet: output.quiet)
  }

  /// The trajectory for people and for NumPy, and a start for a plot in Python; one that was
  /// streamed is there, and may be too large for NumPy's format, which is written in one.
  private func write(_ table: Table, to folder: OutputDirectory) throws(ReportingError) -> [String]
  {
    let snippet = PlotSnippet.text(
      file: "trajectory.csv", x: "time", isLogarithmic: isLogarithmic)
    let plot = try folder.write(snippet, to: "plot.py")
    if let stream {
      var sidecar = table.sidecar(file: "trajectory.csv", provenance: provenance)
      sidecar.rows = stream.records.count
      return [
        stream.file.path, try folder.write(JSON.encode(sidecar), to: "trajectory.json"), plot,
      ]
    }
    let written = try folder.write(table, named: "trajectory", provenance: provenance)
    let arrays = table.columns.compactMap { column in
      column.values.doubles.map { (name: column.name, values: $0) }
    }
    guard let archive = NumPyArchive(arrays) else { return written + [plot] }
    return written + [try folder.write(bytes: archive.bytes, to: "trajectory.npz"), plot]
  }

  /// The figures, by file name.
  var drawings: [(name: String, caption: String, drawing: FigureGrid)] {
    guard solution.count > 1 else { return [] }
    let all: [(name: String, caption: String, drawing: FigureGrid)] = [
      ("time-courses", "Every variable against time.", courses)
    ]
    let further = stiffness.map { report in
      [
        (
          name: "stiffness", caption: "Time scales of the system, and the steps taken.",
          drawing: StiffnessFigure(report: report, system: system, timeName: timeName).figure.grid
        )
      ]
    }
    let states = system.variables.filter { !$0.isIntegral }
    guard states.count == 2, system.populations.isEmpty else {
      return all + (further ?? [])
    }
    return all + [
      ("phase-plane", "The trajectory in the plane of both variables.", phasePlane.grid)
    ] + (further ?? [])
  }

  private var provenance: [String: String] {
    [
      "command": CommandContext.current.commandLine, "model": system.name,
      "parameters": system.parameterText, "status": solution.status.rawValue,
      "fastslow": RootCommand.version, "sundials": SUNDIALS.version,
    ]
  }

  /// A panel for each variable: their sizes may differ by decades.
  private var courses: FigureGrid {
    let columns = SolutionColumns(system: system, solution: curve)
    // A population's members are too many for panels; its observables say what it does.
    let shown =
      system.populations.isEmpty
      ? columns.states
      : columns.all.filter { column in
        solution.observableNames.contains(column.name) || column.name.hasSuffix(" mean")
          || system.variables.contains { $0.name == column.name }
      }
    // The start has no place on a logarithmic axis, and what is below rounding of the end needs none.
    let least = 1e-16 * (curve.times.last ?? 0)
    let times = isLogarithmic ? curve.times.map { $0 > least ? $0 : .nan } : curve.times
    let panels = shown.map { column in
      Figure(
        x: .init(timeName, scale: isLogarithmic ? .logarithmic : .linear),
        y: system.axis(named: column.name),
        legend: .hidden,
        layers: [.line(column.name, x: times, y: column.values, style: .trajectory)])
    }
    return FigureGrid(
      title: system.name, columns: panels.count > 1 ? 2 : 1, panels: panels)
  }

  /// The slow variable across, the fast one up.
  private var phasePlane: Figure {
    let order = system.slowIndices.first == 0 || system.fastIndices.isEmpty ? [0, 1] : [1, 0]
    let (x, y) = (system.variables[order[0]], system.variables[order[1]])
    let (xs, ys) = (curve[x.name] ?? [], curve[y.name] ?? [])
    return Figure(
      title: system.name, x: system.axis(named: x.name), y: system.axis(named: y.name),
      layers: [
        .line("trajectory", x: xs, y: ys, style: .trajectory),
        .points("start", x: Array(xs.prefix(1)), y: Array(ys.prefix(1)), style: .start),
      ])
  }
}

extension [Double] {
  /// Whether times say more on a logarithmic axis: half of them lie in the first thousandth.
  var areSpreadOverDecades: Bool {
    guard let last, count > 2, allSatisfy({ $0 >= 0 }) else { return false }
    return self[count / 2] < 1e-3 * last
  }
}
