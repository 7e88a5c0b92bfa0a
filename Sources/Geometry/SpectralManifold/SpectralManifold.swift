public import ComplexModule
public import Modeling
import NumericKernel
public import RealModule
import Symbolic

/// The invariant manifold of a rest point along its slowest modes, as a polynomial.
///
/// With the state z = W(p) and p' = R(p), both polynomials in the amplitudes p of the modes kept,
/// invariance is F(W(p)) = DW(p) R(p); W leaves p itself along the eigenvectors kept (graph
/// style). It needs no small parameter: a model of plain states has it as well, and for a model in
/// standard form it is the slow manifold near its rest point at the actual ε, summed in ε.
/// Source: X. Cabré, E. Fontich, R. de la Llave, J. Differ. Equ. 218 (2005) 444,
/// doi:10.1016/j.jde.2004.12.003; G. Haller, S. Ponsioen, Nonlinear Dyn. 86 (2016) 1493,
/// doi:10.1007/s11071-016-2974-z.
public struct SpectralManifold: Sendable {
  /// A monomial p^α whose divisor λₛ − Σ αₘ λₘ is small.
  public struct NearResonance: Sendable {
    /// α, one exponent for each mode kept.
    public let exponents: [Int]
    /// λₛ of the mode that follows.
    public let eigenvalue: Complex<Double>
    /// |λₛ − Σ αₘ λₘ| / |λₛ|.
    public let distance: Double
  }

  /// The system, at its parameters.
  public let system: System
  /// Names of the variables.
  public let names: [String]
  /// The rest point.
  public let rest: [Double]
  /// All eigenvalues of the Jacobian in slow time, slowest first.
  public let eigenvalues: [Complex<Double>]
  /// How many of them are kept.
  public let kept: Int
  /// The highest degree.
  public let order: Int
  /// Exponents α of the monomials p^α, by rising degree; the first is 1.
  public let monomials: [[Int]]
  /// W: coefficients[i][k] of variable i at monomial k. Real where all modes are real; a
  /// complex pair is kept with amplitudes p and its conjugate.
  public let coefficients: [[Complex<Double>]]
  /// R: rates[m][k] of the amplitude of mode m at monomial k.
  public let rates: [[Complex<Double>]]
  /// Divisors below a tenth of |λₛ|: their coefficients are large, and the polynomial is of use
  /// in a smaller neighbourhood.
  public let nearResonances: [NearResonance]

  /// The whole part of the largest decay rate over the smallest one kept. The manifold is the only
  /// one with more derivatives than this; nil at a rest point that is not stable.
  public var spectralQuotient: Int? {
    guard eigenvalues.allSatisfy({ $0.real < 0 }), eigenvalues.count > kept else { return nil }
    let fastest = eigenvalues.map { -$0.real }.max() ?? 0
    let slowest = eigenvalues.prefix(kept).map { -$0.real }.min() ?? 1
    let quotient = fastest / slowest
    return quotient < 1e9 ? Int(quotient) : nil
  }

  private let tape: Tape

  /// Computes the polynomial.
  ///
  /// - Parameters:
  ///   - system: autonomous, at its current parameters.
  ///   - guess: of the rest point; the default is the initial state.
  ///   - modes: how many of the slowest are kept; the default is the number of slow variables, or
  ///     the side of the widest gap where no scales are declared.
  ///   - order: the highest degree, from 1 to 40.
  /// - Throws: ``GeometryError`` if there is no rest point near the guess, if the modes cut a complex
  ///   pair, if an eigenvalue that is left out is resonant with those kept, or if the model is not smooth.
  ///
  /// Cost: one evaluation for each degree over polynomials with (modes + order over modes) terms.
  public init(
    of system: System, near guess: [Double]? = nil, modes: Int? = nil, order: Int = 5
  ) throws(GeometryError) {
    let analysis = try TimeScaleAnalysis(of: system)
    if !(1...40).contains(order) {
      throw GeometryError(problem: "order \(order)", advice: "give a number from 1 to 40")
    }
    let rest = try RestPoint(of: analysis).near(guess ?? system.initialState)
    let (_, _, jacobian) = try analysis.parts(rest)
    let basis = ModalBasis(try analysis.modeBasis(jacobian, rest))
    let kept = try basis.kept(modes, of: system)
    self.system = system
    names = analysis.names
    (self.rest, self.kept, self.order) = (rest, kept, order)
    eigenvalues = basis.eigenvalues
    nearResonances = basis.resonances(kept, order)
    let problem = SpectralProblem(system, rest: rest, basis: basis, kept: kept, order: order)
    let solved: SpectralProblem.Solved
    do {
      solved = try problem.solved()
    } catch {
      throw GeometryError(
        problem: "\(system.name): \(error.description(names: system.symbolNames))",
        advice: error.reason == .notSmooth
          ? "there is no series; write a smooth form such as tanh(x/δ) for a step"
          : "there is no series at this rest point; choose another")
    }
    if let (follower, exponents) = solved.resonance {
      throw basis.resonance(kept + follower, exponents, of: system)
    }
    (monomials, coefficients, rates) = (solved.monomials, solved.coefficients, solved.rates)
    tape = system.tape(system.rates(in: .slow))
  }

  /// W(p).
  ///
  /// - Parameter amplitudes: p, one for each mode kept.
  public func state(at amplitudes: [Complex<Double>]) -> [Double] {
    let powers = values(amplitudes)
    return coefficients.map { row in
      zip(row, powers).map { $0 * $1 }.reduce(Complex(0), +).real
    }
  }

  /// F(W(p)) − DW(p) R(p): what is left of the invariance equation, by variable, of degree
  /// order + 1 in p.
  public func residual(at amplitudes: [Complex<Double>]) -> [Double] {
    let powers = values(amplitudes)
    let speeds = rates.map { row in zip(row, powers).map { $0 * $1 }.reduce(Complex(0), +) }
    let field = TapeEvaluator(tape, parameters: system.parameterValues).values(
      state(at: amplitudes))
    return names.indices.map { i in
      var moved = Complex<Double>(0)
      for (k, exponents) in monomials.enumerated() {
        for m in 0..<kept where exponents[m] > 0 {
          var lower = exponents
          lower[m] -= 1
          moved +=
            coefficients[i][k] * Complex(Double(exponents[m])) * speeds[m]
            * monomial(lower, amplitudes)
        }
      }
      return field[i] - moved.real
    }
  }

  private func values(_ amplitudes: [Complex<Double>]) -> [Complex<Double>] {
    monomials.map { monomial($0, amplitudes) }
  }

  private func monomial(_ exponents: [Int], _ amplitudes: [Complex<Double>]) -> Complex<Double> {
    zip(exponents, amplitudes).map { Complex.pow($1, $0) }.reduce(Complex(1), *)
  }
}
