import FastSlow
import Reporting

/// A finished comparison: prediction, runs, tests, verdict.
struct ComparisonOutcome {
  let truth: System
  let prediction: Prediction
  let comparison: Comparison

  /// Fate of the feature in the widest network's mean.
  var sgdFate: FeatureFate {
    guard let widest = comparison.rows.last else { return .undetermined }
    return FeatureFate(
      times: comparison.times, alignment: widest.result.statistics(of: .alignment).map(\.mean))
  }

  /// The checks behind the verdict.
  var metrics: [Comparison.Metric] {
    let same = sgdFate == prediction.windowFate
    return comparison.courses.map(\.metric) + [
      Comparison.Metric(
        name: "fate of the feature within the window, ODE against SGD (0: the same)",
        value: same ? 0 : 1, standardError: 0, bound: 0, time: comparison.times.last ?? 0)
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
      let comparison = metric.passed ? "within" : "beyond"
      return "\(course.parameter.title) (\(course.variable)): extrapolated to infinite width, "
        + "less the known bias of step, batch and size, SGD is \(formatted(metric.value, plusMinus: metric.standardError)) from the ODE at "
        + "t = \(formatted(metric.time, digits: 3)), \(comparison) the bound "
        + "\(formatted(metric.bound, digits: 2)) where it stands out most"
    }
    let fate =
      sgdFate == prediction.windowFate
      ? "ODE and SGD agree on the feature's fate in the window: \(sgdFate.rawValue)"
      : "in the window the ODE has the feature \(prediction.windowFate.rawValue), "
        + "SGD has it \(sgdFate.rawValue)"
    return courses + [fate]
  }

  /// Remarks on the runs and the prediction.
  var warnings: [String] {
    var warnings = prediction.warnings
    for row in comparison.rows {
      // What concerns the design as a whole is the same at every width.
      for warning in row.result.warnings.map(\.description) where !warnings.contains(warning) {
        warnings.append(warning)
      }
    }
    return warnings
  }
}
