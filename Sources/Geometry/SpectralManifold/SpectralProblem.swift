import ComplexModule
import Modeling
import RealModule
import Symbolic

/// The polynomial of a spectral manifold, over the real numbers where its modes are real.
struct SpectralProblem {
  struct Solved {
    let monomials: [[Int]]
    let coefficients: [[Complex<Double>]]
    let rates: [[Complex<Double>]]
    let resonance: (follower: Int, exponents: [Int])?
  }

  private let system: System
  private let rest: [Double]
  private let basis: ModalBasis
  private let kept: Int
  private let order: Int

  init(_ system: System, rest: [Double], basis: ModalBasis, kept: Int, order: Int) {
    (self.system, self.rest, self.basis) = (system, rest, basis)
    (self.kept, self.order) = (kept, order)
  }

  func solved() throws(TaylorError) -> Solved {
    // Functions without a complex continuation here (erf) still have real series.
    if basis.isReal { return try solved(Double.self, { $0.real }, { Complex($0) }) }
    return try solved(Complex<Double>.self, { $0 }, { $0 })
  }

  private func solved<Scalar: TaylorScalar>(
    _: Scalar.Type, _ scalar: (Complex<Double>) -> Scalar, _ complex: (Scalar) -> Complex<Double>
  ) throws(TaylorError) -> Solved {
    var constants: [Symbol: Scalar] = [:]
    for (parameter, value) in zip(system.parameters, system.parameterValues) {
      constants[parameter.symbol] = scalar(Complex(value))
    }
    let series = try SpectralSeries(
      rates: system.rates(in: .slow), symbols: system.variables.map(\.symbol),
      constants: constants, rest: rest.map { scalar(Complex($0)) },
      eigenvalues: basis.eigenvalues.map(scalar),
      vectors: basis.vectors.map { $0.map(scalar) },
      covectors: basis.covectors.map { $0.map(scalar) }, kept: kept, order: order)
    return Solved(
      monomials: series.space.monomials,
      coefficients: series.state.map { $0.coefficients.map(complex) },
      rates: series.rates.map { $0.coefficients.map(complex) }, resonance: series.resonance)
  }
}
