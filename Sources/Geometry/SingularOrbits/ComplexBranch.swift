import ComplexModule
import Modeling
import NumericKernel
import RealModule
import Symbolic

/// The critical manifold and one eigenvalue of ∂f/∂x, continued to complex values of the slow variable.
///
/// Solves f(x, y, 0) = 0, det(∂f/∂x − λ) = 0 in (x, λ) by Newton's method over complex jets.
struct ComplexBranch {
  typealias Number = Complex<Double>

  /// x and λ at a value of y.
  struct Place {
    var y: Number
    /// x₁ … xₙ, λ.
    var unknowns: [Number]
    var λ: Number { unknowns[unknowns.count - 1] }
  }

  private let form: StandardForm
  private let unknowns: [Symbol]
  private let space: JetSpace
  private let equations: JetEvaluator<Number>
  private let rate: JetEvaluator<Number>
  private let constants: [Symbol: Number]

  init(_ form: StandardForm) throws(GeometryError) {
    guard form.n <= 4, form.m == 1 else {
      throw GeometryError(
        problem: "\(form.n) fast and \(form.m) slow variables",
        advice: "delayed Hopf points are for up to four fast variables and one slow")
    }
    self.form = form
    let λ = Symbol("λ")
    unknowns = form.fast + [λ]
    space = JetSpace(weights: [Int](repeating: 1, count: form.n + 1), limit: 1)
    let columns = form.fastJacobian
    let rows = (0..<form.n).map { i in
      (0..<form.n).map { j in
        columns[i + j * form.n] - (i == j ? λ.expression : Expression(0))
      }
    }
    let limit = (form.f + [ComplexBranch.determinant(rows)]).substituting([form.ε: 0])
    equations = JetEvaluator(limit, in: space)
    rate = JetEvaluator(form.g.substituting([form.ε: 0]), in: space)
    constants = form.constants.mapValues { Number($0) }
  }

  private static func determinant(_ rows: [[Expression]]) -> Expression {
    guard rows.count > 1 else { return rows.first?[0] ?? 1 }
    return rows.indices.map { k in
      let minor = rows.dropFirst().map { row in
        row.indices.filter { $0 != k }.map { row[$0] }
      }
      let term = rows[0][k] * determinant(minor)
      return k % 2 == 0 ? term : -term
    }.sum()
  }

  private func jets(_ place: Place) -> [Symbol: Jet<Number>] {
    var jets = [form.slow[0]: Jet(place.y, in: space)]
    for (k, symbol) in unknowns.enumerated() {
      jets[symbol] = Jet(place.unknowns[k], plusVariable: k, in: space)
    }
    return jets
  }

  /// The place at another y, by Newton's method from this one; nil if it does not converge.
  func continued(_ place: Place, to y: Number) -> Place? {
    var next = place
    next.y = y
    for _ in 0..<40 {
      guard let values = try? equations.evaluate(jets(next), constants: constants) else {
        return nil
      }
      let matrix = values.map { value in
        unknowns.indices.map { k in value[unknowns.indices.map { $0 == k ? 1 : 0 }] }
      }
      guard let inverse = inverted(matrix) else { return nil }
      var move = 0.0
      for k in unknowns.indices {
        let step = unknowns.indices.map { inverse[k][$0] * values[$0].value }.reduce(Number(0), +)
        next.unknowns[k] = next.unknowns[k] - step
        move = max(move, step.length / (1 + next.unknowns[k].length))
      }
      guard move.isFinite else { return nil }
      if move < 1e-14 { return next }
    }
    return nil
  }

  /// λ/g.
  func growth(_ place: Place) -> Number? {
    guard let g = try? rate.evaluate(jets(place), constants: constants).first?.value else {
      return nil
    }
    return place.λ / g
  }

  /// ∫ λ/g dy along the straight line to `end`, by Gauss-Legendre panels, with the place there.
  func integral(from start: Place, to end: Number, panels: Int = 24) -> (Number, Place)? {
    let rule = Quadrature.gaussLegendre(count: 12, from: 0, to: 1)
    var (sum, place) = (Number(0), start)
    let panel = (end - start.y) / Number(Double(panels))
    for k in 0..<panels {
      let origin = start.y + Number(Double(k)) * panel
      for (s, weight) in Swift.zip(rule.nodes, rule.weights) {
        guard let next = continued(place, to: origin + Number(s) * panel),
          let value = growth(next)
        else { return nil }
        place = next
        sum = sum + Number(weight) * panel * value
      }
    }
    return continued(place, to: end).map { (sum, $0) }
  }
}
