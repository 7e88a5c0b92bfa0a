import FastSlow
import Reporting

/// A finished comparison: prediction, runs, tests, verdict.
struct ComparisonOutcome {
  let truth: System
  let prediction: Prediction
  let comparison: Comparison
  /// The same runs held against the model's own equations, where something else is predicted.
  let uncorrected: Comparison?

  init(truth: System, prediction: Prediction, comparison: Comparison) {
    self.truth = truth
    self.prediction = prediction
    self.comparison = comparison
    uncorrected =
      prediction.isODE ? nil : prediction.ode.map { comparison.against($0.courses) }
  }

  /// Fate of the feature in the largest network's mean.
  var sgdFate: FeatureFate {
    guard let largest = comparison.rows.last else { return .undetermined }
    return FeatureFate(
      times: comparison.times, alignment: largest.result.statistics(of: .alignment).map(\.mean))
  }

  /// What is held against SGD, in a word or two.
  var predictionName: String { prediction.name }

  /// The checks behind the verdict.
  var metrics: [Comparison.Metric] {
    let courses = comparison.courses.map(\.metric)
    guard let fate = prediction.fate else { return courses }
    return courses + [
      Comparison.Metric(
        name: "fate of the feature within the window, \(predictionName) against SGD (0: the same)",
        value: sgdFate == fate.window ? 0 : 1, standardError: 0, bound: 0,
        time: comparison.times.last ?? 0)
    ]
  }

  /// The verdict.
  var agrees: Bool { metrics.allSatisfy(\.passed) }

  /// "agrees" or "rejected".
  var verdict: String { agrees ? "agrees" : "rejected" }

  /// Why, a sentence for each check.
  var reasons: [String] {
    let courses = comparison.courses.map { course -> String in
      let metric = course.metric
      let place = metric.passed ? "within" : "beyond"
      let name =
        course.variable == course.parameter.name
        ? course.parameter.title : "\(course.parameter.title) (\(course.variable))"
      return "\(name): extrapolated to infinite \(comparison.limit.name)"
        + lessBias(course.subtracted.names) + " SGD is "
        + "\(formatted(metric.value, plusMinus: metric.standardError)) from the \(predictionName) at "
        + "t = \(formatted(metric.time, digits: 3)), \(place) the bound "
        + "\(formatted(metric.bound, digits: 2)) where it stands out most"
    }
    guard let fate = prediction.fate else { return courses }
    return courses + [
      sgdFate == fate.window
        ? "\(predictionName) and SGD agree on the feature's fate in the window: \(sgdFate.rawValue)"
        : "in the window the \(predictionName) has the feature \(fate.window.rawValue), "
          + "SGD has it \(sgdFate.rawValue)"
    ]
  }

  private func lessBias(_ names: [String]) -> String {
    guard let last = names.last else { return "" }
    let others = names.dropLast().joined(separator: ", ")
    return ", less the known bias of \(others.isEmpty ? last : "\(others) and \(last)"),"
  }

  /// Remarks on the runs and the prediction.
  var warnings: [String] {
    var warnings = prediction.warnings
    for row in comparison.rows {
      // What concerns the design as a whole is the same at every size.
      for warning in row.result.warnings.map(\.description) where !warnings.contains(warning) {
        warnings.append(warning)
      }
    }
    return warnings
  }
}
