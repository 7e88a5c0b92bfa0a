import FastSlow
import Reporting

/// What `compare` prints for people.
struct ComparisonText {
  let outcome: ComparisonOutcome
  let report: String

  init(_ outcome: ComparisonOutcome, report: String) {
    self.outcome = outcome
    self.report = report
  }

  var text: String {
    var lines = ["\(outcome.truth.name) at \(outcome.truth.parameterText)"]
    if outcome.prediction.system.parameterText != outcome.truth.parameterText {
      lines.append("prediction at \(outcome.prediction.system.parameterText)")
    }
    let prediction = outcome.prediction
    if !prediction.isODE { lines.append("prediction \(prediction.meaning)") }
    lines.append("")
    if let fate = outcome.prediction.fate {
      lines += [
        "Fate of the feature: reduced flow \(fate.reduced.rawValue), ODE \(fate.ode.rawValue), "
          + "SGD \(outcome.sgdFate.rawValue)", "",
      ]
    }
    if let table = try? ComparisonTables.finiteSize(outcome.comparison) {
      lines.append(table.text(digits: 3))
    }
    if let plain = outcome.uncorrected, let table = try? ComparisonTables.finiteSize(plain) {
      lines += ["The model's own equations, for comparison:", table.text(digits: 3)]
    }
    lines += outcome.reasons.map { "- \($0)" }
    lines += outcome.warnings.map { "Warning: \($0)" }
    lines += ["", "Verdict: \(outcome.verdict)", "Report: \(report)"]
    return lines.joined(separator: "\n")
  }
}
