private import RealModule

extension Operation {
  /// The image of the operands under the operation, rounded outwards; leaves, tables and
  /// reductions give the entire line.
  ///
  /// - Parameters:
  ///   - a: first operand; `b`, `c`: the others, ignored where the arity is less.
  ///   - exponent: of an integer power.
  func image(_ a: Interval, _ b: Interval, _ c: Interval, exponent: Int32) -> Interval {
    switch self {
    case .constant, .symbol, .interpolate, .external, .sum, .mean, .atan2, .modulo: .entire
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: a / b
    case .power: a.power(b)
    case .integerPower: a.power(exponent)
    case .negate: -a
    case .exp: a.rising { Swift.max(Double.exp($0), 0) }
    case .log: a.rising(on: Interval(0, .infinity)) { Double.log($0) }
    case .sqrt: a.rising(on: Interval(0, .infinity)) { $0.squareRoot() }
    case .sin: a.sine
    case .cos: a.cosine
    case .tan: a.tangent
    case .sinh: a.rising { Double.sinh($0) }
    case .cosh: a.hyperbolicCosine
    case .tanh: a.rising { Double.tanh($0) }
    case .erf: a.rising { Double.erf($0) }
    case .atan: a.rising { Double.atan($0) }
    case .asin: a.rising(on: Interval(-1, 1)) { Double.asin($0) }
    case .acos: -((-a).rising(on: Interval(-1, 1)) { -Double.acos(-$0) })
    case .asinh: a.rising { Double.asinh($0) }
    case .acosh: a.rising(on: Interval(1, .infinity)) { Double.acosh($0) }
    case .atanh: a.rising(on: Interval(-1, 1)) { Double.atanh($0) }
    case .absolute: a.absolute
    case .sign, .heaviside, .floor: Interval(value(a.lower), value(a.upper))
    case .minimum: Interval(Swift.min(a.lower, b.lower), Swift.min(a.upper, b.upper))
    case .maximum: Interval(Swift.max(a.lower, b.lower), Swift.max(a.upper, b.upper))
    case .less: .truth(always: a.upper < b.lower, never: a.lower >= b.upper)
    case .lessOrEqual: .truth(always: a.upper <= b.lower, never: a.lower > b.upper)
    case .equal:
      .truth(
        always: a.width == 0 && a == b, never: a.upper < b.lower || b.upper < a.lower)
    case .and: conjunction(a, b)
    case .or: negation(conjunction(negation(a), negation(b)))
    case .not: negation(a)
    case .select: selection(a, b, c)
    }
  }

  private func conjunction(_ a: Interval, _ b: Interval) -> Interval {
    .truth(
      always: a.decided == true && b.decided == true,
      never: a.decided == false || b.decided == false)
  }

  private func negation(_ a: Interval) -> Interval {
    .truth(always: a.decided == false, never: a.decided == true)
  }

  private func selection(_ a: Interval, _ b: Interval, _ c: Interval) -> Interval {
    switch a.decided {
    case true?: b
    case false?: c
    case nil: b.hull(c)
    }
  }
}
