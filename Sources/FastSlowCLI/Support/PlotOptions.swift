import ArgumentParser
import Reporting

/// Figures where no file is wanted.
struct PlotOptions: ParsableArguments {
  enum Place: String, ExpressibleByArgument, CaseIterable {
    case terminal
  }

  @Option(
    name: .customLong("plot"), parsing: .unconditional,
    help: .init("Draw the figures as text: terminal.", valueName: "terminal"))
  var place: Place?

  /// Refuses the option where there is nothing that letters could show.
  func refuse(_ what: String) throws(CommandFailure) {
    if place != nil { throw .badRequest("--plot terminal: \(what); --out DIR draws it in files") }
  }

  /// Prints the figures where that was asked for: below the results, or with --json, which has
  /// standard output to itself, on standard error. Without gnuplot the work goes on and says so.
  func show(_ drawings: @autoclosure () -> [any Drawing], _ output: OutputOptions) {
    guard place == .terminal else { return }
    let columns = Terminal(output.json ? .error : .output).width
    do throws(ReportingError) {
      for drawing in drawings() {
        let text = try Gnuplot().text(drawing, columns: columns)
        if output.json {
          Talk.error("\n" + text)
        } else {
          print("\n" + text, terminator: "")
        }
      }
    } catch { Talk.error("Warning: \(error.message)") }
  }
}
