import ArgumentParser
import FastSlow
import RealModule
import Reporting

struct OrbitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "orbit",
    abstract: "The singular orbit or relaxation cycle beside the full system.",
    usage: "fastslow orbit [<options>] <model>",
    discussion: """
      Follows the limit of small ε from the initial state; where it is a cycle, compares it with \
      the full system's at the model's ε and, with --ladder, over a ladder of ε.
      Example: fastslow orbit van-der-pol --ladder 1e-1:1e-6
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var plot: PlotOptions

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
    if let folder { try OrbitFiles(result: result, output: output).write(to: folder) }
    if output.json {
      try output.printJSON(OrbitRecord(result))
    } else {
      print(OrbitText(result: result).text)
    }
    plot.show(OrbitFigures(result: result).all, output)
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
    if let cycle = path.cycle, let ε = system.epsilon, ε > 0 {
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

  /// Twice as wide as where the full system goes in ten units of slow time; in the limit ε = 0, where
  /// one near it goes.
  private func interval(_ system: System) throws -> ClosedRange<Double> {
    if let over {
      let index = try system.variableIndex(named: over.name)
      guard system.variables[index].scale == .slow else {
        throw CommandFailure.badRequest(
          "--over \(over.name): \(system.variables[index].name) is not a slow variable; "
            + Spelling.advice(for: "", in: system.slowIndices.map { system.variables[$0].name }))
      }
      return over.range
    }
    guard let slow = system.slowIndices.first, system.slowIndices.count == 1 else {
      throw CommandFailure.badRequest(
        "\(system.name) has \(system.slowIndices.count) slow variables; a singular orbit needs one: "
          + (system.slowIndices.isEmpty
            ? "declare it with @Slow, or in an .ode file with --slow"
            : "`\(CommandContext.program) reduce` shows the slow flow over two"))
    }
    var full = system
    if system.epsilon == 0, let small = system.smallParameter {
      full = try system.setting(small.name, 1e-3)
    }
    let course: [Double]
    do { course = try full.solve(until: 10)[system.variables[slow].name] ?? [] } catch {
      course = error.solution[system.variables[slow].name] ?? []
    }
    let (low, high) = (course.min() ?? -1, course.max() ?? 1)
    let margin = max(0.5 * (high - low), 1e-6 * (1 + high.magnitude))
    // A variable that stays positive is kept so: beyond 0 many a model means nothing.
    return (low > 0 ? max(low - margin, low / 10) : low - margin)...(high + margin)
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
    guard high > low else {
      throw ArgumentFault("the larger ε comes first: \(low.brief):\(high.brief)")
    }
  }
}
