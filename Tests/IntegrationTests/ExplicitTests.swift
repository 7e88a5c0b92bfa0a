import Integration
import NumericKernel
import RealModule
import Testing

/// y' = y cos t, z' = y z − z²: smooth, not autonomous, coupled. y = e^{sin t}.
private let smooth = ExternalModel(variables: ["y", "z"]) { t, y, rate in
  rate[0] = y[0] * .cos(t)
  rate[1] = y[0] * y[1] - y[1] * y[1]
}

@Suite("Explicit method")
struct ExplicitTests {
  /// Steps of one size: tolerances so loose that the error test never acts.
  private func fixedSteps(_ count: Int, over length: Double) -> IntegrationOptions {
    var options = IntegrationOptions(
      method: .erk, relativeTolerance: 0.09, absoluteTolerance: AbsoluteTolerance(1e6))
    options.firstStep = length / Double(count)
    options.largestStep = options.firstStep
    return options
  }

  private func slopes(_ errors: [Double]) -> [Double] {
    zip(errors, errors.dropFirst()).map { .log2($0 / $1) }
  }

  /// Errors from 1e-7 down to 1e-12: above rounding, below which no slope can be seen.
  @Test("at the ends of steps the order is 8")
  func order() throws {
    let errors = try [4, 8, 16].map { count in
      let end = try integrate(
        smooth, from: [1, 0.5], over: (0, 4), output: .times([4]),
        options: fixedSteps(count, over: 4))
      #expect(end.statistics.steps == count)
      return abs(end.reachedState[0] - .exp(.sin(4)))
    }
    for slope in slopes(errors) { #expect(slope > 7.2 && slope < 9.5, "\(errors)") }
  }

  /// The first step alone: dense output of order 7 errs by h⁸.
  @Test("between the ends of a step the order is 7")
  func dense() throws {
    let errors = try [1.0, 0.5, 0.25].map { step in
      let times = [0.2, 0.4, 0.6, 0.8].map { $0 * step }
      let solution = try integrate(
        smooth, from: [1, 0.5], over: (0, step), output: .times(times),
        options: fixedSteps(1, over: step))
      #expect(solution.statistics.steps == 1)
      return zip(times, solution["y"] ?? []).map { abs($1 - .exp(.sin($0))) }.max() ?? .nan
    }
    for slope in slopes(errors) { #expect(slope > 7 && slope < 9.5, "\(errors)") }
  }

  @Test("errors follow the tolerance, forward and backward", arguments: [1e-4, 1e-7, 1e-10])
  func tolerance(_ rtol: Double) throws {
    for end in [6.0, -6] {
      let solution = try integrate(
        smooth, from: [1, 0.5], over: (0, end),
        options: IntegrationOptions(method: .erk, relativeTolerance: rtol))
      // e^{sin t} does not amplify errors; z contracts forward and is looked at in y alone.
      let worst = zip(solution.times, solution["y"] ?? []).map {
        abs($1 / .exp(.sin($0)) - 1)
      }.max()
      #expect((worst ?? .nan) < 10 * rtol)
      #expect(solution.statistics.lastOrder == 8 && solution.statistics.jacobianEvaluations == 0)
    }
  }

  /// Kepler's orbit of eccentricity ½ comes back after 2π.
  @Test("an orbit closes, with its energy")
  func kepler() throws {
    let orbit = ExternalModel(variables: ["q1", "q2", "p1", "p2"]) { _, y, rate in
      let cube = Double.pow(y[0] * y[0] + y[1] * y[1], 1.5)
      rate[0] = y[2]
      rate[1] = y[3]
      rate[2] = -y[0] / cube
      rate[3] = -y[1] / cube
    }
    let start = [0.5, 0, 0, Double.sqrt(3)]
    let end = try integrate(
      orbit, from: start, over: (0, 2 * .pi),
      options: IntegrationOptions(method: .erk, relativeTolerance: 1e-11)
    ).reachedState
    for (value, first) in zip(end, start) { #expect(abs(value - first) < 1e-8) }
  }

  @Test("a pole and a domain that is left are named")
  func failures() throws {
    let pole = ExternalModel(variables: ["y"]) { _, y, rate in rate[0] = y[0] * y[0] }
    let root = ExternalModel(variables: ["y"]) { _, y, rate in rate[0] = -1 / .sqrt(y[0]) }
    let options = IntegrationOptions(method: .erk)
    for (field, end) in [(pole, 1.0), (root, 2.0 / 3)] {
      do {
        _ = try integrate(field, from: [1], over: (0, 2), options: options)
        Issue.record("no error")
      } catch {
        #expect(abs(error.time - end) < 1e-4, "\(error)")
        #expect(error.solution.count > 3)
      }
    }
  }

  @Test("a continuous solution of degree 7 meets the exact one")
  func interpolant() throws {
    var options = IntegrationOptions(method: .erk, relativeTolerance: 1e-9)
    options.keepsInterpolant = true
    let solution = try integrate(smooth, from: [1, 0.5], over: (0, 6), options: options)
    for k in 0...60 {
      let t = Double(k) / 10
      let value = try #require(solution.interpolant?.state(at: t)?[0])
      #expect(abs(value / .exp(.sin(t)) - 1) < 1e-7)
    }
  }
}
