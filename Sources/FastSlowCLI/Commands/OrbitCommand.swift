import ArgumentParser
import FastSlow
import RealModule
import Reporting

struct OrbitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "orbit",
    abstract: "The singular orbit or relaxation cycle beside the full system.",
    discussion: """
      Follows the limit of small ε from the initial state; where it is a cycle, compares it with
      the full system's at the model's ε and, with --ladder, over a ladder of ε.
      Example: fastslow orbit van-der-pol --ladder 1e-1:1e-6
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var output: OutputOptions

  @Option(
    parsing: .unconditional,
    help: .init(
      "The slow interval; the default is twice the full system's course.", valueName: "y=lo:hi"),
    transform: NamedRange.init(parsing:))
  var over: NamedRange?

  @Option(
    name: .customLong("box"), parsing: .unconditionalSingleValue,
    help: .init("Where to look for a fast variable.", valueName: "x=lo:hi"),
    transform: NamedRange.init(parsing:))
  var boxes: [NamedRange] = []

  @Option(
    parsing: .unconditional,
    help: .init("Compare at values of ε between these.", valueName: "hi:lo"),
    transform: LadderArgument.init(parsing:))
  var ladder: LadderArgument?

  func run() throws {
    let system = try model.system()
    let folder = try output.folder()
    let result = try requiring { try orbit(system) }
    if let folder {
      _ = output.draw(figure(result), named: "orbit", in: folder)
      if let ladder = result.ladder, !ladder.rungs.isEmpty {
        _ = output.draw(figure(ladder), named: "ladder", in: folder)
      }
      Talk.note("Written to \(folder.path)", quiet: output.quiet)
    }
    if output.json {
      try output.printJSON(OrbitRecord(result))
    } else {
      print(text(result))
    }
  }

  private func orbit(_ system: System) throws -> OrbitResult {
    var box: [String: ClosedRange<Double>] = [:]
    for item in boxes {
      box[system.variables[try system.variableIndex(named: item.name)].name] = item.range
    }
    let manifold = try CriticalManifold(of: system, over: interval(system), box: box)
    let flow = try ReducedFlow(on: manifold)
    let start = (
      system.fastIndices.map { system.initialState[$0] }, system.initialState[system.slowIndices[0]]
    )
    let path = try SingularPath(along: flow, from: start)
    var (full, problem): (FullCycle?, String?) = (nil, nil)
    if let cycle = path.cycle, let ε = system.epsilon {
      do { full = try FullCycle(near: cycle, of: system, epsilon: ε) } catch {
        problem = "\(error)"
      }
    }
    let rungs = path.cycle.flatMap { cycle in
      ladder.map { ladder in
        EpsilonLadder(
          of: cycle, system: system,
          epsilons: EpsilonLadder.epsilons(from: ladder.high, to: ladder.low))
      }
    }
    return OrbitResult(flow: flow, path: path, full: full, fullProblem: problem, ladder: rungs)
  }

  /// Twice as wide as where the full system goes in ten units of slow time.
  private func interval(_ system: System) throws -> ClosedRange<Double> {
    if let over {
      let index = try system.variableIndex(named: over.name)
      guard system.variables[index].scale == .slow else {
        throw CommandFailure.badRequest("--over \(over.name): not a slow variable")
      }
      return over.range
    }
    guard let slow = system.slowIndices.first, system.slowIndices.count == 1 else {
      throw CommandFailure.badRequest(
        "\(system.name) has \(system.slowIndices.count) slow variables; a singular orbit needs one: "
          + (system.slowIndices.isEmpty
            ? "declare it with @Slow, or in an .ode file with --slow"
            : "`fastslow reduce` shows the slow flow over two"))
    }
    let course: [Double]
    do { course = try system.solve(until: 10)[system.variables[slow].name] ?? [] } catch {
      course = error.solution[system.variables[slow].name] ?? []
    }
    let (low, high) = (course.min() ?? -1, course.max() ?? 1)
    let margin = max(0.5 * (high - low), 1e-6 * (1 + high.magnitude))
    // A variable that stays positive is kept so: beyond 0 many a model means nothing.
    return (low > 0 ? max(low - margin, low / 10) : low - margin)...(high + margin)
  }

  private func text(_ result: OrbitResult) -> String {
    let manifold = result.flow.manifold
    var lines = ["\(manifold.system.name) at \(manifold.system.parameterText)", ""]
    for segment in result.segments {
      guard let first = segment.points.first, let last = segment.points.last else { continue }
      let what =
        segment.kind == .jump
        ? "jump (\(segment.departure?.rawValue ?? "start"))"
        : "slow on branch \(segment.branchID ?? 0), "
          + (segment.duration.isFinite
            ? "\(formatted(segment.duration, digits: 8))" : "coming to rest")
      lines.append("  \(what): \(place(first, manifold)) → \(place(last, manifold))")
    }
    if let cycle = result.path.cycle {
      lines += ["", "  period at ε = 0       \(formatted(cycle.period, digits: 12))"]
      if let ε = manifold.system.epsilon, let corrected = cycle.correctedPeriod(at: ε) {
        lines.append("  with the next terms   \(formatted(corrected, digits: 8))")
      }
      if let full = result.full {
        lines.append("  full system           \(formatted(full.period, digits: 12))")
      }
    }
    if let ladder = result.ladder { lines += ["", ladderText(ladder)] }
    return (lines + [""] + result.warnings.map { "warning: " + $0 } + [result.sentence]).joined(
      separator: "\n")
  }

  private func ladderText(_ ladder: EpsilonLadder) -> String {
    let rungs = ladder.rungs
    let columns = [
      Table.Column("ε", rungs.map(\.full.epsilon)),
      Table.Column("full period", rungs.map(\.full.period)),
      Table.Column("off by", rungs.map(\.relativeError)),
      Table.Column("corrected off by", rungs.map { $0.correctedError ?? .nan }),
      Table.Column("orbit distance", rungs.map(\.orbitDistance)),
    ]
    var text = (try? Table(columns))?.text(digits: 9) ?? ""
    if let order = ladder.periodOrder {
      text +=
        "order of the period's error in ε: "
        + formatted(order.value, plusMinus: order.standardError)
    }
    for failure in ladder.failures {
      text += "\nε = \(formatted(failure.epsilon)): \(failure.reason)"
    }
    return text
  }

  private func place(_ point: CriticalManifold.Point, _ manifold: CriticalManifold) -> String {
    let fast = zip(manifold.fastNames, point.fast).map { "\($0) = \(formatted($1, digits: 6))" }
    return "("
      + (fast + ["\(manifold.slowName) = \(formatted(point.slow, digits: 6))"])
      .joined(separator: ", ") + ")"
  }

  private func figure(_ result: OrbitResult) -> Figure {
    let manifold = result.flow.manifold
    let layers = ManifoldLayers(manifold: manifold)
    let singular = result.segments.flatMap(\.points)
    var drawn = layers.branches
    if let full = result.full, let slow = full.states.first.map({ $0.count - 1 }) {
      drawn.append(
        .line(
          "full system, ε = \(formatted(full.epsilon))", x: full.states.map { $0[slow] },
          y: full.states.map { $0[0] }, style: .trajectory))
    }
    drawn.append(
      .line(
        "singular orbit", x: singular.map(\.slow), y: singular.map { $0.fast[0] },
        style: .prediction))
    return Figure(
      title: "\(manifold.system.name): singular and full orbit", x: .init(manifold.slowName),
      y: .init(manifold.fastNames[0]), legend: .right, layers: drawn + layers.specialPoints)
  }

  private func figure(_ ladder: EpsilonLadder) -> Figure {
    let ε = ladder.rungs.map(\.full.epsilon)
    return Figure(
      title: "Error of the reduction", x: .init("ε", scale: .logarithmic),
      y: .init("relative error", scale: .logarithmic),
      layers: [
        .linePoints(
          "singular period", x: ε, y: ladder.rungs.map(\.relativeError), style: .series(0)),
        .linePoints(
          "with the next terms", x: ε, y: ladder.rungs.map { $0.correctedError ?? .nan },
          style: .series(1)),
        .linePoints(
          "distance of orbits", x: ε, y: ladder.rungs.map(\.orbitDistance), style: .series(2)),
      ])
  }
}

/// `hi:lo` with hi above lo above 0.
struct LadderArgument: Sendable {
  let high: Double
  let low: Double

  init(parsing argument: String) throws(ArgumentFault) {
    (high, low) = try ArgumentFault.ends(argument, "hi:lo")
    guard low > 0, high > 0 else { throw ArgumentFault("values of ε are above 0") }
    if high == low { throw ArgumentFault("give two different values of ε") }
    guard high > low else { throw ArgumentFault("the larger ε comes first: \(low):\(high)") }
  }
}
