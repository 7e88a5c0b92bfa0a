import FastSlow
import FastSlowModels
import RealModule
import TestSupport
import Testing

/// A shipped model beside a reference file that uses other names.
struct ReferenceCase: Sendable, CustomTestStringConvertible {
  let file: String
  let model: any FastSlowModel
  var unit = TimeUnit.slow
  /// Our name by theirs.
  var names: [String: String] = [:]
  /// Parameter values from the reference's parameters.
  var parameters: [String: String] = [:]
  var epsilonIsInverseOf: String?

  var testDescription: String { file }

  func system(_ reference: Reference) throws -> System {
    var system = try System(model)
    for (theirs, value) in reference.parameters {
      if theirs == epsilonIsInverseOf {
        system = try system.setting("ε", 1 / value)
      } else {
        system = try system.setting(parameters[theirs] ?? theirs, value)
      }
    }
    for (theirs, value) in zip(reference.state, reference.y0) {
      system = try system.setting(names[theirs] ?? theirs, initial: value)
    }
    return system
  }
}

@Suite("Shipped models against reference values")
struct ReferenceTests {
  static let cases: [ReferenceCase] = [
    .init(file: "robertson", model: Robertson()),
    .init(file: "vdp_lienard_eps1e-3", model: VanDerPol(), parameters: ["eps": "ε"]),
    .init(file: "vdp_lienard_eps1e-6", model: VanDerPol(), parameters: ["eps": "ε"]),
    .init(
      file: "davis_skodje_gamma3", model: DavisSkodje(), names: ["y": "y", "z": "x"],
      epsilonIsInverseOf: "gamma"),
    .init(
      file: "davis_skodje_gamma100", model: DavisSkodje(), names: ["y": "y", "z": "x"],
      epsilonIsInverseOf: "gamma"),
    .init(
      file: "davis_skodje_gamma1e6", model: DavisSkodje(), names: ["y": "y", "z": "x"],
      epsilonIsInverseOf: "gamma"),
    .init(
      file: "fhn_eps0.08", model: FitzHughNagumo(), unit: .fast,
      parameters: ["eps": "ε", "a": "alpha", "b": "beta"]),
    .init(
      file: "fhn_eps0.01", model: FitzHughNagumo(), unit: .fast,
      parameters: ["eps": "ε", "a": "alpha", "b": "beta"]),
    .init(
      file: "michaelis_menten_eps1e-2", model: MichaelisMenten(),
      parameters: ["kappa": "K", "lam": "L", "eps": "ε"]),
    .init(
      file: "michaelis_menten_eps1e-4", model: MichaelisMenten(),
      parameters: ["kappa": "K", "lam": "L", "eps": "ε"]),
  ]

  /// Global error of BDF exceeds the local tolerance by the number of steps and the problem's
  /// conditioning; the reference set's own CVODE runs show factors of 10 to 10⁴ (its README).
  /// At rtol 1e-10 that leaves 1e-6 of each variable's largest value.
  @Test("six digits at rtol 1e-10", arguments: cases)
  func agrees(_ item: ReferenceCase) throws {
    let reference = try Reference.named(item.file)
    let system = try item.system(reference)
    let times = reference.reference.map(\.t)
    let solution = try integrate(
      system.field(in: item.unit), from: system.initialState,
      over: (reference.t0, times.max() ?? 0), output: .times(times),
      options: .init(relativeTolerance: 1e-10, absoluteTolerance: AbsoluteTolerance(1e-16)))
    for (position, theirs) in reference.state.enumerated() {
      let ours = try #require(solution[item.names[theirs] ?? theirs])
      let expected = reference.reference.map { $0.values[position] }
      let size = expected.map(\.magnitude).max() ?? 1
      for (k, value) in ours.enumerated() {
        let error = (value - expected[k]).magnitude / (expected[k].magnitude + 1e-6 * size)
        #expect(error < 1e-6, "\(theirs) at t = \(times[k]): \(value), expected \(expected[k])")
      }
    }
  }
}

@Suite("Closed forms")
struct ClosedFormTests {
  @Test("Davis-Skodje follows its exact solution from the layer to the slow manifold")
  func davisSkodje() throws {
    for ε in [1e-1, 1e-3, 1e-6] {
      let system = try DavisSkodje().setting(\.$ε, ε).compiled()
      let solution = try integrate(
        system.field(in: .slow), from: system.initialState, over: (0, 5),
        output: .points(40, .logarithmic(first: ε / 10)),
        options: .init(relativeTolerance: 1e-10, absoluteTolerance: AbsoluteTolerance(1e-14)))
      let x = try #require(solution["x"])
      for (t, value) in zip(solution.times, x) {
        let decay = y(t) / (1 + y(t))
        let exact = (2 - 0.5) * Double.exp(-t / ε) + decay
        #expect(abs(value - exact) < 1e-8, "ε = \(ε), t = \(t)")
      }
    }
  }

  @Test("golden values of the unlearning model", arguments: golden)
  func unlearning(_ value: Golden) throws {
    let system = try value.system()
    let solution = try integrate(
      system.field(in: .fast), from: system.initialState, over: (0, value.t),
      output: .times([value.t]),
      options: .init(relativeTolerance: 1e-11, absoluteTolerance: AbsoluteTolerance(1e-14)))
    let state = solution.state(at: 0)
    // Given to 12 digits; one digit is left to the integration.
    #expect(abs(state[0] - value.s) < 1e-9 * value.s)
    #expect(abs(state[1] - value.a) < 1e-9 * value.a)
  }

  @Test("the risk never rises, also while the feature is lost")
  func riskFalls() throws {
    let system = try FeatureUnlearning().compiled()
    let solution = try integrate(
      system.field(in: .fast), from: system.initialState, over: (0, 1e5),
      observables: Observables(system.observables.map(\.name)) {
        let evaluator = system.makeObservableEvaluator(in: .fast)
        return { t, y, out in evaluator.evaluate(y, time: t, into: &out) }
      })
    let risk = try #require(solution["risk"])
    for (before, after) in zip(risk, risk.dropFirst()) {
      // rtol 1e-8 on the state moves the risk by as much.
      #expect(after <= before + 1e-8)
    }
    let s = try #require(solution["s"])
    #expect((s.max() ?? 0) > 0.6)
    #expect((s.last ?? 1) < 0.1)
  }

  struct Golden: Sendable {
    let c: [Double]
    let b: [Double]
    let ε: Double
    let a0: Double
    let t: Double
    let s: Double
    let a: Double

    func system() throws -> System {
      try FeatureUnlearning().setting(\.$c, c).setting(\.$b, b).setting(\.$ε, ε)
        .setting(\.$a, initial: a0).compiled()
    }
  }

  static let golden: [Golden] =
    [
      (5, 0.957020565932, 1.087875288914), (50, 0.998350902918, 1.148883853850),
    ].map { Golden(c: [0, 0.9, 0.6], b: [0, 0.8, 0.5], ε: 0.1, a0: 1, t: $0.0, s: $0.1, a: $0.2) }
    + [(5, 0.579152417514, 0.261861812744), (5e3, 0.137393138343, 6.276456767057)].map {
      Golden(c: [0, 1, -0.45], b: [0, 1, 0.9], ε: 0.05, a0: 0.2, t: $0.0, s: $0.1, a: $0.2)
    }

  private func y(_ t: Double) -> Double { Double.exp(-t) }

}
