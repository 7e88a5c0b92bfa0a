import FastSlow
import Reporting

/// The files of `orbit`: tables, figures and report.
struct OrbitFiles {
  let result: OrbitResult
  let output: OutputOptions

  private var system: System { result.flow.manifold.system }

  func write(to folder: OutputDirectory) throws(CommandFailure) {
    try requiring { try writeTables(to: folder) }
    let figures = OrbitFigures(result: result)
    var pictures = [
      output.draw(figures.orbit, named: "orbit", in: folder).content(
        "The singular orbit over the critical manifold by stability"
          + (result.full == nil ? "." : ", beside the full system's cycle."))
    ]
    if let ladder = figures.ladder {
      pictures.append(
        output.draw(ladder, named: "ladder", in: folder).content(
          "Relative errors of the reduction against ε, with fitted powers."))
    }
    try requiring { try folder.write(report(pictures).html(), to: "report.html") }
    Talk.note("Written to \(folder.path)", quiet: output.quiet)
  }

  private func writeTables(to folder: OutputDirectory) throws {
    let provenance = provenance(system)
    try folder.write(
      OrbitTables.course(result), named: "singular-orbit", provenance: provenance)
    if let full = result.full {
      try folder.write(
        OrbitTables.full(full, result.flow.manifold), named: "full-cycle", provenance: provenance)
    }
    if let ladder = result.ladder {
      try folder.write(OrbitTables.ladder(ladder), named: "ladder", provenance: provenance)
    }
  }

  private func report(_ pictures: [Report.Content]) throws(ReportingError) -> Report {
    let ladder = try result.ladder.map { ladder throws(ReportingError) in
      Report.Section(
        "Over a ladder of ε",
        Array(pictures.dropFirst()) + [
          .table(try OrbitTables.ladder(ladder), caption: "Relative errors", digits: 6),
          .list(result.ladderRemarks),
        ])
    }
    return Report(
      title: "\(system.name): singular and full orbit", subtitle: system.summary,
      command: CommandContext.current.commandLine,
      verdict: .init(result.path.cycle == nil ? .warning : .neutral, sentence),
      sections: [
        Report.Section(
          "Orbit",
          pictures.prefix(1) + result.warnings.map { .warning($0) } + [
            .table(
              try OrbitTables.segments(result), caption: "The singular orbit, piece by piece",
              digits: 6)
          ] + periods)
      ] + (ladder.map { [$0] } ?? []) + [
        Report.Section(
          "Model",
          [system.reportedEquations, .facts([.init("parameters", system.parameterText)])])
      ], reproduction: [versions])
  }

  private var sentence: String {
    result.sentence.prefix(1).uppercased() + result.sentence.dropFirst() + "."
  }

  private var periods: [Report.Content] {
    guard let cycle = result.path.cycle else { return [] }
    var facts = [Report.Content.Fact("period at ε = 0", formatted(cycle.period, digits: 12))]
    if let corrected = result.correctedPeriod {
      facts.append(.init("with the next terms", formatted(corrected, digits: 8)))
    }
    if let full = result.full {
      facts.append(
        .init(
          "full system at ε = \(formatted(full.epsilon))", formatted(full.period, digits: 12)))
    }
    return [.facts(facts)]
  }
}
