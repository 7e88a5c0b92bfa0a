/// `x` with at most `digits` significant digits, for people to read.
///
/// Plain notation from 0.0001 up to as many integer digits as are meant (`0.00123`, `1235`), and
/// for any shorter number below a million (`20000`); otherwise `1.23e-07`. Trailing zeros are
/// dropped. Not-a-number and the infinities are `nan`, `inf`, `-inf`.
package func formatted(_ x: Double, digits: Int = 4) -> String {
  guard x.isFinite else { return spelled(x) }
  var decimal = DecimalDigits(x)
  decimal.round(to: max(digits, 1))
  guard !decimal.digits.isEmpty else { return "0" }
  let sign = x < 0 ? "-" : ""
  let exponent = decimal.exponent
  let isShort = exponent < max(digits, 1) || (exponent < 6 && isExact(x, digits))
  if exponent >= -4, isShort { return sign + decimal.plain(places: decimal.places) }
  return sign + scientific(decimal)
}

/// A mean and its standard error, rounded together: the error to two digits, the mean to the same
/// place: `0.1234 ± 0.0012`, `(1.234 ± 0.012)e-07`.
package func formatted(_ mean: Double, plusMinus error: Double) -> String {
  guard mean.isFinite, error.isFinite, error > 0 else {
    return "\(formatted(mean)) ± \(formatted(error, digits: 2))"
  }
  var spread = DecimalDigits(error)
  spread.round(to: 2)
  let lastPlace = spread.exponent - 1
  var value = DecimalDigits(mean)
  value.round(to: value.exponent - lastPlace + 1)
  let top = max(value.digits.isEmpty ? spread.exponent : value.exponent, spread.exponent)
  let sign = mean < 0 && !value.digits.isEmpty ? "-" : ""
  if top < 6, lastPlace >= -7, top >= -4 {
    let places = max(-lastPlace, 0)
    return "\(sign)\(value.plain(places: places)) ± \(spread.plain(places: places))"
  }
  let places = max(top - lastPlace, 0)
  value.shift(by: -top)
  spread.shift(by: -top)
  let pair = "\(sign)\(value.plain(places: places)) ± \(spread.plain(places: places))"
  return "(\(pair))e\(exponentText(top))"
}

/// `nan`, `inf` or `-inf`, as written in every file of FastSlow; otherwise the exact shortest form.
package func spelled(_ x: Double) -> String {
  if x.isNaN { return "nan" }
  if x.isInfinite { return x < 0 ? "-inf" : "inf" }
  return x.description
}

private func isExact(_ x: Double, _ digits: Int) -> Bool {
  DecimalDigits(x).digits.count <= max(digits, 1)
}

private func scientific(_ decimal: DecimalDigits) -> String {
  var mantissa = decimal
  mantissa.shift(by: -decimal.exponent)
  return mantissa.plain(places: mantissa.places) + "e" + exponentText(decimal.exponent)
}

private func exponentText(_ exponent: Int) -> String {
  let size = String(abs(exponent))
  return (exponent < 0 ? "-" : "+") + (size.count < 2 ? "0" + size : size)
}
