import ComplexModule
import Modeling
import NumericKernel
import RealModule

/// Eigenvectors of a rest point over the complex numbers, slowest first.
struct ModalBasis {
  let eigenvalues: [Complex<Double>]
  /// By mode.
  let vectors: [[Complex<Double>]]
  /// bⁱ·vⱼ = δᵢⱼ.
  let covectors: [[Complex<Double>]]

  var isReal: Bool { eigenvalues.allSatisfy { $0.imaginary == 0 } }

  init(_ basis: ModeBasis) {
    let n = basis.eigenvalues.count
    var modes: [(Complex<Double>, [Complex<Double>], [Complex<Double>])] = []
    var k = 0
    while k < n {
      let λ = basis.eigenvalues[k]
      if λ.imaginary == 0 {
        modes.append(
          (
            λ, (0..<n).map { Complex(basis.vectors[$0, k]) },
            (0..<n).map { Complex(basis.covectors[k, $0]) }
          ))
        k += 1
      } else {
        // v = u ± i w has the covector (bᵘ ∓ i bʷ)/2.
        let v = (0..<n).map { Complex(basis.vectors[$0, k], basis.vectors[$0, k + 1]) }
        let b = (0..<n).map {
          Complex(basis.covectors[k, $0] / 2, -basis.covectors[k + 1, $0] / 2)
        }
        modes.append((λ, v, b))
        modes.append((λ.conjugate, v.map(\.conjugate), b.map(\.conjugate)))
        k += 2
      }
    }
    // A stable order keeps pairs together.
    let order = modes.indices.sorted {
      let (a, b) = (modes[$0].0.real.magnitude, modes[$1].0.real.magnitude)
      return a != b ? a < b : $0 < $1
    }
    eigenvalues = order.map { modes[$0].0 }
    vectors = order.map { modes[$0].1 }
    covectors = order.map { modes[$0].2 }
  }

  /// The number of modes to keep.
  func kept(_ asked: Int?, of system: System) throws(GeometryError) -> Int {
    let n = eigenvalues.count
    guard n > 1 else {
      throw GeometryError(
        problem: "\(system.name) has one variable", advice: "a manifold needs two or more")
    }
    let count = asked ?? (system.slowIndices.isEmpty ? widestGap : system.slowIndices.count)
    guard (1..<n).contains(count) else {
      throw GeometryError(
        problem: "\(count) modes of \(n)", advice: "keep from 1 to \(n - 1)")
    }
    if eigenvalues[count - 1].imaginary != 0, eigenvalues[count] == eigenvalues[count - 1].conjugate
    {
      throw GeometryError(
        problem: "mode \(count) is one of a complex pair, \(text(eigenvalues[count - 1]))",
        advice: n > count + 1
          ? "keep \(count + 1) modes" + (count > 1 ? ", or \(count - 1)" : "")
          : count > 1
            ? "keep \(count - 1) modes" : "both move alike: choose parameters with a fast mode")
    }
    if eigenvalues.prefix(count).contains(where: { $0.length == 0 }) {
      throw GeometryError(
        problem: "a mode that is kept has eigenvalue 0 at the rest point of \(system.name)",
        advice: "at a line of rest points ask for the critical manifold instead")
    }
    return count
  }

  /// Modes before the greatest ratio of neighbouring decay rates, pairs whole.
  private var widestGap: Int {
    let sizes = eigenvalues.map { max($0.real.magnitude, 1e-300) }
    let cuts = (1..<sizes.count).filter {
      !(eigenvalues[$0].imaginary != 0 && eigenvalues[$0] == eigenvalues[$0 - 1].conjugate)
    }
    return cuts.max { sizes[$0] / sizes[$0 - 1] < sizes[$1] / sizes[$1 - 1] } ?? 1
  }

  /// Small divisors up to a degree.
  func resonances(_ kept: Int, _ order: Int) -> [SpectralManifold.NearResonance] {
    monomials(kept, order).filter { $0.reduce(0, +) >= 2 }.flatMap { exponents in
      let sum = zip(exponents, eigenvalues).map { Complex(Double($0)) * $1 }
        .reduce(Complex(0), +)
      return eigenvalues.dropFirst(kept).compactMap { λ -> SpectralManifold.NearResonance? in
        let distance = (λ - sum).length / max(λ.length, 1e-300)
        return distance < 0.1
          ? .init(exponents: exponents, eigenvalue: λ, distance: distance) : nil
      }
    }
  }

  /// The fault of a monomial that has no coefficient.
  func resonance(_ mode: Int, _ exponents: [Int], of system: System) -> GeometryError {
    let parts = zip(exponents, eigenvalues).filter { $0.0 > 0 }.map { "\($0) × (\(text($1)))" }
    return GeometryError(
      problem: "the eigenvalue \(text(eigenvalues[mode])) of the rest point of \(system.name) is "
        + parts.joined(separator: " + ") + ", and the terms do not cancel: resonant, there is no "
        + "smooth manifold of this degree",
      advice: "keep \(mode + 1) modes, or stop at order \(exponents.reduce(0, +) - 1)")
  }

  private func monomials(_ count: Int, _ limit: Int) -> [[Int]] {
    (0..<count).reduce([[]]) { heads, _ in
      heads.flatMap { head in (0...(limit - head.reduce(0, +))).map { head + [$0] } }
    }
  }

  private func text(_ λ: Complex<Double>) -> String {
    let (real, size) = (rounded(λ.real), rounded(λ.imaginary.magnitude))
    return λ.imaginary == 0 ? "\(real)" : "\(real) \(λ.imaginary < 0 ? "−" : "+") \(size)i"
  }

  /// To six digits, for messages.
  private func rounded(_ x: Double) -> Double {
    guard x != 0, x.isFinite else { return x }
    let unit = Double.exp10(5 - Double.log10(x.magnitude).rounded(.down))
    return unit > 0 && unit.isFinite ? (x * unit).rounded() / unit : x
  }
}
