import CPeers
import FastSlow
import FastSlowModels

/// Measures FastSlow against its peers, each figure a ratio in one run.
@main struct Benchmarks {
  static func main() async throws {
    if CommandLine.arguments.dropFirst().first == "geometry" { return try GeometryTimes().run() }
    for rtol in [1e-4, 1e-6, 1e-8] { try robertson(rtol) }
    for members in [1000, 10_000, 100_000] { try measurePopulation(members: members) }
    try await SGDThroughput().run()
    try GeometryTimes().run()
  }

  /// Robertson through the DSL against plain C with the same SUNDIALS calls and tolerances.
  private static func robertson(_ rtol: Double) throws {
    let atol = [1e-8, 1e-14, 1e-6]
    let begin = ContinuousClock.now
    let system = try Robertson().compiled()
    let field = system.field(in: .slow)
    let setup = ContinuousClock.now - begin
    let options = IntegrationOptions(
      relativeTolerance: rtol,
      absoluteTolerance: AbsoluteTolerance(exceptions: [
        "y1": atol[0], "y2": atol[1], "y3": atol[2],
      ]))
    var peer = cpeers_result()
    var steps = 0
    let (ours, theirs) = try interleaved(
      {
        let solution = try integrate(
          field, from: system.initialState, over: (0, 4e10), output: .times([4e10]),
          options: options)
        steps = solution.statistics.steps
      },
      { _ = unsafe cpeers_robertson(rtol, atol, &peer) })
    print(
      "Robertson to 4e10, rtol \(rtol): FastSlow \(microseconds(ours)) (\(steps) steps), "
        + "plain C \(microseconds(theirs)) (\(peer.steps) steps), "
        + "ratio \(hundredths(ours / theirs)); set-up once \(microseconds(setup / .seconds(1)))")
  }

  /// Median times of two pieces of work, done by turns so that a busy machine hits both alike.
  private static func interleaved(_ first: () throws -> Void, _ second: () throws -> Void) rethrows
    -> (Double, Double)
  {
    var (a, b): ([Double], [Double]) = ([], [])
    let clock = ContinuousClock()
    for round in 0..<301 {
      let x = try clock.measure(first)
      let y = try clock.measure(second)
      if round > 0 {
        a.append(x / .seconds(1))
        b.append(y / .seconds(1))
      }
    }
    return (a.sorted()[a.count / 2], b.sorted()[b.count / 2])
  }

  private static func microseconds(_ seconds: Double) -> String {
    "\(Int((seconds * 1e6).rounded())) µs"
  }

  private static func hundredths(_ x: Double) -> String { "\((x * 100).rounded() / 100)" }
}
