/// Several tests at once with a bounded chance of any false alarm.
public enum MultipleTesting {
  /// The level of each of `count` tests so that any false alarm has at most probability `level`:
  /// level/count (Bonferroni).
  public static func bonferroniLevel(_ level: Double, count: Int) -> Double {
    precondition(count >= 1, "there is at least one test")
    return level / Double(count)
  }

  /// p-values adjusted by Holm's step-down method, in the order given.
  ///
  /// A test is rejected at a family-wise level α where its adjusted value is at most α. Never weaker than Bonferroni, and
  /// right under any dependence (Holm 1979, Scand. J. Statist. 6, 65-70).
  ///
  ///     p̃_(i) = max over j ≤ i of min(1, (n − j + 1) p_(j)),   p_(1) ≤ p_(2) ≤ …
  public static func holmAdjusted(_ pValues: [Double]) -> [Double] {
    var adjusted = pValues
    var largest = 0.0
    let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
    for (rank, index) in order.enumerated() {
      largest = max(largest, min(1, Double(pValues.count - rank) * pValues[index]))
      adjusted[index] = largest
    }
    return adjusted
  }

  /// Two-sided p-value of a standard score: P(|Z| ≥ |z|).
  public static func pValue(score: Double) -> Double {
    2 * NormalDistribution.cumulative(-abs(score))
  }
}
