import NumericKernel

/// The sizes that variables which all start at 0 have once something has moved: what scaled
/// tolerances go by until then.
///
/// |F| times the longest of the run's length, a tenth, a hundredth … of it in which F stays within
/// a factor 2 along itself. Where F is 0 at the start it is asked a thousandth of the run later,
/// then a hundredth and so on. In other units everything scales alike. Without such sizes the
/// tolerance would follow the first digits of a solution that grows from nothing, and each step
/// would be held to a thousandth of the tolerance of the one before.
///
/// - Returns: nil if F is 0 at 0 throughout.
func startingSizes(
  of evaluator: any FieldEvaluator, over interval: (start: Double, end: Double), dimension: Int
) -> [Double]? {
  let zero = [Double](repeating: 0, count: dimension)
  let length = interval.end - interval.start
  for part in [0, 1e-3, 1e-2, 1e-1, 1] {
    guard let rate = evaluator.rate(interval.start + part * length, zero),
      rate.contains(where: { $0 != 0 })
    else { continue }
    let time = interval.start + part * length
    let reach = steadyStretch(
      of: evaluator, at: time, rate, from: part == 0 ? length : part * length)
    return rate.map { ($0 * reach).magnitude }
  }
  return nil
}

/// The longest of a length, a tenth, a hundredth … of it over which F keeps within a factor 2 from
/// the origin along itself.
private func steadyStretch(
  of evaluator: any FieldEvaluator, at time: Double, _ rate: [Double], from length: Double
) -> Double {
  var reach = length
  // 1e-300 of the longest run allowed is no time at all.
  for _ in 0..<300 {
    if let there = evaluator.rate(time, rate.map { $0 * reach }),
      zip(rate, there).allSatisfy({ $0 == 0 || ($1 - $0).magnitude <= $0.magnitude })
    {
      return reach
    }
    reach /= 10
  }
  return reach
}
