import ComplexModule
import FastSlow
import Reporting

/// A slow manifold series with what `expand` says of it.
struct ExpansionResult {
  let series: SlowManifoldSeries
  let formulas: SlowManifoldFormulas?
  let refined: RefinedManifoldPoint?
  /// Why there is no refined point.
  let refinementProblem: String?

  /// The JSON of `expand`.
  struct Record: Encodable {
    struct Truncation: Encodable {
      let order: Int
      let error: Double
      let isOptimal: Bool
      let value: [String: Double]
      let residual: [String: Double]
    }

    struct Refined: Encodable {
      let fast: [String: Double]
      let uncertainty: Double
    }

    let model: String
    let parameters: [String: ParameterRecord]
    let slow: [String: Double]
    let order: Int
    /// By fast variable: h₀, h₁, …
    let coefficients: [String: [Double]]
    let exactCoefficients: [String: [String]]?
    /// By slow variable: the rate's coefficients.
    let slowRates: [String: [Double]]
    let eigenvalues: [[Double]]
    let formulas: [String]
    let epsilon: Double?
    let truncation: Truncation?
    let refined: Refined?
    let refinementProblem: String?
  }

  private var epsilon: Double? { series.system.epsilon }

  private func named(_ values: [Double]) -> [String: Double] {
    Dictionary(zip(series.fastNames, values)) { first, _ in first }
  }

  var record: Record {
    let columns = { (names: [String], terms: [[Double]]) in
      Dictionary(
        uniqueKeysWithValues: names.enumerated().map { i, name in (name, terms.map { $0[i] }) })
    }
    let stop = epsilon.map { series.optimalTruncation(at: $0) }
    return Record(
      model: series.system.name, parameters: series.system.parameterRecord,
      slow: Dictionary(zip(series.slowNames, series.slow)) { first, _ in first },
      order: series.order, coefficients: columns(series.fastNames, series.coefficients),
      exactCoefficients: series.exactCoefficients.map { exact in
        Dictionary(
          uniqueKeysWithValues: series.fastNames.enumerated().map { i, name in
            (name, exact.map { "\($0[i])" })
          })
      },
      slowRates: columns(series.slowNames, series.slowRates),
      eigenvalues: series.eigenvalues.map { [$0.real, $0.imaginary] },
      formulas: formulas?.text() ?? [], epsilon: epsilon,
      truncation: both(epsilon, stop).map { ε, stop in
        .init(
          order: stop.order, error: stop.error, isOptimal: stop.isOptimal,
          value: named(series.value(at: ε, order: stop.order)),
          residual: named(series.residual(at: ε, order: stop.order)))
      },
      refined: refined.map { .init(fast: named($0.fast), uncertainty: $0.uncertainty) },
      refinementProblem: refinementProblem)
  }

  var table: Table {
    get throws {
      let orders = Array(0...series.order)
      return try Table(
        [Table.Column("order", orders)]
          + series.fastNames.enumerated().map { i, name in
            Table.Column(name, series.coefficients.map { $0[i] })
          }
          + series.slowNames.enumerated().map { j, name in
            Table.Column("rate_\(name)", series.slowRates.map { $0[j] })
          })
    }
  }

  var text: String {
    let place = zip(series.slowNames, series.slow).map { "\($0) = \(formatted($1, digits: 8))" }
    var lines = [
      "\(series.system.name): slow manifold at " + place.joined(separator: ", "), "",
    ]
    for k in 0...series.order {
      let values = series.fastNames.enumerated().map { i, name -> String in
        let exact = series.exactCoefficients.map { "  (\($0[k][i]))" } ?? ""
        return "\(name) \(formatted(series.coefficients[k][i], digits: 15))" + exact
      }
      lines.append("  ε^\(k)  " + values.joined(separator: ", "))
    }
    if let formulas { lines += [""] + formulas.text().map { "  " + $0 } }
    return (lines + truncationLines).joined(separator: "\n")
  }

  private var truncationLines: [String] {
    guard let ε = epsilon else { return [] }
    let stop = series.optimalTruncation(at: ε)
    let show = { (values: [Double]) in
      zip(series.fastNames, values).map { "\($0) = \(formatted($1, digits: 14))" }
        .joined(separator: ", ")
    }
    var lines = [
      "",
      "  at ε = \(formatted(ε)): best stopped at order \(stop.order)"
        + (stop.isOptimal ? "" : " or later")
        + ", error about \(formatted(stop.error, digits: 2)): "
        + show(series.value(at: ε, order: stop.order)),
    ]
    if let refined {
      lines.append(
        "  refined on the full system: \(show(refined.fast)), to "
          + formatted(refined.uncertainty, digits: 2))
    } else if let refinementProblem {
      lines.append("  not refined: \(refinementProblem)")
    }
    return lines
  }
}

/// Both, if there are both.
private func both<A, B>(_ a: A?, _ b: B?) -> (A, B)? {
  guard let a, let b else { return nil }
  return (a, b)
}
