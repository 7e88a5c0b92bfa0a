import ArgumentParser
import FastSlow
import Reporting

/// Where results go.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .customLong("out"), parsing: .unconditional,
    help: .init("Write tables, figures and reports there.", valueName: "dir"))
  var directory: String?

  @Flag(help: "One JSON document on standard output, and nothing else there.")
  var json = false

  @Flag(help: "No remarks or progress on standard error.")
  var quiet = false

  /// The folder, made and proved writable before any work is done.
  func folder() throws(CommandFailure) -> OutputDirectory? {
    guard let directory else { return nil }
    return try requiring { try OutputDirectory(directory) }
  }

  /// Prints a JSON document.
  func printJSON(_ value: some Encodable) throws(CommandFailure) {
    let text = try requiring { try JSON.encode(value) }
    print(text, terminator: "")
  }

  /// Draws a figure; without gnuplot the work goes on and says so.
  func draw(_ drawing: some Drawing, named name: String, in folder: OutputDirectory)
    -> Result<DrawnFigure, ReportingError>
  {
    noted(name) { () throws(ReportingError) in
      try Gnuplot().draw(drawing, named: name, in: folder)
    }
  }

  /// Draws a heat map, likewise.
  func draw(_ map: HeatMap, named name: String, in folder: OutputDirectory)
    -> Result<DrawnFigure, ReportingError>
  {
    noted(name) { () throws(ReportingError) in try Gnuplot().draw(map, named: name, in: folder) }
  }

  /// Draws coloured points, likewise.
  func draw(_ map: PointMap, named name: String, in folder: OutputDirectory)
    -> Result<DrawnFigure, ReportingError>
  {
    noted(name) { () throws(ReportingError) in try Gnuplot().draw(map, named: name, in: folder) }
  }

  private func noted(_ name: String, _ draw: () throws(ReportingError) -> DrawnFigure)
    -> Result<DrawnFigure, ReportingError>
  {
    do {
      let figure = try draw()
      for note in figure.notes { Talk.note("\(name): \(note)", quiet: quiet) }
      return .success(figure)
    } catch {
      Talk.note("Warning: \(error.message)", quiet: quiet)
      return .failure(error)
    }
  }
}

extension Result where Success == DrawnFigure, Failure == ReportingError {
  /// The figure, or the reason why there is none, for a report.
  func content(_ caption: String) -> Report.Content {
    switch self {
    case .success(let figure): .figure(figure, caption: caption)
    case .failure(let error): .warning(error.message)
    }
  }
}
