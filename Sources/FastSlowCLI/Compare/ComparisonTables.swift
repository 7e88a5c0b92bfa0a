import FastSlow
import Reporting

/// The tables of a comparison.
enum ComparisonTables {
  /// Order parameters of one size over time.
  static func courses(_ row: Comparison.Row, _ limit: SizeLimit) throws -> Table {
    try Table(
      [Table.Column("t", meaning: limit.timeName, row.times)]
        + row.result.recordedParameters.flatMap { $0.columns(of: row.result) })
  }

  /// The ODE's course at the recorded times.
  static func ode(_ window: Solution, _ limit: SizeLimit) throws -> Table {
    try Table(
      [Table.Column("t", meaning: limit.timeName, window.times)]
        + window.variableNames.map { Table.Column($0, window[$0] ?? []) })
  }

  /// What is held against SGD, for the largest size.
  static func prediction(_ comparison: Comparison) throws -> Table {
    try Table(
      [Table.Column("t", meaning: comparison.limit.timeName, comparison.times)]
        + comparison.courses.map { Table.Column($0.parameter.name, $0.predicted) })
  }

  /// Deviation from the prediction, a row for each size and order parameter.
  static func finiteSize(_ comparison: Comparison) throws -> Table {
    let rows = comparison.courses.flatMap { course in
      comparison.rows.indices.map { (course, comparison.rows[$0], $0) }
    }
    return try Table([
      Table.Column("order parameter", rows.map { $0.0.parameter.title }),
      Table.Column("width", rows.map { $0.1.width }),
      Table.Column("dimension", rows.map { $0.1.dimension }),
      Table.Column("batch", rows.map { $0.1.batch }),
      Table.Column(
        "largest deviation", meaning: "of the mean over seeds from the prediction, over time",
        rows.map { $0.0.largest[$0.2].deviation }),
      Table.Column(
        "standard error", rows.map { $0.0.largest[$0.2].standardError }),
      Table.Column("rms deviation", rows.map { $0.0.rootMeanSquare[$0.2] }),
    ])
  }

  /// The extrapolated limit where it stands out most, and the exponent.
  static func limits(_ comparison: Comparison) throws -> Table {
    try Table([
      Table.Column("order parameter", comparison.courses.map { $0.parameter.title }),
      Table.Column("limit", comparison.courses.map { $0.metric.value }),
      Table.Column("standard error", comparison.courses.map { $0.metric.standardError }),
      Table.Column("bound", comparison.courses.map { $0.metric.bound }),
      Table.Column("at t", comparison.courses.map { $0.metric.time }),
      Table.Column(
        "exponent",
        comparison.courses.map { course in
          course.exponent.map {
            "\(formatted($0.value, digits: 3)) (95 %: \(formatted($0.interval.lowerBound, digits: 3))"
              + " to \(formatted($0.interval.upperBound, digits: 3)))"
          } ?? "none"
        }),
    ])
  }
}
