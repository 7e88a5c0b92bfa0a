import CPeers
import FastSlow
import FastSlowModels

/// The mean-field network against plain C with CVODE and SPGMR: same start, same tolerances.
struct PopulationScaling {
  func run(_ report: BenchmarkReport) throws {
    var lines = [
      """
      ## Populations

      The mean-field network (two variables a neuron, two reductions), ε = 0.01, to slow time 100 at
      rtol 1e-6, one solve. The peer is C with CVODE and SPGMR, as one writes it without knowing the
      Jacobian's structure; it is left out at a million members.

      \(BenchmarkReport.machine())

      | neurons | FastSlow | steps | ns a member and step | C + CVODE, SPGMR | steps | peer / FastSlow |
      |---:|---:|---:|---:|---:|---:|---:|
      """
    ]
    for members in [1000, 10_000, 100_000, 1_000_000] { lines.append(try row(members)) }
    try report.write("populations", lines.joined(separator: "\n") + "\n")
  }

  private func row(_ members: Int) throws -> String {
    let system = try MeanFieldNetwork().setting(\.$ε, 0.01).compiled(counts: ["neuron": members])
    let field = system.field(in: .slow)
    let options = IntegrationOptions(
      relativeTolerance: 1e-6, absoluteTolerance: AbsoluteTolerance(1e-9))
    let clock = ContinuousClock()
    var steps = 0
    let own = try clock.measure {
      steps = try integrate(
        field, from: system.initialState, over: (0, 100), output: .times([]), options: options
      ).statistics.steps
    }
    let perMember = own / .nanoseconds(1) / Double(members * steps)
    let mine =
      "| \(members) | \(formatted(seconds: own / .seconds(1))) | \(steps) "
      + "| \(significant(perMember)) |"
    guard members < 1_000_000 else { return mine + " – | – | – |" }
    var state = system.initialState
    var theirs = 0
    let peer = clock.measure {
      _ = unsafe cpeers_mean_field(members, 0.01, 100, 1e-6, 1e-9, &state, &theirs)
    }
    return mine
      + " \(formatted(seconds: peer / .seconds(1))) | \(theirs) | \(significant(peer / own))× |"
  }
}
