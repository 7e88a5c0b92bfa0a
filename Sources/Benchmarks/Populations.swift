import CPeers
import FastSlow
import FastSlowModels
import Reporting

/// Populations against plain C with CVODE and SPGMR: same start, same tolerances.
struct PopulationScaling {
  /// One model, how far, and the C program that does the same.
  private struct Problem {
    let title: String
    let end: Double
    let sizes: [Int]
    /// The largest size the peer is run at.
    let largestPeer: Int
    let system: (Int) throws -> System
    let peer: (System, inout [Double], inout Int) -> Void
  }

  private let rtol = 1e-6
  private let atol = 1e-9

  func run(_ report: BenchmarkReport) throws {
    var lines = [
      """
      ## Populations

      Two variables a member; one solve each at rtol 1e-6, atol 1e-9. The peer is C with CVODE and
      SPGMR, as one writes it without knowing the Jacobian's structure.

      \(BenchmarkReport.machine())

      """
    ]
    for problem in [network, nerves] {
      lines += [
        problem.title, "",
        "| members | FastSlow | steps | ns a member and step | C + CVODE, SPGMR | steps | peer / FastSlow | largest difference |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|",
      ]
      lines += try problem.sizes.map { try row(problem, $0) } + [""]
    }
    lines.append(try dense())
    try report.write("populations", lines.joined(separator: "\n") + "\n")
  }

  private var network: Problem {
    Problem(
      title: "The mean-field network (two reductions), ε = 0.01, to slow time 100:", end: 100,
      sizes: [1000, 10_000, 100_000, 1_000_000], largestPeer: 100_000,
      system: {
        try MeanFieldNetwork().setting(\.$ε, 0.01).compiled(counts: ["neuron": $0])
      },
      peer: { [rtol, atol] system, state, steps in
        _ = unsafe cpeers_mean_field(
          system.populations[0].count, 0.01, 100, rtol, atol, &state, &steps)
      })
  }

  private var nerves: Problem {
    Problem(
      title: "Globally coupled FitzHugh-Nagumo neurons with spread currents, ε = 0.001, to slow "
        + "time 20:", end: 20, sizes: [1000, 10_000], largestPeer: 10_000,
      system: {
        try CoupledFitzHughNagumo().setting(\.$ε, 0.001).compiled(counts: ["neuron": $0])
      },
      peer: { [rtol, atol] system, state, steps in
        let currents = system.memberParameterValues.values.first ?? []
        _ = unsafe cpeers_coupled_nerves(
          system.populations[0].count, 0.001, 20, rtol, atol, currents, &state, &steps)
      })
  }

  private var options: IntegrationOptions {
    IntegrationOptions(relativeTolerance: rtol, absoluteTolerance: AbsoluteTolerance(atol))
  }

  private func row(_ problem: Problem, _ members: Int) throws -> String {
    let system = try problem.system(members)
    let (own, solution) = try solve(system.field(in: .slow), to: problem.end)
    let steps = solution.statistics.steps
    let mine =
      "| \(members) | \(formatted(seconds: own)) | \(steps) "
      + "| \(significant(own * 1e9 / Double(members * steps))) |"
    guard members <= problem.largestPeer else { return mine + " – | – | – | – |" }
    var (state, theirs) = (system.initialState, 0)
    let peer = ContinuousClock().measure { problem.peer(system, &state, &theirs) } / .seconds(1)
    let off = zip(state, solution.reachedState).map { ($0 - $1).magnitude }.max() ?? .nan
    return mine
      + " \(formatted(seconds: peer)) | \(theirs) | \(significant(peer / own))× "
      + "| \(formatted(off, digits: 2)) |"
  }

  private func solve(_ field: SystemField, to end: Double) throws -> (Double, Solution) {
    let clock = ContinuousClock()
    let begin = clock.now
    let solution = try integrate(
      field, from: field.system.initialState, over: (0, end), output: .times([end]),
      options: options)
    return ((clock.now - begin) / .seconds(1), solution)
  }

  /// A dense Jacobian at a size where that still ends, and what its n³ makes of ten thousand members.
  private func dense() throws -> String {
    let members = 500
    let system = try network.system(members)
    let (fast, _) = try solve(system.field(in: .slow), to: 100)
    let (slow, _) = try solve(system.field(in: .slow, using: .dense), to: 100)
    let growth = 10_000 / Double(members)
    return "Against a dense Jacobian at \(members) members: \(formatted(seconds: slow)) for "
      + "\(formatted(seconds: fast)), \(significant(slow / fast)) times. Its n³ against our n would "
      + "make that some \(formatted(slow / fast * growth * growth, digits: 2)) times at 10000."
  }
}
