import FastSlow

/// What theory says of a learning model before it is integrated, as JSON and in words.
struct TheoryResult: Encodable {
  struct SmallAlignment: Encodable {
    let linearRatio: Double
    let studentOrder: Int?
    let sharedOrder: Int?
    let power: Int?
    let rate: Double
    let attracts: Bool
    let exponent: Double?
    let prefactor: Double?
  }

  struct PerfectAlignment: Encodable {
    let restWeight: Double
    let exitWeight: Double
    let kept: Bool
    let exit: Exit?
  }

  struct Exit: Encodable {
    let slowTime: Double
    let fastTime: Double
    let secondLayer: Double
  }

  struct Rest: Encodable {
    let alignment: Double
    let secondLayer: Double
    let stable: Bool
  }

  struct Basin: Encodable {
    let from: Double
    let to: Double
    let outcome: String
    let alignment: Double?
  }

  let model: String
  let parameters: [String: ParameterRecord]
  let outcome: String
  let smallAlignment: SmallAlignment?
  let perfectAlignment: PerfectAlignment
  let restPoints: [Rest]
  let folds: [Double]
  let basin: [Basin]

  private let start: (alignment: Double, secondLayer: Double)

  enum CodingKeys: CodingKey {
    case model, parameters, outcome, smallAlignment, perfectAlignment, restPoints, folds, basin
  }

  init(_ system: System, _ point: UnlearningPhases.Point) {
    let theory = UnlearningTheory(link: point.link, activation: point.activation)
    model = system.name
    parameters = system.parameterRecord
    start = (point.alignment, point.secondLayer)
    outcome = TheoryResult.text(point.outcome)
    smallAlignment = theory.smallAlignment.map { law in
      SmallAlignment(
        linearRatio: law.linearRatio, studentOrder: law.studentOrder,
        sharedOrder: law.sharedOrder, power: law.power, rate: law.rate, attracts: law.attracts,
        exponent: law.exponent, prefactor: law.secondLayer(atSlowTime: 1))
    }
    let ε = system.epsilon ?? 1
    perfectAlignment = PerfectAlignment(
      restWeight: theory.alignedWeight, exitWeight: theory.exitWeight,
      kept: theory.keepsPerfectAlignment,
      exit: theory.exit(fromAlignedAt: point.secondLayer).map {
        Exit(slowTime: $0.slowTime, fastTime: $0.slowTime / ε, secondLayer: $0.secondLayer)
      })
    restPoints = theory.restPoints().map { s in
      Rest(
        alignment: s, secondLayer: theory.branch(at: s),
        stable: theory.branchSlope(at: s) < 0 && theory.isStable(at: s))
    }
    folds = theory.folds()
    basin = theory.basin(alignment: point.alignment).map { interval in
      var alignment: Double?
      if case .partlyKept(let s) = interval.outcome { alignment = s }
      return Basin(
        from: interval.weights.lowerBound, to: interval.weights.upperBound,
        outcome: interval.outcome.name, alignment: alignment)
    }
  }

  private static func text(_ outcome: FeatureOutcome) -> String {
    if case .partlyKept(let s) = outcome {
      return "partly kept, at s = \(formatted(s, digits: 6))"
    }
    return outcome.name
  }

  /// The same in words.
  var text: String {
    let head =
      "\(model): theory of the reduced flow (ε → 0, infinite width)\n"
      + "  from s = \(formatted(start.alignment)), a = \(formatted(start.secondLayer)) the feature is "
      + outcome
    return ([head, ""] + smallLines + perfectLines + restLines + basinLines)
      .joined(separator: "\n")
  }

  private var smallLines: [String] {
    guard let law = smallAlignment else {
      return ["  small alignments: no law, which takes b₀ = 0 and c₁ b₁ > 0"]
    }
    let orders = [
      law.sharedOrder.map { "l = \($0)" } ?? "no l (no c_l b_l ≠ 0 beyond order 1)",
      law.studentOrder.map { "k = \($0), 2k − 1 = \(2 * $0 - 1)" } ?? "no k (linear student)",
    ]
    var lines = ["  sign rule at small s: " + orders.joined(separator: ", ")]
    guard let power = law.power else { return lines + ["    no slow motion at this end"] }
    lines.append(
      "    da/d(εt) = γ s^p, p = \(power), γ = \(formatted(law.rate, digits: 6)): this end "
        + (law.attracts ? "attracts, the feature is unlearned there" : "repels"))
    if let exponent = law.exponent, let prefactor = law.prefactor {
      lines.append(
        "    a ~ \(formatted(prefactor, digits: 6)) (εt)^(1/\(power + 1)), "
          + "s ~ \(formatted(law.linearRatio / prefactor, digits: 6)) (εt)^(−1/\(power + 1)), "
          + "exponent \(formatted(exponent, digits: 6))")
    }
    return lines
  }

  private var perfectLines: [String] {
    let perfect = perfectAlignment
    var lines = [
      "  perfect alignment: V(1)/U(1) = \(formatted(perfect.restWeight, digits: 6)) "
        + "\(perfect.kept ? "≤" : ">") V'(1)/U'(1) = \(formatted(perfect.exitWeight, digits: 6)): "
        + (perfect.kept ? "kept by starts below the latter" : "lost when a passes the latter")
    ]
    if let exit = perfect.exit {
      lines.append(
        "    entry-exit: aligned at this start, it leaves s = 1 at "
          + "εt = \(formatted(exit.slowTime, digits: 6)) (t = \(formatted(exit.fastTime, digits: 6))) "
          + "with a = \(formatted(exit.secondLayer, digits: 6))")
    }
    return lines
  }

  private var restLines: [String] {
    let rests = restPoints.map { rest in
      "  rest point: s = \(formatted(rest.alignment, digits: 10)), "
        + "a = \(formatted(rest.secondLayer, digits: 10)), "
        + (rest.stable ? "stable" : "unstable")
    }
    return (rests.isEmpty ? ["  no rest points between s = 0 and 1"] : rests)
      + folds.map { "  fold of the branch at s = \(formatted($0, digits: 10))" }
  }

  private var basinLines: [String] {
    ["  by the second layer's start a₀:"]
      + basin.map { interval in
        "    \(formatted(interval.from)) to \(formatted(interval.to)): \(interval.outcome)"
          + (interval.alignment.map { ", s = \(formatted($0, digits: 6))" } ?? "")
      }
  }
}
