public import Modeling
public import Symbolic

/// The terms of the slow manifold as formulas, for one fast variable.
///
/// If f is linear in x the formulas are in the slow variables alone; otherwise in x and y, x on the
/// critical manifold f(x, y, 0) = 0. Rational models give quotients with the denominator in
/// powers of one factor; others give correct, unsimplified formulas.
public struct SlowManifoldFormulas: Sendable {
  /// The system.
  public let system: System
  /// h₀ in the slow variables, nil if f is not linear in x.
  public let critical: Expression?
  /// h₁, h₂, … in x (on the critical manifold) and y, or in y alone.
  public let corrections: [Expression]
  /// ẏ on the manifold at orders 0, 1, …: slowRates[k][j].
  public let slowRates: [[Expression]]

  /// Derives the formulas.
  ///
  /// - Parameters:
  ///   - system: with one fast variable.
  ///   - order: K, from 0 to 6.
  /// - Throws: ``GeometryError`` for more than one fast variable, or a model that is not smooth.
  public init(of system: System, order: Int) throws(GeometryError) {
    let form = try StandardForm(system)
    guard form.n == 1 else {
      throw GeometryError(
        problem: "\(system.name) has \(form.n) fast variables",
        advice: "formulas are for one; the numerical series takes any number")
    }
    guard (0...6).contains(order) else {
      throw GeometryError(
        problem: "order \(order)", advice: "formulas go from 0 to 6; the numerical series to 60")
    }
    self.system = system
    do {
      if let exact = try? FormulaSeries<FactoredFraction>(form, order: order) {
        critical = exact.critical?.expression
        corrections = exact.h.dropFirst().map(\.expression)
        slowRates = exact.slowRates.map { $0.map(\.expression) }
      } else {
        let general = try FormulaSeries<Expression>(form, order: order)
        critical = general.critical
        corrections = Array(general.h.dropFirst())
        slowRates = general.slowRates
      }
    } catch {
      throw form.refusal(error, "formula")
    }
  }

  /// The terms as text, `h0 = …` first.
  public func text(_ notation: Notation = .text) -> [String] {
    ([critical] + corrections).enumerated().compactMap { k, formula in
      formula.map { "h\(k) = " + $0.formatted(notation, names: system.symbolNames) }
    }
  }
}

/// A scalar that can be differentiated in a symbol.
private protocol FormulaScalar: TaylorScalar {
  init(_ symbol: Symbol)
  func derivative(in symbol: Symbol) -> Self
  func replacing(_ symbol: Symbol, by value: Self) -> Self
  /// −c₀/c₁ if self is c₀ + c₁ x.
  func linearRoot(in symbol: Symbol) -> Self?
}

extension FactoredFraction: FormulaScalar {
  func replacing(_ symbol: Symbol, by value: FactoredFraction) -> FactoredFraction {
    substituting([symbol: value])
  }

  func linearRoot(in symbol: Symbol) -> FactoredFraction? {
    guard degree(in: symbol) == 1 else { return nil }
    return -substituting([symbol: FactoredFraction(0)]) / derivative(in: symbol)
  }
}

extension Expression: FormulaScalar {
  fileprivate init(_ symbol: Symbol) { self = symbol.expression }

  func derivative(in symbol: Symbol) -> Expression { derivative(withRespectTo: symbol) }

  func replacing(_ symbol: Symbol, by value: Expression) -> Expression {
    substituting([symbol: value])
  }

  func linearRoot(in symbol: Symbol) -> Expression? {
    let slope = derivative(withRespectTo: symbol)
    guard !slope.symbols.contains(symbol), slope.constantValue != 0 else { return nil }
    return -(substituting([symbol: 0]) / slope)
  }
}

/// The invariance equation over series in ε whose coefficients are formulas.
private struct FormulaSeries<Scalar: FormulaScalar> {
  /// h₀ in y, if f is linear in x.
  private(set) var critical: Scalar?
  /// h₀ … h_K; h₀ is x itself if it has no formula.
  private(set) var h: [Scalar] = []
  private(set) var slowRates: [[Scalar]] = []
  private let form: StandardForm
  private let space: JetSpace
  private let fields: JetEvaluator<Scalar>
  private let constants: [Symbol: Scalar]
  private var x: Symbol { form.fast[0] }

  init(_ form: StandardForm, order: Int) throws(TaylorError) {
    self.form = form
    space = JetSpace(weights: [1], limit: order)
    fields = JetEvaluator(form.f + form.g, in: space)
    let symbols = form.slow + form.system.parameters.map(\.symbol).filter { $0 != form.ε }
    constants = Dictionary(uniqueKeysWithValues: symbols.map { ($0, Scalar($0)) })
    let limit = try values(at: [Scalar(x)], power: 0)[0]
    let (slope, slopes) = (limit.derivative(in: x), form.slow.map { limit.derivative(in: $0) })
    guard slope != Scalar(0) else { throw TaylorError(reason: .singular, expression: form.f[0]) }
    // dx/dyⱼ along the critical manifold.
    let along = slopes.map { -$0 / slope }
    critical = limit.linearRoot(in: x)
    h = [Scalar(x)]
    for k in stride(from: 1, through: order, by: 1) {
      let parts = try values(at: h, power: k)
      let rates = try (0..<form.m).map { j throws(TaylorError) in
        try (0..<k).map { power throws(TaylorError) in
          try values(at: h, power: power)[1 + j]
        }
      }
      var rest = parts[0]
      for j in 0..<form.m {
        for i in 0..<k {
          let total =
            h[i].derivative(in: form.slow[j]) + along[j] * h[i].derivative(in: x)
          rest = rest - total * rates[j][k - 1 - i]
        }
      }
      h.append(-rest / slope)
    }
    slowRates = try (0...order).map { k throws(TaylorError) in
      Array(try values(at: h, power: k).dropFirst())
    }
    if let root = critical {
      h = [root] + h.dropFirst().map { $0.replacing(x, by: root) }
      slowRates = slowRates.map { $0.map { $0.replacing(x, by: root) } }
    }
  }

  /// The coefficients of ε^power in f and g at x = Σ hₖ εᵏ.
  private func values(at h: [Scalar], power: Int) throws(TaylorError) -> [Scalar] {
    var jet = Jet(h[0], in: space)
    for (k, coefficient) in h.enumerated() where k <= space.limit {
      jet.coefficients[k] = coefficient
    }
    let small = Jet(Scalar(0), plusVariable: 0, in: space)
    return try fields.evaluate([x: jet, form.ε: small], constants: constants).map {
      $0.coefficients[power]
    }
  }
}
