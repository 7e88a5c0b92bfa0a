import FastSlow
import FastSlowModels
import Foundation

/// Unlearning of a feature over twelve decades of time.
struct Horizon {
  func run(_ report: BenchmarkReport) throws {
    let system = try FeatureUnlearning().compiled()
    let law = UnlearningTheory(link: [0, 1, -0.45], activation: [0, 1, 0.9]).smallAlignment
    let exponent = law?.exponent ?? .nan
    var text = """
      ## Unlearning to t = 10¹²

      The shipped model from its start, fast time, rtol 1e-8, a hundred points spread evenly in
      log t. The exponent is the slope of log s over the last decade; theory: \(-exponent).

      \(BenchmarkReport.machine())

      | method | time | steps | exponent − theory |
      |---|---:|---:|---:|

      """
    for method in [IntegrationOptions.Method.auto, .radau, .rosenbrock, .bdf] {
      let options = IntegrationOptions(method: method)
      let solve = {
        try system.solve(
          until: 1e12, in: .fast, output: .points(100, .logarithmic(first: 1e-2)),
          options: options)
      }
      let seconds = try medianSeconds { _ = try solve() }
      let steps = try solve().statistics.steps
      let tail = try system.solve(
        until: 1e12, in: .fast, output: .times([1e11, 1e12]), options: options)
      let s = tail["s"] ?? []
      let slope = log10(s[1] / s[0])
      text += "| \(method.rawValue) | \(formatted(seconds: seconds)) | \(steps) | "
      text += "\(scientific(slope + exponent)) |\n"
    }
    try report.write("horizon", text)
  }
}
