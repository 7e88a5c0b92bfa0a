import NumericKernel

/// A field kept to one branch.
struct BranchField: VectorField {
  let base: any PiecewiseField
  let branch: Branch

  var variableNames: [String] { base.variableNames }
  var integralNames: Set<String> { base.integralNames }
  func makeEvaluator() -> any FieldEvaluator { base.makeEvaluator(on: branch) }
}

/// F at a state, NaN where it cannot be had.
func rate(of evaluator: any FieldEvaluator, at time: Double, _ state: Span<Double>)
  -> [Double]
{
  var rates = [Double](repeating: 0, count: state.count)
  var span = rates.mutableSpan
  guard (try? evaluator.rate(at: time, state: state, into: &span)) != nil else {
    return [Double](repeating: .nan, count: state.count)
  }
  return rates
}
