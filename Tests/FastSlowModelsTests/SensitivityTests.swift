import FastSlow
import FastSlowModels
import RealModule
import Testing

@Suite("Forward sensitivities")
struct SensitivityTests {
  private let options = IntegrationOptions(relativeTolerance: 1e-10)

  private func model(_ name: String) throws -> System {
    let declared = try ModelCatalogue.shipped.model(named: name)
    return try System(declared)
  }

  /// With r = x₀ − y₀/(1+y₀) and E = e^(−τ/ε): x = r E + y/(1+y), y = y₀ e^(−τ). So ∂x/∂ε = r E τ/ε²,
  /// ∂x/∂x₀ = E, ∂y/∂y₀ = e^(−τ), ∂x/∂y₀ = −E/(1+y₀)² + e^(−τ)/(1+y)².
  @Test("Davis and Skodje's problem agrees with its closed form", arguments: [0.1, 0.01])
  func davisSkodje(_ ε: Double) throws {
    let system = try model("davis-skodje").setting("ε", ε)
      .withSensitivities(to: ["epsilon", "x(0)", "y(0)"])
    let times = [0.2, 1, 3, 10].map { $0 * ε } + [1]
    let solution = try system.solve(until: 1, output: .times(times), options: options)
    for (k, τ) in times.enumerated() {
      let (e, y) = (Double.exp(-τ / ε), Double.exp(-τ))
      let exact = [
        "∂x/∂ε": 1.5 * e * τ / (ε * ε), "∂y/∂ε": 0, "∂x/∂x(0)": e, "∂y/∂y(0)": y,
        "∂x/∂y(0)": -e / 4 + y / ((1 + y) * (1 + y)), "∂y/∂x(0)": 0,
      ]
      for (name, value) in exact {
        let course = try #require(solution[name])
        let size = course.map(\.magnitude).max() ?? 0
        #expect(abs(course[k] - value) <= 1e-8 * size + 1e-14, "\(name) at τ = \(τ)")
      }
    }
  }

  /// Differences of order 4 over 0.1% of the parameter, at rtol 1e-12: their own error is about
  /// (1e-3)⁴ and rounding 1e-12/1e-3, so 1e-6 is asked.
  @Test(
    "they agree with differences of runs",
    arguments: [
      ("robertson", "k3", 40.0), ("fitzhugh-nagumo", "I", 3), ("michaelis-menten", "L", 1),
      ("van-der-pol", "a", 0.5), ("feature-unlearning", "c[2]", 5),
    ])
  func differences(_ name: String, _ parameter: String, _ end: Double) throws {
    let system = try model(name)
    let tight = IntegrationOptions(relativeTolerance: 1e-12)
    let value = try system.value(of: parameter)
    let unit = 1e-3 * (value == 0 ? 1 : value)
    let shifted = try [-2.0, -1, 1, 2].map { step in
      try system.setting(parameter, value + step * unit)
        .solve(until: end, output: .times([end]), options: tight).reachedState
    }
    let run = try system.withSensitivities(to: [parameter])
      .solve(until: end, output: .times([end]), options: options)
    for (j, variable) in system.variables.enumerated() {
      let difference =
        (shifted[0][j] - 8 * shifted[1][j] + 8 * shifted[2][j] - shifted[3][j]) / (12 * unit)
      let found = try #require(
        run[System.sensitivityName(of: variable.name, to: parameter)]?.first)
      let size = abs(difference) + 1e-4 * abs(run.reachedState[j])
      #expect(abs(found - difference) < 1e-6 * size, "\(variable.name)")
    }
  }

  @Test("a fast time gives the same sensitivities at the same place")
  func fastTime() throws {
    let system = try model("davis-skodje").withSensitivities(to: ["ε"])
    let slow = try system.solve(until: 0.02, output: .times([0.02]), options: options)
    let fast = try system.solve(until: 2, in: .fast, output: .times([2]), options: options)
    for (a, b) in zip(slow.reachedState, fast.reachedState) {
      #expect(abs(a - b) <= 1e-8 * abs(a) + 1e-12)
    }
  }

  @Test("an unknown quantity is refused with the nearest name")
  func unknown() throws {
    let system = try model("robertson")
    #expect(throws: UnknownName.self) { try system.withSensitivities(to: ["k4"]) }
    #expect(throws: UnknownName.self) { try system.withSensitivities(to: ["z(0)"]) }
  }
}
