import ComplexModule
import FastSlow
import Reporting

/// A coordinate-free reduction with what `project` says of it.
struct ProjectionResult {
  let reduction: CoordinateFreeReduction
  let course: CoordinateFreeReduction.Course?

  /// The JSON of `project`.
  struct Record: Encodable {
    struct Course: Encodable {
      let times: [Double]
      let states: [String: [Double]]
    }

    let model: String
    let parameters: [String: ParameterRecord]
    let fastTerms: [String: String]
    let slowTerms: [String: String]
    let fastDimension: Int
    let basePoint: [String: Double]
    let eigenvalues: [[Double]]
    let attracting: Bool
    let projection: [[Double]]
    let rate: [String: Double]
    /// ż = G − A G/tr A, for one fast direction.
    let formulas: [String: String]?
    let course: Course?
  }

  private var split: FastSlowSplit { reduction.split }
  private var point: CoordinateFreeReduction.Point { reduction.basePoint }

  private func named<Value>(_ values: [Value]) -> [String: Value] {
    Dictionary(Swift.zip(split.names, values)) { first, _ in first }
  }

  private func written(_ expressions: [Expression]) -> [String] {
    expressions.map { $0.formatted(.text, names: split.system.symbolNames) }
  }

  var record: Record {
    Record(
      model: split.system.name, parameters: split.system.parameterRecord,
      fastTerms: named(written(split.fast)), slowTerms: named(written(split.slow)),
      fastDimension: reduction.fastDimension, basePoint: named(point.state),
      eigenvalues: point.eigenvalues.map { [$0.real, $0.imaginary] },
      attracting: point.isAttracting, projection: point.projection, rate: named(point.rate),
      formulas: reduction.fastDimension == 1 ? named(written(split.rankOneFlow)) : nil,
      course: course.map { course in
        .init(
          times: course.times,
          states: Dictionary(
            uniqueKeysWithValues: split.names.enumerated().map { i, name in
              (name, course.states.map { $0[i] })
            }))
      })
  }

  var table: Table? {
    get throws {
      guard let course else { return nil }
      return try Table(
        [Table.Column("tau", meaning: "slow time", course.times)]
          + split.names.enumerated().map { i, name in
            Table.Column(name, course.states.map { $0[i] })
          })
    }
  }

  var text: String {
    var lines = ["\(split.system.name): F of the fast terms, G of the slow ones", ""]
    for (name, sides) in Swift.zip(
      split.names, Swift.zip(written(split.fast), written(split.slow)))
    {
      lines.append("  d\(name)/dτ = (\(sides.0))/ε + \(sides.1)")
    }
    let show = { (values: [Double]) in
      Swift.zip(split.names, values).map { "\($0) = \(formatted($1, digits: 12))" }
        .joined(separator: ", ")
    }
    let kinds = point.eigenvalues.map { formatted($0.real, digits: 8) }.joined(separator: ", ")
    lines += [
      "", "  base point of the initial state: \(show(point.state))",
      "  \(point.isAttracting ? "attracting" : "not attracting"), "
        + "\(reduction.fastDimension) fast direction\(reduction.fastDimension == 1 ? "" : "s"), "
        + "eigenvalues \(kinds)",
      "  reduced rate there: \(show(point.rate))",
    ]
    if reduction.fastDimension == 1 {
      lines.append("  reduced flow, on the critical set:")
      for (name, formula) in Swift.zip(split.names, written(split.rankOneFlow)) {
        lines.append("    d\(name)/dτ = \(formula)")
      }
    }
    if let course {
      lines.append("")
      for (time, state) in Swift.zip(course.times, course.states) {
        lines.append("  τ = \(formatted(time)): \(show(state))")
      }
    }
    return lines.joined(separator: "\n")
  }
}
