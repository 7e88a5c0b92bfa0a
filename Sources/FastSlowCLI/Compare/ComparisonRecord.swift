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
    let dimensions: [Int]
    let largestDeviation: [Double]
    let standardError: [Double]
    let rootMeanSquare: [Double]
    let exponent: Double?
    let exponentInterval: [Double]?
  }

  let model: String
  let parameters: [String: ParameterRecord]
  let predictionParameters: [String: ParameterRecord]
  let prediction: String
  let limit: String
  let regime: Regime?
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
    prediction = outcome.prediction.kind.rawValue
    limit = outcome.comparison.limit.name
    regime = outcome.prediction.fate.map {
      Regime(predicted: $0.reduced, ode: $0.ode, sgd: outcome.sgdFate)
    }
    metrics = outcome.metrics.map {
      Metric(
        name: $0.name, value: $0.value, standardError: $0.standardError, bound: $0.bound,
        time: $0.time, passed: $0.passed)
    }
    let rows = outcome.comparison.rows
    finiteSize = outcome.comparison.courses.map { course in
      FiniteSize(
        variable: course.variable, order: course.parameter.name, widths: rows.map(\.width),
        dimensions: rows.map(\.dimension),
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
