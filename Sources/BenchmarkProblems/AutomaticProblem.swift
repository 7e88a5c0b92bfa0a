package import FastSlow
import FastSlowModels

/// A problem that `auto` must choose a method for: stiff, not stiff, or by turns.
package struct AutomaticProblem: Sendable {
  /// Name and horizon.
  package let name: String
  /// The model with its parameters and start.
  package let system: System
  /// The time it is integrated in.
  package let unit: TimeUnit
  /// The time to reach.
  package let end: Double

  /// Every problem.
  package static func all() throws -> [AutomaticProblem] {
    let oscillators = try (0...8).map { decade in
      let ε = 1 / decadePower(decade)
      return AutomaticProblem(
        name: "van der Pol, ε = \(ε), to 10", system: try VanDerPol().setting(\.$ε, ε).compiled(),
        unit: .slow, end: 10)
    }
    let stiff = try StiffProblem.all().filter { ["robertson", "hires", "orego"].contains($0.key) }
      .map { AutomaticProblem(name: $0.name, system: $0.system, unit: $0.unit, end: $0.end) }
    return oscillators + stiff + [
      AutomaticProblem(
        name: "Kepler, eccentricity 0.5, 10 periods", system: try Kepler().compiled(),
        unit: .slow, end: 20 * .pi),
      AutomaticProblem(
        name: "Lotka-Volterra to 30", system: try LotkaVolterra().compiled(), unit: .slow, end: 30),
    ]
  }

  private static func decadePower(_ decade: Int) -> Double {
    (0..<decade).reduce(1) { power, _ in power * 10 }
  }
}

/// The problem of two bodies, from the pericentre of an orbit of eccentricity ½ and period 2π.
struct Kepler: FastSlowModel {
  @State(initial: 0.5) var q1
  @State(initial: 0) var q2
  @State(initial: 0) var p1
  @State(initial: 1.7320508075688772) var p2

  var equations: [Equation] {
    let r = sqrt(q1 ** 2 + q2 ** 2)
    d(q1) == p1
    d(q2) == p2
    d(p1) == -q1 / r ** 3
    d(p2) == -q2 / r ** 3
  }
}

/// Predator and prey (Lotka 1925, Volterra 1926).
struct LotkaVolterra: FastSlowModel {
  @State(initial: 1) var prey
  @State(initial: 1) var predator

  var equations: [Equation] {
    d(prey) == 1.5 * prey - prey * predator
    d(predator) == prey * predator - 3 * predator
  }
}
