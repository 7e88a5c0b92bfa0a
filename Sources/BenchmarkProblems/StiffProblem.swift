package import FastSlow
import FastSlowModels

/// An initial value problem with its end state known to many digits.
package struct StiffProblem: Sendable {
  /// Name and horizon.
  package let name: String
  /// What the peers call it.
  package let key: String
  /// The model with its parameters and start.
  package let system: System
  /// The time it is integrated in.
  package let unit: TimeUnit
  /// The time to reach.
  package let end: Double
  /// Quadruple-precision values of two independent methods, as in Tests/References.
  package let reference: [Double]
  /// The sizes absolute tolerances are given against.
  package let scale: [Double]

  /// The largest relative error of a component at the end.
  package func error(of state: [Double]) -> Double {
    zip(state, reference).map { ($0 - $1).magnitude / $1.magnitude }.reduce(0, Swift.max)
  }

  /// Every problem.
  package static func all() throws -> [StiffProblem] {
    try [
      robertson(), hires(), oregonator(), vanDerPol(1e-3), vanDerPol(1e-6), davisSkodje(),
      unlearning(),
    ]
  }

  private static func robertson() throws -> StiffProblem {
    StiffProblem(
      name: "Robertson to 4e10", key: "robertson",
      system: try Robertson().compiled(), unit: .slow, end: 4e10,
      reference: [5.208345176799239e-08, 2.083338177925489e-13, 0.99999994791634],
      scale: [1, 1e-4, 1])
  }

  private static func hires() throws -> StiffProblem {
    StiffProblem(
      name: "HIRES to 321.8122", key: "hires",
      system: try HIRES().compiled(), unit: .slow, end: 321.8122,
      reference: [
        0.0007371312573325667, 0.00014424857263161848, 5.888729740967575e-05,
        0.001175651343283149, 0.0023863561988313304, 0.0062389682527427956,
        0.0028499983951857685, 0.0028500016048142313,
      ], scale: [Double](repeating: 1, count: 8))
  }

  private static func oregonator() throws -> StiffProblem {
    StiffProblem(
      name: "OREGO to 360", key: "orego",
      system: try Oregonator().compiled(), unit: .slow, end: 360,
      reference: [1.0008148703185227, 1228.178521549888, 132.05549428465082], scale: [1, 1, 1])
  }

  private static func vanDerPol(_ ε: Double) throws -> StiffProblem {
    let mild = ε == 1e-3
    return StiffProblem(
      name: "van der Pol, ε = \(ε), to 2", key: mild ? "van_der_pol_3" : "van_der_pol_6",
      system: try VanDerPol().setting(\.$ε, ε).compiled(), unit: .slow, end: 2,
      reference: mild
        ? [1.3822917465223017, -0.5034081477333964] : [1.2651178133968957, -0.5901698328962132],
      scale: [1, 1])
  }

  private static func davisSkodje() throws -> StiffProblem {
    StiffProblem(
      name: "Davis-Skodje, ε = 1e-6, to 10", key: "davis_skodje",
      system: try DavisSkodje().setting(\.$ε, 1e-6).setting(\.$x, initial: 1.5)
        .setting(\.$y, initial: 2).compiled(),
      unit: .slow, end: 10, reference: [9.079161565902182e-05, 9.079985952496971e-05],
      scale: [1, 1])
  }

  private static func unlearning() throws -> StiffProblem {
    let model = FeatureUnlearning().setting(\.$c, [0, 1, -0.4]).setting(\.$b, [0, 1, 1])
      .setting(\.$ε, 0.1).setting(\.$s, initial: 0.01).setting(\.$a, initial: 0.05)
    return StiffProblem(
      name: "feature unlearning to fast time 1e6", key: "unlearning",
      system: try model.compiled(), unit: .fast, end: 1e6,
      reference: [0.019829362260758817, 49.591266400082674], scale: [1, 1])
  }
}
