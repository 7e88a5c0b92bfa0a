import BenchmarkProblems
import CPeers
import FastSlow
import Foundation

/// A solver's runs over a ladder of tolerances.
struct Contender {
  let name: String
  let setup: Double?
  /// The error reached, and the seconds it took.
  let points: [(error: Double, seconds: Double)]
  /// Why there are none.
  var missing: String?
  /// Whether it is FastSlow's.
  var isOurs: Bool { name.hasPrefix("FastSlow") }

  /// The least seconds among runs whose error is at most this; infinite if there are none.
  func seconds(for error: Double) -> Double {
    points.filter { $0.error <= error }.map(\.seconds).min() ?? .infinity
  }
}

/// Seconds at equal error on stiff problems, each solver at its best tolerances.
struct WorkPrecision {
  private let errors = (3...10).map { pow(10, -Double($0)) }
  /// Half a decade of rtol from step to step, and absolute tolerances of two kinds.
  private let ladder = (4...24).flatMap { half in
    [1e-3, 1e-8].map { factor in
      let rtol = pow(10, -Double(half) / 2)
      return (rtol: rtol, atol: rtol * factor)
    }
  }

  func run(_ report: BenchmarkReport, only key: String? = nil) throws {
    let peers = PythonPeers("scripts/peers/stiff.py")
    var text = """
      ## Stiff problems: time at equal error

      Seconds to reach the end with the largest relative error of any component at most E, one
      solve from the first call to the last number. Every solver has the same ladder of relative
      tolerances (1e-2 to 1e-12 by half decades) with absolute tolerances 1e-3 and 1e-8 of them
      times the variable's size, and counts with its fastest run that is accurate enough; – means
      none was. A peer that needs over 20 ms a solve has whole decades and 5 s on a problem, any
      other 20 s. Right-hand sides and exact Jacobians are compiled wherever a peer takes compiled
      ones: numba for SciPy, numbalsoda and scikit-sundae, XLA for diffrax, LLVM for pydiffsol.
      Ratios are to the fastest of ours.

      \(BenchmarkReport.machine())
      Peers: \(peers == nil ? "not installed (scripts/peers/install)" : PythonPeers.versions()).

      """
    for problem in try StiffProblem.all() where key == nil || problem.key == key {
      var contenders = try own(problem)
      contenders += try peers?.measure(request(problem)) ?? []
      let table = table(problem, contenders)
      print(table)
      text += "\n" + table
    }
    if key == nil { try report.write("stiff", text) }
  }

  private func request(_ problem: StiffProblem) -> PythonPeers.Request {
    PythonPeers.Request(
      problem: problem.key, start: problem.system.initialState, end: problem.end,
      reference: problem.reference, scale: problem.scale,
      runs: ladder.map { [$0.rtol, $0.atol] }, budget: 20)
  }

  private func own(_ problem: StiffProblem) throws -> [Contender] {
    [
      try contender("FastSlow auto", .auto, problem),
      try contender("FastSlow Rosenbrock", .rosenbrock, problem),
      try contender("FastSlow Radau", .radau, problem),
      try contender("FastSlow BDF", .bdf, problem),
      handwritten(problem),
    ]
  }

  private func contender(
    _ name: String, _ method: IntegrationOptions.Method, _ problem: StiffProblem
  ) throws -> Contender {
    let field = problem.system.field(in: problem.unit)
    var setup: Double?
    var points: [(Double, Double)] = []
    for (rtol, atol) in ladder {
      let names = field.variableNames
      let tolerances = zip(names, problem.scale).map { ($0, $1 * atol) }
      let options = IntegrationOptions(
        method: method, relativeTolerance: rtol,
        absoluteTolerance: AbsoluteTolerance(
          exceptions: Dictionary(uniqueKeysWithValues: tolerances)))
      var end: [Double] = []
      let solve = {
        end = try integrate(
          field, from: problem.system.initialState, over: (0, problem.end),
          output: .times([problem.end]), options: options
        ).reachedState
      }
      // The first solve compiles the field's programs.
      let first = try? ContinuousClock().measure(solve) / .seconds(1)
      guard let seconds = try? medianSeconds(solve) else { continue }
      if setup == nil { setup = first.map { $0 - seconds } }
      points.append((problem.error(of: end), seconds))
    }
    return Contender(name: name, setup: setup, points: points)
  }

  /// Plain C with the same calls of SUNDIALS.
  private func handwritten(_ problem: StiffProblem) -> Contender {
    var points: [(Double, Double)] = []
    for (rtol, atol) in ladder {
      let tolerances = problem.scale.map { $0 * atol }
      var state: [Double] = []
      var code: Int32 = 0
      let seconds = medianSeconds {
        state = problem.system.initialState
        let n = Int32(state.count)
        code = unsafe cpeers_stiff(
          index(problem), n, problem.end, rtol, tolerances, &state)
      }
      if code >= 0 { points.append((problem.error(of: state), seconds)) }
    }
    return Contender(name: "C + CVODE by hand", setup: nil, points: points)
  }

  /// What CPeers calls a problem.
  private func index(_ problem: StiffProblem) -> Int32 {
    let indices = [
      "robertson": CPEERS_ROBERTSON, "hires": CPEERS_HIRES, "orego": CPEERS_OREGO,
      "van_der_pol_3": CPEERS_VAN_DER_POL_3, "van_der_pol_6": CPEERS_VAN_DER_POL_6,
      "davis_skodje": CPEERS_DAVIS_SKODJE, "unlearning": CPEERS_UNLEARNING,
    ]
    return indices[problem.key].map { Int32($0) } ?? -1
  }

  private func table(_ problem: StiffProblem, _ contenders: [Contender]) -> String {
    let heads = errors.map { "\($0)" }.joined(separator: " | ")
    var lines = [
      "### \(problem.name)", "", "| solver | \(heads) | set-up |",
      "|---|" + errors.map { _ in "---:|" }.joined() + "---:|",
    ]
    for contender in contenders where contender.missing == nil {
      let cells = errors.map { formatted(seconds: contender.seconds(for: $0)) }
      let setup = contender.setup.map { formatted(seconds: $0) } ?? "–"
      lines.append("| \(contender.name) | \(cells.joined(separator: " | ")) | \(setup) |")
    }
    let own = contenders.filter(\.isOurs)
    for rival in contenders where rival.missing == nil && !rival.isOurs {
      let cells = errors.map { error in
        let best = own.map { $0.seconds(for: error) }.min() ?? .infinity
        return times(rival.seconds(for: error), over: best)
      }
      lines.append("| *\(rival.name) / ours* | \(cells.joined(separator: " | ")) | |")
    }
    lines += contenders.compactMap { c in c.missing.map { "\n\(c.name): \($0)." } }
    return lines.joined(separator: "\n") + "\n"
  }
}
