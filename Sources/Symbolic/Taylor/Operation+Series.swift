extension Operation {
  /// Taylor coefficients of the elementary function φ(a + t) in t.
  ///
  /// - Parameters:
  ///   - a: where; - count: how many coefficients, at least 1.
  /// - Returns: φ(a), φ'(a), φ''(a)/2, …; nil where φ is not analytic or its value has no
  ///   representation.
  ///
  /// Each from its differential equation, as φ' = 1 + φ² for tan. Cost: O(count²) at most.
  func series<Scalar: TaylorScalar>(at a: Scalar, count: Int) -> [Scalar]? {
    switch self {
    case .exp: applied(to: a).map { cyclic([$0], count) }
    case .sin, .cos, .sinh, .cosh: oscillating(at: a, count)
    case .log: a.isZero ? nil : applied(to: a).map { logarithm($0, a, count) }
    case .sqrt:
      a.isZero ? nil : applied(to: a).map { binomial($0, Scalar(1) / Scalar(2), a, count) }
    case .tan: applied(to: a).map { riccati($0, sign: Scalar(1), count) }
    case .tanh: applied(to: a).map { riccati($0, sign: Scalar(-1), count) }
    case .atan, .asin, .acos, .asinh, .acosh, .atanh:
      applied(to: a).flatMap { inverseFunction($0, a, count) }
    case .erf: applied(to: a).flatMap { errorFunction($0, a, count) }
    case .constant, .symbol, .add, .subtract, .multiply, .divide, .power, .integerPower, .negate,
      .atan2, .absolute, .sign, .heaviside, .floor, .modulo, .interpolate, .external, .minimum,
      .maximum,
      .less, .lessOrEqual, .equal, .and, .or, .not, .select, .sum, .mean:
      nil
    }
  }

  private func applied<Scalar: TaylorScalar>(to a: Scalar) -> Scalar? { a.applying(self) }

  private func oscillating<Scalar: TaylorScalar>(at a: Scalar, _ count: Int) -> [Scalar]? {
    let isHyperbolic = self == .sinh || self == .cosh
    guard let s = a.applying(isHyperbolic ? .sinh : .sin),
      let c = a.applying(isHyperbolic ? .cosh : .cos)
    else { return nil }
    switch self {
    case .sin: return cyclic([s, c, -s, -c], count)
    case .cos: return cyclic([c, -s, -c, s], count)
    case .sinh: return cyclic([s, c], count)
    default: return cyclic([c, s], count)
    }
  }

  /// Derivatives that repeat, over k!.
  private func cyclic<Scalar: TaylorScalar>(_ derivatives: [Scalar], _ count: Int) -> [Scalar] {
    var factorial = Scalar(1)
    return (0..<count).map { k in
      if k > 0 { factorial = factorial * Scalar(k) }
      return derivatives[k % derivatives.count] / factorial
    }
  }

  private func logarithm<Scalar: TaylorScalar>(_ value: Scalar, _ a: Scalar, _ count: Int)
    -> [Scalar]
  {
    var power = Scalar(-1)
    return (0..<count).map { k in
      if k == 0 { return value }
      power = -power / a
      return power / Scalar(k)
    }
  }

  /// φ' = 1 ± φ².
  private func riccati<Scalar: TaylorScalar>(_ value: Scalar, sign: Scalar, _ count: Int)
    -> [Scalar]
  {
    var c = [value]
    while c.count < count {
      let k = c.count
      var square = Scalar(0)
      for i in 0..<k { square = square + c[i] * c[k - 1 - i] }
      c.append((Scalar(k == 1 ? 1 : 0) + sign * square) / Scalar(k))
    }
    return c
  }

  /// φ' = ±q^p, q = ±1 ± (a + t)²: a root, or its reciprocal square.
  private func inverseFunction<Scalar: TaylorScalar>(_ value: Scalar, _ a: Scalar, _ count: Int)
    -> [Scalar]?
  {
    let isRoot = self != .atan && self != .atanh
    let square = Scalar(self == .asin || self == .acos || self == .atanh ? -1 : 1)
    let q = [
      Scalar(self == .acosh ? -1 : 1) + square * a * a, Scalar(2) * square * a, square,
    ]
    guard !q[0].isZero, let root = isRoot ? q[0].applying(.sqrt) : q[0] else { return nil }
    let p = isRoot ? Scalar(-1) / Scalar(2) : Scalar(-1)
    let sign = Scalar(self == .acos ? -1 : 1)
    var (c, r) = ([value], [sign / root])
    while c.count < count {
      let k = c.count
      c.append(r[k - 1] / Scalar(k))
      // r' q = p q' r.
      var sum = Scalar(0)
      for i in 1...min(2, k) {
        sum = sum + (p * Scalar(i) - Scalar(k - i)) * q[i] * r[k - i]
      }
      r.append(sum / (Scalar(k) * q[0]))
    }
    return c
  }

  /// φ' = (2/√π) e, e' = −2 (a + t) e.
  private func errorFunction<Scalar: TaylorScalar>(_ value: Scalar, _ a: Scalar, _ count: Int)
    -> [Scalar]?
  {
    guard let factor = Scalar(constant: 2 / Double.pi.squareRoot()),
      let start = (-(a * a)).applying(.exp)
    else { return nil }
    var (c, e) = ([value], [factor * start])
    while c.count < count {
      let k = c.count
      c.append(e[k - 1] / Scalar(k))
      let before = k > 1 ? e[k - 2] : Scalar(0)
      e.append(Scalar(-2) * (a * e[k - 1] + before) / Scalar(k))
    }
    return c
  }
}

/// Coefficients of (a + t)^p in t from its value a^p, a ≠ 0.
func binomial<Scalar: TaylorScalar>(_ value: Scalar, _ p: Scalar, _ a: Scalar, _ count: Int)
  -> [Scalar]
{
  var c = [value]
  while c.count < count {
    let k = c.count
    c.append(c[k - 1] * (p - Scalar(k - 1)) / (Scalar(k) * a))
  }
  return c
}
