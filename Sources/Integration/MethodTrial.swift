/// Compares the cost of a stiff method with that of the explicit one, by counts and not by a clock.
struct MethodTrial {
  enum Verdict {
    /// To be tried, after so many explicit steps.
    case begin(steps: Int)
    /// It cost so many times as much.
    case failed(ratio: Double)
  }

  /// What an evaluation of Radau's costs with its share of factorisations and solutions, in evaluations of
  /// DOP853's. An estimate, which differs from problem to problem: what comes of it is measured by
  /// `Benchmarks auto`.
  private static let priceOfEvaluation = 2.5
  private static let measured = 6

  private(set) var isRunning = false
  /// After how many explicit steps it is tried next.
  private var explicitSteps = 100
  private var steps = 0
  private var mark: (time: Double, evaluations: Int) = (0, 0)
  private var explicitCost = Double.infinity

  /// Takes note of a step.
  mutating func judge(isExplicit: Bool, time: Double, evaluations: Int) -> Verdict? {
    if isExplicit { return judgeExplicit(time, evaluations) }
    guard isRunning else { return nil }
    steps += 1
    if steps == Self.measured { mark = (time, evaluations) }
    guard steps == 2 * Self.measured else { return nil }
    end()
    let ratio = Self.priceOfEvaluation * cost(time, evaluations) / explicitCost
    return ratio < 1 ? nil : .failed(ratio: ratio)
  }

  private mutating func judgeExplicit(_ time: Double, _ evaluations: Int) -> Verdict? {
    steps += 1
    if steps == explicitSteps / 2 { mark = (time, evaluations) }
    guard steps >= explicitSteps else { return nil }
    explicitCost = cost(time, evaluations)
    let waited = steps
    (isRunning, steps, explicitSteps) = (true, 0, 4 * explicitSteps)
    return .begin(steps: waited)
  }

  /// The trial is over, whatever it showed.
  mutating func end() { (isRunning, steps) = (false, 0) }

  private func cost(_ time: Double, _ evaluations: Int) -> Double {
    Double(evaluations - mark.evaluations) / (time - mark.time).magnitude
  }
}
