import Modeling
import NumericKernel
import Symbolic

/// Solves the invariance equation f(h, y, ε) = ε Dh g(h, y, ε) as a Taylor polynomial in y − y₀ and ε.
///
/// Order by order in ε: hₖ(y) solves f_x(h₀(y), y, 0) hₖ = −[f − ε Dh g] at εᵏ, a
/// linear equation over polynomials in y, solved by rising degree. To have hₖ itself takes
/// k derivatives of h₀, so all monomials of total degree up to K + 1 are kept.
struct InvarianceSeries<Scalar: TaylorScalar> {
  let form: StandardForm
  let space: JetSpace
  /// The n jets of h.
  private(set) var h: [Jet<Scalar>]
  private let slowJets: [Symbol: Jet<Scalar>]
  private let constants: [Symbol: Scalar]
  private let fields: JetEvaluator<Scalar>
  private let jacobian: JetEvaluator<Scalar>
  private var n: Int { form.n }
  private var m: Int { form.m }

  /// Computes the polynomial to order K in ε.
  ///
  /// - Parameters:
  ///   - x: on the critical manifold at y₀, to rounding (or exactly, over exact scalars).
  ///   - y: y₀.
  init(_ form: StandardForm, x: [Scalar], y: [Scalar], constants: [Symbol: Scalar], order: Int)
    throws(TaylorError)
  {
    self.form = form
    self.constants = constants
    let space = JetSpace(weights: [Int](repeating: 1, count: form.m + 1), limit: order + 1)
    self.space = space
    h = x.map { Jet($0, in: space) }
    var jets = [form.ε: Jet(Scalar(0), plusVariable: form.m, in: space)]
    for (j, symbol) in form.slow.enumerated() {
      jets[symbol] = Jet(y[j], plusVariable: j, in: space)
    }
    slowJets = jets
    fields = JetEvaluator(form.f + form.g, in: space)
    jacobian = JetEvaluator(form.fastJacobian, in: space)
    try solve(order)
  }

  private func evaluated(_ evaluator: JetEvaluator<Scalar>) throws(TaylorError) -> [Jet<Scalar>] {
    var jets = slowJets
    for (symbol, jet) in zip(form.fast, h) { jets[symbol] = jet }
    return try evaluator.evaluate(jets, constants: constants)
  }

  /// f − ε Dh g.
  func defect() throws(TaylorError) -> [Jet<Scalar>] {
    let values = try evaluated(fields)
    return (0..<n).map { i in
      var rest = values[i]
      for j in 0..<m {
        rest = rest - (h[i].derivative(in: j) * values[n + j]).multiplied(byVariable: m)
      }
      return rest
    }
  }

  private mutating func solve(_ order: Int) throws(TaylorError) {
    let start = try evaluated(jacobian)
    let matrix = (0..<n).map { i in (0..<n).map { j in start[i + j * n].value } }
    guard let inverse = inverted(matrix) else {
      throw TaylorError(reason: .singular, expression: form.f[0])
    }
    // h₀: a nonlinear equation, one degree after another.
    for degree in stride(from: 1, through: space.limit, by: 1) {
      let values = try evaluated(fields)
      correct(inverse, power: 0, degree) { i, place in values[i].coefficients[place] }
    }
    let along = try evaluated(jacobian)
    for power in stride(from: 1, through: order, by: 1) {
      let rest = try defect()
      let before = h
      for degree in 0...(space.limit - power) {
        let change = zip(h, before).map { $0 - $1 }
        let known = (0..<n).map { i in
          (0..<n).map { j in along[i + j * n] * change[j] }.reduce(rest[i], +)
        }
        correct(inverse, power: power, degree) { i, place in known[i].coefficients[place] }
      }
    }
  }

  /// Subtracts A⁻¹ r at the monomials ε^power y^α, |α| = degree.
  private mutating func correct(
    _ inverse: [[Scalar]], power: Int, _ degree: Int, residual: (Int, Int) -> Scalar
  ) {
    for (place, exponents) in space.monomials.enumerated()
    where exponents[m] == power && exponents.dropLast().reduce(0, +) == degree {
      let rest = (0..<n).map { residual($0, place) }
      for i in 0..<n {
        for j in 0..<n {
          h[i].coefficients[place] = h[i].coefficients[place] - inverse[i][j] * rest[j]
        }
      }
    }
  }

  /// hₖ(y₀).
  func coefficient(_ k: Int) -> [Scalar] {
    h.map { $0[[Int](repeating: 0, count: m) + [k]] }
  }

  /// ∂hₖ/∂y at y₀, n rows of m.
  func slope(_ k: Int) -> [[Scalar]] {
    h.map { jet in
      (0..<m).map { j in jet[(0..<m).map { $0 == j ? 1 : 0 } + [k]] }
    }
  }

  /// Coefficients in ε of g(h(y₀, ε), y₀, ε), by order then component.
  func slowRates(_ order: Int) throws(TaylorError) -> [[Scalar]] {
    let values = try evaluated(fields)
    return (0...order).map { k in
      (0..<m).map { j in values[n + j][[Int](repeating: 0, count: m) + [k]] }
    }
  }
}

/// The inverse of a small matrix by Gauss-Jordan with the largest pivot; nil if singular.
func inverted<Scalar: TaylorScalar>(_ matrix: [[Scalar]]) -> [[Scalar]]? {
  let n = matrix.count
  var rows = matrix.enumerated().map { i, row in
    row + (0..<n).map { $0 == i ? Scalar(1) : Scalar(0) }
  }
  for column in 0..<n {
    let pivot = (column..<n).max {
      rows[$0][column].magnitudeValue < rows[$1][column].magnitudeValue
    }
    guard let pivot, rows[pivot][column] != Scalar(0) else { return nil }
    rows.swapAt(column, pivot)
    let scale = rows[column][column]
    rows[column] = rows[column].map { $0 / scale }
    for i in 0..<n where i != column {
      let factor = rows[i][column]
      rows[i] = zip(rows[i], rows[column]).map { $0 - factor * $1 }
    }
  }
  return rows.map { Array($0.suffix(n)) }
}
