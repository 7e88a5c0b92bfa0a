import Foundation

/// Median seconds of a piece of work, after one warm-up: as many rounds as fit in a tenth of a
/// second, from 3 to 301. The peers' script does the same.
func medianSeconds(_ work: () throws -> Void) rethrows -> Double {
  let clock = ContinuousClock()
  try work()
  var times: [Double] = []
  let begin = clock.now
  while times.count < 3 || (clock.now - begin < .milliseconds(100) && times.count < 301) {
    times.append(try clock.measure(work) / .seconds(1))
    if let last = times.last, last > 5 { break }
  }
  return times.sorted()[times.count / 2]
}

/// A time in the unit that fits, to three digits.
func formatted(seconds: Double) -> String {
  if !seconds.isFinite { return "–" }
  let (value, unit) =
    seconds < 1e-3 ? (seconds * 1e6, "µs") : seconds < 1 ? (seconds * 1e3, "ms") : (seconds, "s")
  return "\(significant(value)) \(unit)"
}

/// A number to three digits.
func significant(_ value: Double) -> String {
  if !value.isFinite { return "–" }
  let decimals = value.magnitude < 10 ? 2 : value.magnitude < 100 ? 1 : 0
  return String(format: "%.\(decimals)f", value)
}

/// How many times one is the other, as 1.52×.
func times(_ one: Double, over other: Double) -> String {
  let ratio = one / other
  return ratio.isFinite ? significant(ratio) + "×" : "–"
}

/// A number as 1.2e-9.
func scientific(_ value: Double) -> String { String(format: "%.1e", value) }
