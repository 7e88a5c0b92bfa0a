import FastSlow
import FastSlowModels
import Foundation

/// Points per second on both cores, each solver at its fastest tolerance that is accurate enough.
struct Sweep {
  private let count = 100_000
  private let audited = 500
  private let errors = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7]
  private let ladder: [(rtol: Double, atol: Double)] = (4...16).map { half in
    let rtol = pow(10, -Double(half) / 2)
    return (rtol, rtol / 100)
  }

  private struct Request: Encodable {
    let problem: String
    let points: [[Double]]
    let end: Double
    let audited: [[Double]]
    let runs: [[Double]]
    let budget: Double
  }

  /// A sweep: columns by name, point by point, shuffled.
  private struct Problem {
    let name: String
    let key: String
    let system: System
    let unit: TimeUnit
    let end: Double
    let columns: [String]
    let points: [[Double]]

    var values: [String: [Double]] {
      Dictionary(
        uniqueKeysWithValues: columns.enumerated().map { k, name in (name, points.map { $0[k] }) })
    }
  }

  func run(_ report: BenchmarkReport) async throws {
    let script = "scripts/peers/sweep.py"
    let hasPeers = PythonPeers(script) != nil
    var text = """
      ## Sweeps: points per second

      \(count) parameter points in random order, on all cores. The error is the root mean square,
      over the first \(audited) points, of the largest relative error of a component at the end,
      against CVODE at rtol 1e-12. numbalsoda runs a compiled loop in one process a core (first
      20000 points), CasADi maps its integrator over threads (2000 points), diffrax runs one vmap
      (100 points). Ladder of rtol from 1e-2 to 1e-8 by half decades, atol a hundredth of it; a peer
      begins no run after 20 s, and is stopped after 90 s with its compilation.

      \(BenchmarkReport.machine())
      Peers: \(!hasPeers ? "not installed (scripts/peers/install)" : PythonPeers.versions()).

      """
    for problem in [try vanDerPol(), try unlearning()] {
      let truth = try audit(problem)
      var contenders = [try await own(problem, truth)]
      // A process of its own for each problem: numbalsoda's workers must not be forked after JAX's.
      if let peers = PythonPeers(script) {
        try peers.send(
          Request(
            problem: problem.key, points: Array(problem.points.prefix(20_000)), end: problem.end,
            audited: truth, runs: ladder.map { [$0.rtol, $0.atol] }, budget: 20))
        contenders += try peers.answers()
      }
      let table = table(problem, contenders)
      print(table)
      text += "\n" + table
    }
    try report.write("sweep", text)
  }

  private func vanDerPol() throws -> Problem {
    var random = SplitMix(state: 1)
    let points = (0..<count).map { _ in [random.decades(-4, -1), 0.9 * random.next()] }
    return Problem(
      name: "van der Pol to slow time 2, ε from 1e-4 to 0.1, a from 0 to 0.9", key: "van_der_pol",
      system: try VanDerPol().compiled(), unit: .slow, end: 2, columns: ["ε", "a"], points: points)
  }

  private func unlearning() throws -> Problem {
    var random = SplitMix(state: 2)
    let points = (0..<count).map { _ in [random.decades(-3, -0.5), 0.05 + 2 * random.next()] }
    let model = FeatureUnlearning().setting(\.$c, [0, 1, -0.4]).setting(\.$b, [0, 1, 1])
      .setting(\.$s, initial: 0.01)
    return Problem(
      name: "feature unlearning to fast time 1e4, ε from 1e-3 to 0.3, a(0) from 0.05 to 2.05",
      key: "unlearning", system: try model.compiled(), unit: .fast, end: 1e4, columns: ["ε", "a"],
      points: points)
  }

  private func audit(_ problem: Problem) throws -> [[Double]] {
    let parameters = Set(problem.system.parameters.map(\.name))
    return try problem.points.prefix(audited).map { point in
      var system = problem.system
      for (name, value) in zip(problem.columns, point) {
        system =
          parameters.contains(name)
          ? try system.setting(name, value) : try system.setting(name, initial: value)
      }
      return try system.solve(
        until: problem.end, in: problem.unit, output: .times([]),
        options: IntegrationOptions(relativeTolerance: 1e-12, absoluteTolerance: 1e-16)
      ).reachedState
    }
  }

  private func own(_ problem: Problem, _ truth: [[Double]]) async throws -> Contender {
    var points: [(Double, Double)] = []
    for (rtol, atol) in ladder {
      let options = IntegrationOptions(
        relativeTolerance: rtol, absoluteTolerance: AbsoluteTolerance(atol))
      var times: [Double] = []
      var error = Double.infinity
      for _ in 0..<3 {
        let begin = ContinuousClock.now
        let result = try await problem.system.solve(
          varying: problem.values, until: problem.end, in: problem.unit, options: options)
        times.append((ContinuousClock.now - begin) / .seconds(1))
        error = rootMeanSquare(result, truth)
      }
      points.append((error, times.sorted()[1] / Double(count)))
    }
    return Contender(name: "FastSlow", setup: nil, points: points)
  }

  private func rootMeanSquare(_ result: BatchSolution, _ truth: [[Double]]) -> Double {
    let squares = truth.enumerated().map { point, exact in
      let worst = zip(result.end(of: point), exact).map { (($0 - $1) / $1).magnitude }.max() ?? .nan
      return worst * worst
    }
    return (squares.reduce(0, +) / Double(squares.count)).squareRoot()
  }

  private func table(_ problem: Problem, _ contenders: [Contender]) -> String {
    var lines = [
      "### \(problem.name)", "",
      "| solver | " + errors.map { "\($0)" }.joined(separator: " | ") + " |",
      "|---|" + errors.map { _ in "---:|" }.joined(),
    ]
    let best = errors.map { error in
      contenders.dropFirst().map { $0.seconds(for: error) }.min() ?? .infinity
    }
    for contender in contenders where contender.missing == nil {
      let cells = errors.map { error in
        let rate = 1 / contender.seconds(for: error)
        return rate > 0 ? "\(Int(rate.rounded()))" : "–"
      }
      lines.append("| \(contender.name), points/s | \(cells.joined(separator: " | ")) |")
    }
    if contenders.count > 1, let own = contenders.first {
      let ratios = zip(errors, best).map { times($1, over: own.seconds(for: $0)) }
      lines.append("| *FastSlow / best peer* | \(ratios.joined(separator: " | ")) |")
    }
    lines += contenders.compactMap { c in c.missing.map { "\n\(c.name): \($0)." } }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// Numbers on [0, 1), the same every time (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195).
private struct SplitMix {
  var state: UInt64

  mutating func next() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
  }

  /// Evenly spread in the logarithm, from 10^low to 10^high.
  mutating func decades(_ low: Double, _ high: Double) -> Double {
    pow(10, low + (high - low) * next())
  }
}
