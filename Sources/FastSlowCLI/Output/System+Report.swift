import FastSlow
import Reporting

extension System {
  /// The equations as a report shows them.
  var reportedEquations: Report.Content {
    .equations(formattedEquations(.mathML).map { "<math display=\"block\">\($0)</math>" })
  }

  /// An axis for a variable or a parameter: its name, what it means and its unit.
  func axis(named name: String) -> Figure.Axis {
    let meaning =
      variables.first { $0.name == name }?.meaning
      ?? parameters.first { $0.name == name }?.meaning
    guard let meaning else { return .init(name) }
    let unit = meaning.unit.isEmpty ? nil : meaning.unit
    // An axis has room for a word or two; more stands with the model.
    let isShort = !meaning.text.isEmpty && meaning.text.count <= 30
    return .init(isShort ? "\(name), \(meaning.text)" : name, unit: unit)
  }
}

/// What a result was made with.
var versions: String { "FastSlow \(RootCommand.version), SUNDIALS \(SUNDIALS.version)" }
