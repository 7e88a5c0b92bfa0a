import FastSlow

/// The JSON of `compare`.
struct ComparisonRecord: Encodable {
  struct Regime: Encodable {
    let predicted: FeatureFate
    let ode: FeatureFate
    let sgd: FeatureFate
  }

  struct Metric: Encodable {
    let name: String
    let value: Double
    let standardError: Double
    let bound: Double
    let time: Double
    let passed: Bool
  }

  struct FiniteSize: Encodable {
    let variable: String
    let order: String
    let widths: [Int]
    let largestDeviation: [Double]
    let standardError: [Double]
    let rootMeanSquare: [Double]
    let exponent: Double?
    let exponentInterval: [Double]?
  }

  let model: String
  let parameters: [String: ParameterRecord]
  let predictionParameters: [String: ParameterRecord]
  let regime: Regime
  let metrics: [Metric]
  let finiteSize: [FiniteSize]
  let verdict: String
  let reasons: [String]
  let warnings: [String]
  let report: String

  init(_ outcome: ComparisonOutcome, report: String) {
    model = outcome.truth.name
    parameters = outcome.truth.parameterRecord
    predictionParameters = outcome.prediction.system.parameterRecord
    regime = Regime(
      predicted: outcome.prediction.predictedFate, ode: outcome.prediction.odeFate,
      sgd: outcome.sgdFate)
    metrics = outcome.metrics.map {
      Metric(
        name: $0.name, value: $0.value, standardError: $0.standardError, bound: $0.bound,
        time: $0.time, passed: $0.passed)
    }
    let widths = outcome.comparison.rows.map(\.width)
    finiteSize = outcome.comparison.courses.map { course in
      FiniteSize(
        variable: course.variable, order: course.parameter.rawValue, widths: widths,
        largestDeviation: course.largest.map(\.deviation),
        standardError: course.largest.map(\.standardError), rootMeanSquare: course.rootMeanSquare,
        exponent: course.exponent?.value,
        exponentInterval: course.exponent.map { [$0.interval.lowerBound, $0.interval.upperBound] })
    }
    verdict = outcome.verdict
    reasons = outcome.reasons
    warnings = outcome.warnings
    self.report = report
  }
}
