import ArgumentParser
import FastSlow
import Reporting

struct CanardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "canard",
    abstract: "The canard value of a planar system: series in ε, two-sided matching, explosion.",
    discussion: """
      Example: fastslow canard van-der-pol --parameter a --over y=-1:1 --cycles 10
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var range: ManifoldOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "The parameter to vary.")
  var parameter: String

  @Option(parsing: .unconditional, help: "The order of the series in ε.")
  var order = 4

  @Option(parsing: .unconditional, help: "Cycles of the explosion, of each shape.")
  var cycles = 0

  func validate() throws {
    guard order >= 1 else { throw ValidationError("--order \(order): give an order from 1 on") }
    guard cycles >= 0 else { throw ValidationError("--cycles \(cycles): give a number from 0 on") }
  }

  func run() throws {
    let system = try model.system()
    let folder = try output.folder()
    let manifold = try range.manifold(of: system)
    let results = try requiring { try canards(system, manifold) }
    let document = CanardResult.Document(
      model: system.name, parameters: system.parameterRecord, canards: results.map(\.record))
    if let folder { try write(document, results, over: manifold, to: folder) }
    if output.json {
      try output.printJSON(document)
    } else {
      print(([system.name] + results.map(\.text)).joined(separator: "\n\n"))
    }
  }

  /// What was computed as JSON, and a figure for each explosion.
  private func write(
    _ document: CanardResult.Document, _ results: [CanardResult], over manifold: CriticalManifold,
    to folder: OutputDirectory
  ) throws(CommandFailure) {
    var written = [try requiring { try folder.write(JSON.encode(document), to: "canard.json") }]
    for (index, result) in results.enumerated() where result.explosion != nil {
      let figure = result.figure(over: manifold)
      if case .success(let drawn) = output.draw(figure, named: "explosion-\(index + 1)", in: folder)
      {
        written += drawn.pictures.values.sorted()
      }
    }
    Talk.note("Written: " + written.joined(separator: ", "), quiet: output.quiet)
  }

  private func canards(_ system: System, _ manifold: CriticalManifold) throws -> [CanardResult] {
    var (found, last): ([CanardResult], (any Error)?) = ([], nil)
    for fold in manifold.folds where fold.fast.count == 1 {
      do {
        let point = try CanardPoint(
          of: system, parameter: parameter, near: (fold.fast[0], fold.slow))
        if found.contains(where: { abs($0.point.fast - point.fast) < 1e-9 }) { continue }
        found.append(try result(point, system))
      } catch {
        last = error
      }
    }
    if found.isEmpty {
      if let last { throw last }
      throw CommandFailure.badRequest(
        "no fold for \(manifold.interval.lowerBound) ≤ \(manifold.slowName) ≤ "
          + "\(manifold.interval.upperBound); widen --over")
    }
    return found
  }

  private func result(_ point: CanardPoint, _ system: System) throws -> CanardResult {
    let series = try CanardSeries(at: point, order: order)
    guard let ε = system.epsilon else {
      throw CommandFailure.badRequest("\(system.name) has no small parameter")
    }
    var (value, problem): (CanardValue?, String?) = (nil, nil)
    do { value = try CanardValue(at: point, epsilon: ε) } catch { problem = "\(error)" }
    let explosion =
      cycles > 0 && value != nil
      ? try CanardExplosion(at: point, epsilon: ε, count: cycles) : nil
    return CanardResult(
      point: point, series: series, epsilon: ε, value: value, problem: problem,
      explosion: explosion)
  }
}
