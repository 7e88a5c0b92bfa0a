import CPeers
import FastSlow
import FastSlowModels

/// Hydrolysis of plant pigments, eight species (Schäfer 1975; HIRES of the IVP test set).
struct HIRES: FastSlowModel {
  @State(initial: 1) var y1
  @State(initial: 0) var y2
  @State(initial: 0) var y3
  @State(initial: 0) var y4
  @State(initial: 0) var y5
  @State(initial: 0) var y6
  @State(initial: 0) var y7
  @State(initial: 0.0057) var y8

  var equations: [Equation] {
    let pair = 280 * y6 * y8
    d(y1) == -1.71 * y1 + 0.43 * y2 + 8.32 * y3 + 0.0007
    d(y2) == 1.71 * y1 - 8.75 * y2
    d(y3) == -10.03 * y3 + 0.43 * y4 + 0.035 * y5
    d(y4) == 8.32 * y2 + 1.71 * y3 - 1.12 * y4
    d(y5) == -1.745 * y5 + 0.43 * y6 + 0.43 * y7
    d(y6) == -pair + 0.69 * y4 + 1.71 * y5 - 0.43 * y6 + 0.69 * y7
    d(y7) == pair - 1.81 * y7
    d(y8) == -pair + 1.81 * y7
  }
}

/// The Oregonator (Field and Noyes 1974; OREGO of the IVP test set).
struct Oregonator: FastSlowModel {
  @State(initial: 1) var y1
  @State(initial: 2) var y2
  @State(initial: 3) var y3

  var equations: [Equation] {
    d(y1) == 77.27 * (y2 - y1 * y2 + y1 - 8.375e-6 * y1 ** 2)
    d(y2) == (y3 - y2 - y1 * y2) / 77.27
    d(y3) == 0.161 * (y1 - y3)
  }
}

/// An initial value problem with its end state known to many digits.
struct StiffProblem {
  let name: String
  /// What the peers' script calls it.
  let key: String
  /// What CPeers calls it.
  let index: Int
  let system: System
  let unit: TimeUnit
  let end: Double
  /// Quadruple-precision values of two independent methods, as in Tests/References.
  let reference: [Double]
  /// The sizes absolute tolerances are given against.
  let scale: [Double]

  /// The largest relative error of a component at the end.
  func error(of state: [Double]) -> Double {
    zip(state, reference).map { ($0 - $1).magnitude / $1.magnitude }.reduce(0, Swift.max)
  }

  static func all() throws -> [StiffProblem] {
    try [robertson(), hires(), oregonator(), vanDerPol(1e-3), vanDerPol(1e-6), davisSkodje(),
      unlearning()]
  }

  private static func robertson() throws -> StiffProblem {
    StiffProblem(
      name: "Robertson to 4e10", key: "robertson", index: Int(CPEERS_ROBERTSON),
      system: try Robertson().compiled(), unit: .slow, end: 4e10,
      reference: [5.208345176799239e-08, 2.083338177925489e-13, 0.99999994791634],
      scale: [1, 1e-4, 1])
  }

  private static func hires() throws -> StiffProblem {
    StiffProblem(
      name: "HIRES to 321.8122", key: "hires", index: Int(CPEERS_HIRES),
      system: try HIRES().compiled(), unit: .slow, end: 321.8122,
      reference: [
        0.0007371312573325667, 0.00014424857263161848, 5.888729740967575e-05,
        0.001175651343283149, 0.0023863561988313304, 0.0062389682527427956,
        0.0028499983951857685, 0.0028500016048142313,
      ], scale: [Double](repeating: 1, count: 8))
  }

  private static func oregonator() throws -> StiffProblem {
    StiffProblem(
      name: "OREGO to 360", key: "orego", index: Int(CPEERS_OREGO),
      system: try Oregonator().compiled(), unit: .slow, end: 360,
      reference: [1.0008148703185227, 1228.178521549888, 132.05549428465082], scale: [1, 1, 1])
  }

  private static func vanDerPol(_ ε: Double) throws -> StiffProblem {
    let mild = ε == 1e-3
    return StiffProblem(
      name: "van der Pol, ε = \(ε), to 2", key: mild ? "van_der_pol_3" : "van_der_pol_6",
      index: Int(mild ? CPEERS_VAN_DER_POL_3 : CPEERS_VAN_DER_POL_6),
      system: try VanDerPol().setting(\.$ε, ε).compiled(), unit: .slow, end: 2,
      reference: mild
        ? [1.3822917465223017, -0.5034081477333964] : [1.2651178133968957, -0.5901698328962132],
      scale: [1, 1])
  }

  private static func davisSkodje() throws -> StiffProblem {
    StiffProblem(
      name: "Davis-Skodje, ε = 1e-6, to 10", key: "davis_skodje", index: Int(CPEERS_DAVIS_SKODJE),
      system: try DavisSkodje().setting(\.$ε, 1e-6).setting(\.$x, initial: 1.5)
        .setting(\.$y, initial: 2).compiled(),
      unit: .slow, end: 10, reference: [9.079161565902182e-05, 9.079985952496971e-05],
      scale: [1, 1])
  }

  private static func unlearning() throws -> StiffProblem {
    let model = FeatureUnlearning().setting(\.$c, [0, 1, -0.4]).setting(\.$b, [0, 1, 1])
      .setting(\.$ε, 0.1).setting(\.$s, initial: 0.01).setting(\.$a, initial: 0.05)
    return StiffProblem(
      name: "feature unlearning to fast time 1e6", key: "unlearning", index: Int(CPEERS_UNLEARNING),
      system: try model.compiled(), unit: .fast, end: 1e6, reference: [0.019829362260758817, 49.591266400082674], scale: [1, 1])
  }
}
