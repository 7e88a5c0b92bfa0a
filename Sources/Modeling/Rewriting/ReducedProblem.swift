public import Symbolic

/// The reduced problem 0 = f(x, y, 0), ẏ = g(x, y, 0): the limit of slow time.
///
/// A differential-algebraic system; ``ordinary()`` is the same flow as a model of ordinary equations.
public struct ReducedProblem: Sendable {
  /// The system it comes from, populations written out.
  public let system: System
  /// f(x, y, 0), one for each fast variable.
  public let constraints: [Expression]
  /// g(x, y, 0), one for each slow variable.
  public let rates: [Expression]

  /// The largest number of fast variables that ``ordinary()`` eliminates.
  public static let largestElimination = 6

  /// Takes the limit.
  ///
  /// - Throws: ``NoSuchRewriting`` without both scales, or where ε = 0 divides.
  public init(of system: System) throws(NoSuchRewriting) {
    let whole = system.expandingPopulations()
    guard let ε = whole.smallParameter?.symbol, !whole.fastIndices.isEmpty,
      !whole.slowIndices.isEmpty
    else {
      throw NoSuchRewriting(
        model: system.name, wanted: "reduced problem",
        problem: "it declares no fast or no slow variables; declare scales with @Fast, @Slow and "
          + "@SmallParameter")
    }
    let sides = whole.rightSides.substituting([ε: 0])
    if let place = sides.firstIndex(where: \.dividesByZero) {
      throw NoSuchRewriting(
        model: system.name, wanted: "reduced problem",
        problem: "the equation of \(whole.variables[place].name) divides by 0 at ε = 0; "
          + "write it in standard form")
    }
    self.system = whole
    constraints = whole.fastIndices.map { sides[$0] }
    rates = whole.slowIndices.map { sides[$0] }
  }

  /// The constraints as `0 = …` and the rates as `dy/dτ = …`.
  public func formatted(_ notation: Notation) -> [String] {
    let names = system.symbolNames
    let zero = notation == .mathML ? "<mrow><mn>0</mn>" : "0"
    let flow = constraints.map {
      zero + system.equals(notation) + $0.formatted(notation, names: names)
        + system.close(notation)
    }
    return flow
      + zip(system.slowIndices, rates).map { index, rate in
        system.leftSide(of: system.variables[index], notation) + system.equals(notation)
          + rate.formatted(notation, names: names) + system.close(notation)
      }
  }

  /// The reduced flow as a model of plain states, the constraint differentiated once:
  ///
  ///     ẏ = g,   ẋ = −f_x⁻¹ (f_y g + f_τ).
  ///
  /// It keeps f at its initial value, so a start on the critical manifold stays there; at folds,
  /// where f_x is singular, its rates are not finite.
  ///
  /// - Throws: ``NoSuchRewriting`` beyond ``largestElimination`` fast variables.
  public func ordinary() throws(NoSuchRewriting) -> System {
    let fast = system.fastIndices
    guard fast.count <= ReducedProblem.largestElimination else {
      throw NoSuchRewriting(
        model: system.name, wanted: "reduced problem of ordinary equations",
        problem: "\(fast.count) fast variables, \(ReducedProblem.largestElimination) at most")
    }
    let (x, y) = (fast.map(symbol), system.slowIndices.map(symbol))
    let gradients = constraints.map { $0.gradient(withRespectTo: Set(x + y + [modelTime])) }
    let matrix = gradients.map { row in x.map { row[$0] ?? 0 } }
    let push = gradients.map { row in
      (zip(y, rates).map { (row[$0] ?? 0) * $1 } + [row[modelTime] ?? 0]).sum()
    }
    let (adjugate, determinant) = adjugateAndDeterminant(matrix)
    var sides = [Expression](repeating: 0, count: system.variables.count)
    for (place, index) in fast.enumerated() {
      sides[index] = -(zip(adjugate[place], push).map { $0 * $1 }.sum() / determinant)
    }
    for (index, rate) in zip(system.slowIndices, rates) { sides[index] = rate }
    let states = system.variables.map { old in
      System.Variable(
        name: old.name, symbol: old.symbol, scale: .unscaled, meaning: old.meaning,
        vector: old.vector)
    }
    let kept = system.parameters.indices.filter { !system.parameters[$0].isSmall }
    var result = System(
      name: system.name + " (reduced problem)", summary: system.summary, variables: states,
      parameters: kept.map { system.parameters[$0] }, populations: [], rightSides: sides,
      observables: system.smallParameter.map { ε in
        system.observables.map {
          Observable($0.name, $0.expression.substituting([ε.symbol: 0]))
        }
      } ?? [], events: [], conserved: [], nonnegative: [], initialState: system.initialState,
      memberParameterValues: [:])
    result.parameterValues = kept.map { system.parameterValues[$0] }
    return result
  }

  private func symbol(_ index: Int) -> Symbol { system.variables[index].symbol }
}

/// adj A and det A of a small matrix of expressions, without division: adj A · A = det A · 1.
///
/// Faddeev and Le Verrier: N₁ = 1, Nₖ₊₁ = A Nₖ + cₖ 1, cₖ = −tr(A Nₖ)/k; adj A = ± Nₙ.
/// Cost: n⁴ products.
package func adjugateAndDeterminant(_ a: [[Expression]]) -> ([[Expression]], Expression) {
  let n = a.count
  let multiple = { (value: Expression) -> [[Expression]] in
    (0..<n).map { i in (0..<n).map { $0 == i ? value : 0 } }
  }
  var adjugate = multiple(1)
  var c = Expression(0)
  for k in 1...n {
    let product = a.map { row in
      row.indices.map { j in row.indices.map { row[$0] * adjugate[$0][j] }.sum() }
    }
    c = -(0..<n).map { product[$0][$0] }.sum() / Expression(k)
    guard k < n else { break }
    let shift = multiple(c)
    adjugate = (0..<n).map { i in (0..<n).map { product[i][$0] + shift[i][$0] } }
  }
  let sign: Expression = n % 2 == 0 ? -1 : 1
  return (adjugate.map { row in row.map { sign * $0 } }, -(sign * c))
}
