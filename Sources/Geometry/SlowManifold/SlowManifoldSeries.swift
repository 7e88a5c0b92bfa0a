public import ComplexModule
public import Modeling
public import NumericKernel
public import RealModule
import Symbolic

/// The slow manifold x = h₀(y) + ε h₁(y) + ε² h₂(y) + … at a point of the slow variables.
///
/// Coefficients come from Taylor arithmetic on the equations: exact up to
/// rounding, at any order, for any number of fast and slow variables. The series as a rule diverges;
/// ``optimalTruncation(at:)`` says how far it is of use (N. Fenichel, J. Differ. Equ. 31
/// (1979) 53, doi:10.1016/0022-0396(79)90152-9).
public struct SlowManifoldSeries: Sendable {
  /// The system, at its parameters.
  public let system: System
  /// Names of the fast variables.
  public let fastNames: [String]
  /// Names of the slow variables.
  public let slowNames: [String]
  /// y.
  public let slow: [Double]
  /// The highest order K in ε.
  public let order: Int
  /// hₖ(y): coefficients[k][i], k = 0 … K, i the fast variable.
  public let coefficients: [[Double]]
  /// ∂hₖ/∂y: slopes[k][i][j].
  public let slopes: [[[Double]]]
  /// The reduced flow ẏ = g(h(y, ε), y, ε) as a series in ε: slowRates[k][j].
  public let slowRates: [[Double]]
  /// Eigenvalues of ∂f/∂x at h₀(y), by falling real part.
  public let eigenvalues: [Complex<Double>]
  /// The same coefficients as fractions, if the model and the point are rational; nil otherwise.
  public let exactCoefficients: [[Rational]]?

  let form: StandardForm
  private let field: TapeEvaluatorBox

  /// Computes the series.
  ///
  /// - Parameters:
  ///   - system: in standard form, at its current parameters.
  ///   - slow: y, one value for each slow variable.
  ///   - fast: a guess of h₀(y); the default is the initial state.
  ///   - order: K, from 0 to 60.
  ///   - exact: whether to try fractions too; constants of the model are read as decimal numbers.
  /// - Throws: ``GeometryError`` if there is no point of the critical manifold near the guess, if it
  ///   is not normally hyperbolic there, or if the model is not smooth there.
  ///
  /// Cost: about 2 K evaluations over polynomials with (K + m + 2 over m + 1) terms.
  public init(
    of system: System, at slow: [Double], near fast: [Double]? = nil, order: Int,
    exact: Bool = false
  ) throws(GeometryError) {
    let form = try StandardForm(system)
    try SlowManifoldSeries.check(form, slow, fast, order)
    let guess = fast ?? system.fastIndices.map { system.initialState[$0] }
    guard let x = try form.criticalPoint(near: guess, slow: slow) else {
      throw GeometryError(
        problem: "no point of the critical manifold near "
          + SlowManifoldSeries.place(form.fastNames, guess) + " at "
          + SlowManifoldSeries.place(form.slowNames, slow),
        advice: "name a guess on a branch that `manifold` shows")
    }
    let evaluator = try form.evaluator(form.fastJacobian)
    func jacobian(_ x: [Double]) -> Matrix {
      Matrix(rows: form.n, columns: form.n, byColumns: evaluator.values(x + slow + [0]))
    }
    eigenvalues = jacobian(x).eigenvalues
    let size = eigenvalues.map(\.length).max() ?? 0
    guard let smallest = eigenvalues.map({ $0.real.magnitude }).min(), smallest > 1e-10 * size,
      !SlowManifoldSeries.isSingular(jacobian, beside: x)
    else {
      throw GeometryError(
        problem: "the critical manifold is not normally hyperbolic at "
          + SlowManifoldSeries.place(form.slowNames, slow),
        advice: "a slow manifold exists away from folds, crossings and Hopf points")
    }
    let series: InvarianceSeries<Double>
    do {
      series = try InvarianceSeries(
        form, x: x, y: slow, constants: form.constants, order: order)
      slowRates = try series.slowRates(order)
    } catch {
      throw form.refusal(error, "series")
    }
    self.system = system
    self.form = form
    fastNames = form.fastNames
    slowNames = form.slowNames
    self.slow = slow
    self.order = order
    coefficients = (0...order).map { series.coefficient($0) }
    slopes = (0...order).map { series.slope($0) }
    exactCoefficients = exact ? SlowManifoldSeries.exact(form, x, slow, order) : nil
    field = TapeEvaluatorBox(tape: try form.evaluator(form.f + form.g).tape)
  }

  /// Whether the Jacobian is singular within 1e-5 of a point along the direction it shrinks most: at a
  /// fold given to ten digits it is not quite 0 itself.
  private static func isSingular(_ jacobian: ([Double]) -> Matrix, beside x: [Double]) -> Bool {
    guard let v = jacobian(x).nullVector else { return false }
    let reach = 1e-5 * max(1, x.map(\.magnitude).max() ?? 1)
    func determinant(_ sign: Double) -> Double {
      jacobian(zip(x, v).map { $0 + sign * reach * $1 }).determinant
    }
    return determinant(1) * determinant(-1) <= 0
  }

  private static func check(
    _ form: StandardForm, _ slow: [Double], _ fast: [Double]?, _ order: Int
  ) throws(GeometryError) {
    if slow.count != form.m {
      throw GeometryError(
        problem: "\(slow.count) slow values for \(form.slowNames.joined(separator: ", "))",
        advice: "give \(form.m)")
    }
    if let fast, fast.count != form.n {
      throw GeometryError(
        problem: "\(fast.count) fast values for \(form.fastNames.joined(separator: ", "))",
        advice: "give \(form.n)")
    }
    if !(0...60).contains(order) {
      throw GeometryError(problem: "order \(order)", advice: "give a number from 0 to 60")
    }
    if !(slow + (fast ?? [])).allSatisfy(\.isFinite) {
      throw GeometryError(problem: "a value that is not finite", advice: "give finite numbers")
    }
  }

  static func place(_ names: [String], _ values: [Double]) -> String {
    zip(names, values).map { "\($0) = \($1)" }.joined(separator: ", ")
  }

  /// The series over fractions, where h₀ itself is a fraction.
  private static func exact(_ form: StandardForm, _ x: [Double], _ y: [Double], _ order: Int)
    -> [[Rational]]?
  {
    let exactX = x.compactMap { Rational(near: $0, tolerance: 1e-13 * (1 + $0.magnitude)) }
    let exactY = y.compactMap { Rational(decimal: $0) }
    let constants = form.constants.compactMapValues { Rational(decimal: $0) }
    guard exactX.count == x.count, exactY.count == y.count,
      let series = try? InvarianceSeries(
        form, x: exactX, y: exactY, constants: constants, order: order),
      let defect = try? series.defect(), defect.allSatisfy({ $0.value == 0 })
    else { return nil }
    return (0...order).map { series.coefficient($0) }
  }

  /// h₀ + ε h₁ + … + εᵏ hₖ.
  ///
  /// - Parameters:
  ///   - ε: the small parameter's value.
  ///   - order: k; the default is all.
  public func value(at ε: Double, order: Int? = nil) -> [Double] {
    SlowManifoldSeries.sum(coefficients, ε, order ?? self.order)
  }

  private static func sum(_ terms: [[Double]], _ ε: Double, _ order: Int) -> [Double] {
    terms.prefix(order + 1).reversed().reduce([Double](repeating: 0, count: terms[0].count)) {
      total, term in zip(total, term).map { $0 * ε + $1 }
    }
  }

  /// ẏ on the manifold, with terms up to εᵏ.
  public func slowRate(at ε: Double, order: Int? = nil) -> [Double] {
    SlowManifoldSeries.sum(slowRates, ε, order ?? self.order)
  }

  /// f − ε Dh g at the truncated manifold: what is left of the invariance equation, of order
  /// ε^{k+1}, by fast variable.
  public func residual(at ε: Double, order: Int? = nil) -> [Double] {
    let order = order ?? self.order
    let x = value(at: ε, order: order)
    let values = field.evaluator(system.parameterValues).values(x + slow + [ε])
    return fastNames.indices.map { i in
      let slope = SlowManifoldSeries.sum(slopes.map { $0[i] }, ε, order)
      return values[i] - ε * dot(slope, Array(values.suffix(slow.count)))
    }
  }
}

/// A tape shared between threads; each use makes itself an evaluator.
struct TapeEvaluatorBox: Sendable {
  let tape: Tape

  func evaluator(_ parameters: [Double]) -> TapeEvaluator {
    TapeEvaluator(tape, parameters: parameters)
  }
}
