#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// base^exponent.
func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// The decimal logarithm.
func decade(_ x: Double) -> Double { log10(x) }

/// Points over a range, evenly spaced on the given scale, its ends included.
func samples(of range: ClosedRange<Double>, logarithmic: Bool, count: Int = 65) -> [Double] {
  let (low, high) = (range.lowerBound, range.upperBound)
  return (0..<count).map { index in
    if index == 0 { return low }
    if index == count - 1 { return high }
    let fraction = Double(index) / Double(count - 1)
    return logarithmic ? low * pow(high / low, fraction) : low + (high - low) * fraction
  }
}
