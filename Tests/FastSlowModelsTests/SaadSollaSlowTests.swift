import FastSlow
import FastSlowModels
import Testing

@Suite("Committees of erf neurons, both layers trained")
struct SaadSollaSlowTests {
  private let dimension = 1000
  private let weight = 0.5

  /// A run of SGD with the learning rates of the model's defaults, and its ODE from the same start.
  private func pair(seed: UInt64, until time: Double) throws -> (
    times: [Double], sgd: [Double], ode: [Double]
  ) {
    let problem = SaadSolla().learningProblem(for: try SaadSolla().compiled())
    var settings = SGDSettings(
      width: 2, dimension: dimension, batch: 1, stepSize: 1, timeScaleRatio: 1,
      firstLayer: .uniform, secondLayer: .equal(2 * weight), horizon: 1, recordings: 60, seed: seed)
    let rates = LearningRates.nn2pp(first: 0.5, second: 0.5)
    let scales = rates.scales(width: 2, dimension: dimension)
    settings.stepSize = scales.stepSize
    settings.timeScaleRatio = scales.timeScaleRatio
    settings.rowNorm = .free
    settings.horizon = time * Double(dimension) * scales.stepSize
    let request = try SGDRequest(
      teacher: problem.teacher, student: problem.student, settings: settings)
    let run = DirectEngine(precision: .double).run(request, member: 0, monitor: SGDMonitor())
    let times = run.steps.map { Double($0) / Double(dimension) }
    let solution = try start(seed).solve(until: times[times.count - 1], output: .times(times))
    return (times, run.records.map(\.testError), try #require(solution["risk"]))
  }

  /// The model from the overlaps of the rows that a seed begins with.
  private func start(_ seed: UInt64) throws -> System {
    let normals = RandomSequence(seed: seed, purpose: .firstLayer).normals(count: 2 * dimension)
    let rows = (0..<2).map { j in
      let row = normals[(j * dimension)..<((j + 1) * dimension)]
      let norm = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return row.map { $0 / norm }
    }
    var system = try SaadSolla().compiled()
    for i in 0..<2 {
      for n in 0..<2 { system = try system.setting("R[\(2 * i + n)]", initial: rows[i][n]) }
      system = try system.setting("v[\(i)]", initial: weight)
    }
    let across = zip(rows[0], rows[1]).reduce(0) { $0 + $1.0 * $1.1 }
    for (index, value) in [1, across, 1].enumerated() {
      system = try system.setting("Q[\(index)]", initial: value)
    }
    return system
  }

  @Test("SGD at d = 1000 follows the ODE onto the plateau and off it", arguments: [1, 2, 3])
  func plateauAndEscape(_ seed: UInt64) throws {
    let (times, sgd, ode) = try pair(seed: seed, until: 600)
    #expect(abs(sgd[0] / ode[0] - 1) < 1e-9)
    // Overlaps fluctuate by 1/√d = 3 %, and the risk with them, up to the end of the plateau.
    for (t, (x, y)) in zip(times, zip(sgd, ode)) where t < 100 { #expect(abs(x / y - 1) < 0.1) }
    let plateau = try #require(times.firstIndex { $0 > 60 })
    #expect(ode[plateau] > 0.013 && ode[plateau] < 0.017)
    // Escape: half the plateau, at the same recorded time or the next to it (times 1.26).
    let escapes = [sgd, ode].map { $0.firstIndex { $0 < 0.5 * ode[plateau] } }
    let (x, y) = (try #require(escapes[0]), try #require(escapes[1]))
    #expect(abs(x - y) <= 1)
    #expect(sgd[sgd.count - 1] < 1e-4 && ode[ode.count - 1] < 1e-4)
  }
}
