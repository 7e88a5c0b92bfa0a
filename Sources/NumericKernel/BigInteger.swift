/// A whole number of any size, for exact rational arithmetic.
///
/// Sign and magnitude, 32-bit limbs, lowest first. Multiplication and division
/// are the schoolbook ones, O(n²) in the number of limbs.
public struct BigInteger: Sendable, Hashable {
  private var isNegative: Bool
  /// Never with a zero on top; empty for 0.
  private var limbs: [UInt32]

  private init(isNegative: Bool, limbs: [UInt32]) {
    var limbs = limbs
    while limbs.last == 0 { limbs.removeLast() }
    self.limbs = limbs
    self.isNegative = isNegative && !limbs.isEmpty
  }

  /// The number `value`.
  public init(_ value: Int) {
    let magnitude = value.magnitude
    self.init(
      isNegative: value < 0,
      limbs: [UInt32(truncatingIfNeeded: magnitude), UInt32(truncatingIfNeeded: magnitude >> 32)])
  }

  /// Whether this is 0.
  public var isZero: Bool { limbs.isEmpty }

  /// −1, 0 or 1.
  public var signum: Int { isZero ? 0 : isNegative ? -1 : 1 }

  /// The size without sign.
  public var magnitude: BigInteger { BigInteger(isNegative: false, limbs: limbs) }

  /// The number of bits of the size.
  public var bitWidth: Int {
    limbs.isEmpty ? 0 : 32 * limbs.count - (limbs.last?.leadingZeroBitCount ?? 0)
  }

  /// The nearest floating-point number times 2^−shift.
  func scaled(by shift: Int) -> Double {
    var result = 0.0
    for limb in limbs.suffix(3).reversed() { result = result * 0x1p32 + Double(limb) }
    let exponent = 32 * max(limbs.count - 3, 0) - shift
    return Double(sign: isNegative ? .minus : .plus, exponent: exponent, significand: result)
  }

  /// The negative.
  public static prefix func - (x: BigInteger) -> BigInteger {
    BigInteger(isNegative: !x.isNegative, limbs: x.limbs)
  }

  /// The sum.
  public static func + (x: BigInteger, y: BigInteger) -> BigInteger {
    if x.isNegative == y.isNegative {
      return BigInteger(isNegative: x.isNegative, limbs: sum(x.limbs, y.limbs))
    }
    if isLess(x.limbs, y.limbs) {
      return BigInteger(isNegative: y.isNegative, limbs: difference(y.limbs, x.limbs))
    }
    return BigInteger(isNegative: x.isNegative, limbs: difference(x.limbs, y.limbs))
  }

  /// The difference.
  public static func - (x: BigInteger, y: BigInteger) -> BigInteger { x + -y }

  /// The product.
  public static func * (x: BigInteger, y: BigInteger) -> BigInteger {
    var limbs = [UInt32](repeating: 0, count: x.limbs.count + y.limbs.count)
    for (i, a) in x.limbs.enumerated() {
      var carry: UInt64 = 0
      for (j, b) in y.limbs.enumerated() {
        let value = UInt64(a) * UInt64(b) + UInt64(limbs[i + j]) + carry
        limbs[i + j] = UInt32(truncatingIfNeeded: value)
        carry = value >> 32
      }
      limbs[i + y.limbs.count] = UInt32(truncatingIfNeeded: carry)
    }
    return BigInteger(isNegative: x.isNegative != y.isNegative, limbs: limbs)
  }

  private static func isLess(_ x: [UInt32], _ y: [UInt32]) -> Bool {
    if x.count != y.count { return x.count < y.count }
    for (a, b) in zip(x.reversed(), y.reversed()) where a != b { return a < b }
    return false
  }

  private static func sum(_ x: [UInt32], _ y: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var carry: UInt64 = 0
    for k in 0..<max(x.count, y.count) {
      carry += UInt64(k < x.count ? x[k] : 0) + UInt64(k < y.count ? y[k] : 0)
      result.append(UInt32(truncatingIfNeeded: carry))
      carry >>= 32
    }
    return result + [UInt32(carry)]
  }

  /// x − y for x ≥ y.
  private static func difference(_ x: [UInt32], _ y: [UInt32]) -> [UInt32] {
    var result = x
    var borrow: Int64 = 0
    for k in x.indices {
      let value = Int64(x[k]) - Int64(k < y.count ? y[k] : 0) - borrow
      borrow = value < 0 ? 1 : 0
      result[k] = UInt32(truncatingIfNeeded: value)
    }
    return result
  }
}

// MARK: - Division

extension BigInteger {
  /// Quotient rounded towards zero, and remainder with the sign of the dividend.
  ///
  /// - Precondition: the divisor is not 0.
  public func quotientAndRemainder(dividingBy divisor: BigInteger) -> (BigInteger, BigInteger) {
    precondition(!divisor.isZero, "division by zero")
    let (q, r) =
      divisor.limbs.count == 1
      ? BigInteger.divide(limbs, by: divisor.limbs[0]) : BigInteger.divide(limbs, divisor.limbs)
    return (
      BigInteger(isNegative: isNegative != divisor.isNegative, limbs: q),
      BigInteger(isNegative: isNegative, limbs: r)
    )
  }

  private static func divide(_ x: [UInt32], by y: UInt32) -> ([UInt32], [UInt32]) {
    var quotient = x
    var rest: UInt64 = 0
    for k in x.indices.reversed() {
      let value = rest << 32 | UInt64(x[k])
      quotient[k] = UInt32(value / UInt64(y))
      rest = value % UInt64(y)
    }
    return (quotient, [UInt32(rest)])
  }

  /// Long division (D. E. Knuth, The Art of Computer Programming 2, 4.3.1, algorithm D).
  private static func divide(_ x: [UInt32], _ y: [UInt32]) -> ([UInt32], [UInt32]) {
    if isLess(x, y) { return ([], x) }
    let shift = UInt32(y[y.count - 1].leadingZeroBitCount)
    let v = shifted(y, shift)
    var u = shifted(x, shift) + [0]
    let n = y.count
    while u.count <= x.count { u.append(0) }
    var quotient = [UInt32](repeating: 0, count: x.count - n + 1)
    for j in quotient.indices.reversed() {
      let top = UInt64(u[j + n]) << 32 | UInt64(u[j + n - 1])
      var (q, r) = (top / UInt64(v[n - 1]), top % UInt64(v[n - 1]))
      while q > UInt64(UInt32.max) || q * UInt64(v[n - 2]) > (r << 32 | UInt64(u[j + n - 2])) {
        q -= 1
        r += UInt64(v[n - 1])
        if r > UInt64(UInt32.max) { break }
      }
      if subtract(q, times: v, from: &u, at: j) {
        q -= 1
        addBack(v, to: &u, at: j)
      }
      quotient[j] = UInt32(q)
    }
    return (quotient, unshifted(Array(u.prefix(n)), shift))
  }

  private static func subtract(_ q: UInt64, times v: [UInt32], from u: inout [UInt32], at j: Int)
    -> Bool
  {
    var (carry, borrow): (UInt64, Int64) = (0, 0)
    for k in 0...v.count {
      let product = k < v.count ? q * UInt64(v[k]) + carry : carry
      carry = product >> 32
      let value = Int64(u[j + k]) - Int64(product & 0xffff_ffff) - borrow
      u[j + k] = UInt32(truncatingIfNeeded: value)
      borrow = value < 0 ? 1 : 0
    }
    return borrow != 0
  }

  private static func addBack(_ v: [UInt32], to u: inout [UInt32], at j: Int) {
    var carry: UInt64 = 0
    for k in 0...v.count {
      carry += UInt64(u[j + k]) + UInt64(k < v.count ? v[k] : 0)
      u[j + k] = UInt32(truncatingIfNeeded: carry)
      carry >>= 32
    }
  }

  /// Shifted up, in as many limbs as before when `shift` leaves the top limb in place.
  private static func shifted(_ x: [UInt32], _ shift: UInt32) -> [UInt32] {
    var result: [UInt32] = []
    var carry: UInt64 = 0
    for limb in x {
      let value = UInt64(limb) << UInt64(shift) | carry
      result.append(UInt32(truncatingIfNeeded: value))
      carry = value >> 32
    }
    return carry == 0 ? result : result + [UInt32(carry)]
  }

  private static func unshifted(_ x: [UInt32], _ shift: UInt32) -> [UInt32] {
    var result = x
    var carry: UInt64 = 0
    for k in x.indices.reversed() {
      let value = carry << 32 | UInt64(x[k])
      result[k] = UInt32(truncatingIfNeeded: value >> UInt64(shift))
      carry = value & ((1 << UInt64(shift)) - 1)
    }
    return result
  }

  /// The greatest common divisor, not negative (Euclid).
  public static func greatestCommonDivisor(_ x: BigInteger, _ y: BigInteger) -> BigInteger {
    var (a, b) = (x.magnitude, y.magnitude)
    while !b.isZero { (a, b) = (b, a.quotientAndRemainder(dividingBy: b).1) }
    return a
  }
}

extension BigInteger: CustomStringConvertible {
  /// Decimal digits.
  public var description: String {
    if isZero { return "0" }
    var (rest, groups): (BigInteger, [String]) = (magnitude, [])
    let billion = BigInteger(1_000_000_000)
    while !rest.isZero {
      let (quotient, digits) = rest.quotientAndRemainder(dividingBy: billion)
      groups.append("\(digits.limbs.first ?? 0)")
      rest = quotient
    }
    let padded = groups.dropLast().reversed().map {
      String(repeating: "0", count: 9 - $0.count) + $0
    }
    return (isNegative ? "-" : "") + (groups.last ?? "") + padded.joined()
  }
}
