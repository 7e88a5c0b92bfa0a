import Modeling
import NumericKernel
import Symbolic

/// The formal canard of a planar system: y = Y₀(x) + ε Y₁(x) + … and a = a₀ + ε a₁ + …
///
/// Along an orbit Y'(x) f = ε g. At εᵏ this is Y₀' f_y Yₖ = (known) + …, and Y₀' vanishes at the
/// fold: the right side must vanish there too, which fixes aₖ₋₁. Polynomials in ξ = x − x₀ and ε
/// with weights 1 and 2, since each order in ε costs two in ξ (M. Brøns, K. Bar-Eli, Proc. R. Soc.
/// A 445 (1994) 305, doi:10.1098/rspa.1994.0063, do the same by hand).
struct CanardExpansion<Scalar: TaylorScalar> {
  private let point: CanardPoint
  private let space: JetSpace
  private let ξ: Jet<Scalar>
  private let ε: Jet<Scalar>
  private let constants: [Symbol: Scalar]
  private let fields: JetEvaluator<Scalar>
  private var y: Jet<Scalar>
  private var a: Jet<Scalar>
  /// What a unit of aₖ adds to the defect of order k + 1: the same for every k.
  private var effect: Scalar?
  private var form: StandardForm { point.form }

  /// Why there is no expansion.
  enum Failure: Error {
    case taylor(TaylorError)
    /// f_y = 0, or the fold is degenerate.
    case degenerateFold
    /// The parameter does not move the canard.
    case noEffect
  }

  /// a₀ … a_K.
  private(set) var coefficients: [Scalar] = []

  init(
    _ point: CanardPoint, x: Scalar, y: Scalar, a: Scalar, constants: [Symbol: Scalar], order: Int
  ) throws(Failure) {
    self.point = point
    self.constants = constants
    space = JetSpace(weights: [1, 2], limit: 2 * order + 2)
    ξ = Jet(x, plusVariable: 0, in: space)
    ε = Jet(Scalar(0), plusVariable: 1, in: space)
    self.y = Jet(y, in: space)
    self.a = Jet(a, in: space)
    let (f, g) = (point.form.f[0], point.form.g[0])
    fields = JetEvaluator(
      [
        f, g, f.derivative(withRespectTo: point.form.slow[0]),
        f.derivative(withRespectTo: point.symbol),
      ], in: space)
    try solve(order)
  }

  private func evaluated() throws(Failure) -> [Jet<Scalar>] {
    do {
      return try fields.evaluate(
        [form.fast[0]: ξ, form.slow[0]: y, point.symbol: a, form.ε: ε], constants: constants)
    } catch {
      throw .taylor(error)
    }
  }

  /// f and g at the point itself: exact zeros over exact scalars.
  static func vanishes(
    _ point: CanardPoint, x: Scalar, y: Scalar, a: Scalar, constants: [Symbol: Scalar]
  ) -> Bool {
    let form = point.form
    let space = JetSpace(weights: [1], limit: 0)
    let slope = form.f[0].derivative(withRespectTo: form.fast[0])
    let jets = try? JetEvaluator<Scalar>([form.f[0], slope, form.g[0]], in: space).evaluate(
      [:],
      constants: constants.merging([
        form.fast[0]: x, form.slow[0]: y, point.symbol: a, form.ε: Scalar(0),
      ]) { $1 })
    return jets?.allSatisfy { $0.value == Scalar(0) } ?? false
  }

  private mutating func solve(_ order: Int) throws(Failure) {
    try solveCriticalManifold()
    let along = try evaluated().map { pureSeries($0) }
    let (fy, fa) = (along[2], along[3])
    let slope = pureSeries(y.derivative(in: 0))
    guard slope.count > 1, slope[1] != Scalar(0) else { throw .degenerateFold }
    // What aₖ adds to Yₖ: −f_a/f_y aₖ.
    let response = divided(fa.map { -$0 }, by: fy)
    coefficients = [a.value]
    for k in 1...(order + 1) {
      if k > 1 { try determine(k - 1, response) }
      // Yₖ with aₖ = 0: Y₀' f_y Yₖ = −Eₖ, both sides divided by ξ.
      let rest = series(try defect(), power: k)
      let divisor = product(slope, fy)
      let change = divided(
        rest.dropFirst().map { -$0 }, by: Array(divisor.dropFirst()))
      set(&y, power: k, change)
    }
  }

  /// Y₀ from f(x, Y₀, a₀, 0) = 0, one degree after another.
  private mutating func solveCriticalManifold() throws(Failure) {
    for degree in stride(from: 1, through: space.limit, by: 1) {
      let values = try evaluated()
      guard values[2].value != Scalar(0) else { throw .degenerateFold }
      let rest = values[0][[degree, 0]] / values[2].value
      set(&y, power: 0, at: degree, y[[degree, 0]] - rest)
    }
  }

  /// aₖ from the solvability of order k + 1, in which it is linear.
  private mutating func determine(_ k: Int, _ response: [Scalar]) throws(Failure) {
    let atZero = try defect()[[0, k + 1]]
    let slope: Scalar
    if let effect { slope = effect } else { slope = try measuredEffect(k, atZero, response) }
    effect = slope
    let value = -atZero / slope
    shift(k, value, response)
    coefficients.append(value)
  }

  /// At the first k: later the defect is so large that a unit would be lost in its rounding.
  private mutating func measuredEffect(_ k: Int, _ atZero: Scalar, _ response: [Scalar])
    throws(Failure) -> Scalar
  {
    let base = (y, a)
    shift(k, Scalar(1), response)
    let slope = try defect()[[0, k + 1]] - atZero
    (y, a) = base
    guard slope.realPart.magnitude > 1e-12 else { throw .noEffect }
    return slope
  }

  private mutating func shift(_ k: Int, _ value: Scalar, _ response: [Scalar]) {
    set(&a, power: k, at: 0, value)
    let old = series(y, power: k)
    set(&y, power: k, zip(old, response).map { $0 + value * $1 })
  }

  /// Y' f − ε g.
  private func defect() throws(Failure) -> Jet<Scalar> {
    let values = try evaluated()
    return y.derivative(in: 0) * values[0] - values[1].multiplied(byVariable: 1)
  }

  // MARK: Series in ξ at one power of ε

  private func pureSeries(_ jet: Jet<Scalar>) -> [Scalar] { series(jet, power: 0) }

  private func series(_ jet: Jet<Scalar>, power: Int) -> [Scalar] {
    (0...max(space.limit - 2 * power, 0)).map { jet[[$0, power]] }
  }

  private func set(_ jet: inout Jet<Scalar>, power: Int, _ values: [Scalar]) {
    for (degree, value) in values.enumerated() { set(&jet, power: power, at: degree, value) }
  }

  private func set(_ jet: inout Jet<Scalar>, power: Int, at degree: Int, _ value: Scalar) {
    if let place = space.position(of: [degree, power]) { jet.coefficients[place] = value }
  }

  private func product(_ a: [Scalar], _ b: [Scalar]) -> [Scalar] {
    a.indices.map { k in (0...k).map { a[$0] * b[k - $0] }.reduce(Scalar(0), +) }
  }

  /// a/b for b₀ ≠ 0, as long as the shorter.
  private func divided(_ a: [Scalar], by b: [Scalar]) -> [Scalar] {
    var quotient: [Scalar] = []
    for k in 0..<min(a.count, b.count) {
      let known = (0..<k).map { quotient[$0] * b[k - $0] }.reduce(Scalar(0), +)
      quotient.append((a[k] - known) / b[0])
    }
    return quotient
  }
}
