import Learning
import RealModule
import Testing

@Suite("Chi-square variates")
struct ChiSquareTests {
  @Test(
    "Mean ν, variance 2ν, third central moment 8ν", arguments: [1, 2, 3, 7, 40, 100_000_000])
  func moments(freedom: Int) {
    let count = 1 << 17
    let values = RandomSequence(seed: 11).chiSquares(count: count) { _ in freedom }
    let (ν, n) = (Double(freedom), Double(count))
    let statistics = SampleStatistics(values)
    #expect(abs(statistics.mean - ν) < 5 * (2 * ν / n).squareRoot())
    // Var (x−ν)² = μ₄ − μ₂² = 12ν² + 48ν − 4ν².
    let variance = statistics.standardDeviation * statistics.standardDeviation
    #expect(abs(variance - 2 * ν) < 5 * ((8 * ν * ν + 48 * ν) / n).squareRoot())
    #expect(values.allSatisfy { $0 > 0 })
  }

  @Test("Distribution by Kolmogorov-Smirnov where it is a closed form: ν = 1, 2 and 4")
  func distribution() {
    let count = 1 << 16
    let laws: [(Int, (Double) -> Double)] = [
      (1, { 1 - Double.erfc(($0 / 2).squareRoot()) }), (2, { 1 - Double.exp(-$0 / 2) }),
      (4, { 1 - Double.exp(-$0 / 2) * (1 + $0 / 2) }),
    ]
    for (freedom, law) in laws {
      let values = RandomSequence(seed: 12).chiSquares(count: count) { _ in freedom }.sorted()
      var distance = 0.0
      for (index, x) in values.enumerated() {
        distance = max(distance, abs(law(x) - Double(index) / Double(count)))
      }
      // P(√n D > 1.95) = 0.001 (Kolmogorov's limit law).
      #expect(distance * Double(count).squareRoot() < 1.95)
    }
  }

  @Test("A variate depends on its number, key and law alone")
  func counterBased() {
    let sequence = RandomSequence(seed: 5, stream: 2, step: 3)
    let mixed = sequence.chiSquares(count: 300) { 1 + $0 % 7 }
    let same = sequence.chiSquares(count: 300) { _ in 3 }
    for i in stride(from: 2, to: 300, by: 7) { #expect(mixed[i] == same[i]) }
    #expect(
      RandomSequence(seed: 5, stream: 2, step: 4).chiSquares(count: 1) { _ in 3 } != [same[0]])
  }
}
