import ComplexModule
import FastSlow
import Reporting

/// A spectral manifold as `expand --at-rest` says it.
struct SpectralResult {
  let manifold: SpectralManifold

  /// The JSON of `expand --at-rest`.
  struct Record: Encodable {
    struct Resonance: Encodable {
      let exponents: [Int]
      let eigenvalue: [Double]
      let distance: Double
    }

    let model: String
    let parameters: [String: ParameterRecord]
    let rest: [String: Double]
    let eigenvalues: [[Double]]
    let modes: Int
    let order: Int
    let monomials: [[Int]]
    /// By variable, [real, imaginary] by monomial.
    let coefficients: [String: [[Double]]]
    /// By amplitude.
    let rates: [[[Double]]]
    let nearResonances: [Resonance]
    let spectralQuotient: Int?
  }

  private var system: System { manifold.system }

  private func pair(_ z: Complex<Double>) -> [Double] { [z.real, z.imaginary] }

  var record: Record {
    Record(
      model: system.name, parameters: system.parameterRecord,
      rest: Dictionary(zip(manifold.names, manifold.rest)) { first, _ in first },
      eigenvalues: manifold.eigenvalues.map(pair), modes: manifold.kept, order: manifold.order,
      monomials: manifold.monomials,
      coefficients: Dictionary(
        zip(manifold.names, manifold.coefficients.map { $0.map(pair) })
      ) { first, _ in first },
      rates: manifold.rates.map { $0.map(pair) },
      nearResonances: manifold.nearResonances.map {
        .init(exponents: $0.exponents, eigenvalue: pair($0.eigenvalue), distance: $0.distance)
      }, spectralQuotient: manifold.spectralQuotient)
  }

  var table: Table {
    get throws {
      let isReal = manifold.eigenvalues.allSatisfy { $0.imaginary == 0 }
      let columns = { (name: String, values: [Complex<Double>]) -> [Table.Column] in
        [Table.Column(name, values.map(\.real))]
          + (isReal ? [] : [Table.Column("\(name)_imaginary", values.map(\.imaginary))])
      }
      return try Table(
        (0..<manifold.kept).map { m in
          Table.Column("power_p\(m + 1)", manifold.monomials.map { $0[m] })
        } + zip(manifold.names, manifold.coefficients).flatMap(columns)
          + manifold.rates.enumerated().flatMap { m, values in columns("rate_p\(m + 1)", values) })
    }
  }

  var text: String {
    // A rest point at 0 is found to rounding.
    let scale = 1e-15 * (1 + (manifold.rest.map(\.magnitude).max() ?? 0))
    let place = zip(manifold.names, manifold.rest).map {
      "\($0) = \(formatted($1.magnitude < scale ? 0 : $1, digits: 10))"
    }
    var lines = [
      "\(system.name): rest point at " + place.joined(separator: ", "),
      "  eigenvalues " + manifold.eigenvalues.map { number($0, 8) }.joined(separator: ", ")
        + "; kept: the first" + (manifold.kept == 1 ? "" : " \(manifold.kept)"), "",
    ]
    for (name, values) in zip(manifold.names, manifold.coefficients) {
      lines += polynomial(name, values)
    }
    lines.append("")
    for (m, values) in manifold.rates.enumerated() {
      lines += polynomial(manifold.kept == 1 ? "p'" : "p\(m + 1)'", values)
    }
    for near in manifold.nearResonances {
      lines.append(
        "  near resonance: " + monomial(near.exponents) + " against "
          + number(near.eigenvalue, 6)
          + ", divisor \(formatted(100 * near.distance, digits: 2)) % of it")
    }
    if let quotient = manifold.spectralQuotient {
      lines.append(
        "  the only invariant manifold tangent to these modes with "
          + "\(quotient + 1) derivatives")
    }
    return lines.joined(separator: "\n")
  }

  private func number(_ z: Complex<Double>, _ digits: Int) -> String {
    if z.imaginary == 0 { return formatted(z.real, digits: digits) }
    return formatted(z.real, digits: digits) + (z.imaginary < 0 ? " − " : " + ")
      + formatted(z.imaginary.magnitude, digits: digits) + "i"
  }

  private func monomial(_ exponents: [Int]) -> String {
    exponents.enumerated().filter { $0.element > 0 }.map { m, power in
      "p" + (manifold.kept == 1 ? "" : "\(m + 1)") + (power == 1 ? "" : "^\(power)")
    }.joined(separator: " ")
  }

  /// `name = sum`, a term a line; terms of rounding's size are left out.
  private func polynomial(_ name: String, _ values: [Complex<Double>]) -> [String] {
    let size = values.dropFirst().map(\.length).max() ?? 0
    let kept = zip(manifold.monomials, values).filter {
      $1.length > 1e-14 * size && $1.length > 0
    }
    if kept.isEmpty { return ["  \(name) = 0"] }
    return kept.enumerated().map { place, term in
      let power = monomial(term.0)
      let lead = place == 0 ? "\(name) =" : String(repeating: " ", count: name.count + 1) + "+"
      let value = number(term.1, 12)
      let isComplex = term.1.imaginary != 0
      return "  \(lead) " + (isComplex ? "(\(value))" : value) + (power.isEmpty ? "" : " \(power)")
    }
  }
}
