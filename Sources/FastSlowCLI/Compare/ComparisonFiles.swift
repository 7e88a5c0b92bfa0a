import FastSlow
import Reporting

/// Writes a comparison's tables, figures and report.
struct ComparisonFiles {
  let outcome: ComparisonOutcome
  let folder: OutputDirectory
  let output: OutputOptions

  init(_ outcome: ComparisonOutcome, _ folder: OutputDirectory, _ output: OutputOptions) {
    self.outcome = outcome
    self.folder = folder
    self.output = output
  }

  /// Writes everything; returns the report's path.
  func write() throws(CommandFailure) -> String {
    try requiring { try writeTables() }
    let report = try report()
    return try requiring { try folder.write(report.html(), to: "report.html") }
  }

  private func writeTables() throws {
    let provenance = [
      "command": CommandContext.current.commandLine, "parameters": outcome.truth.parameterText,
      "fastslow": RootCommand.version, "sundials": SUNDIALS.version,
    ]
    let comparison = outcome.comparison
    let limit = comparison.limit
    if let ode = outcome.prediction.ode {
      try folder.write(
        ComparisonTables.ode(ode.window, limit), named: "ode", provenance: provenance)
    }
    if !outcome.prediction.isODE {
      try folder.write(
        ComparisonTables.prediction(comparison), named: "prediction", provenance: provenance)
    }
    for row in comparison.rows {
      try folder.write(
        ComparisonTables.courses(row, limit), named: "sgd-\(limit.symbol)\(row.size)",
        provenance: provenance)
    }
    try folder.write(
      ComparisonTables.finiteSize(comparison), named: "finite-size", provenance: provenance)
  }

  private func report() throws(CommandFailure) -> Report {
    let comparison = outcome.comparison
    let tables = try requiring {
      (try ComparisonTables.finiteSize(comparison), try ComparisonTables.limits(comparison))
    }
    return Report(
      title: "\(outcome.truth.name): ODE, reduced flow and SGD",
      subtitle: outcome.truth.summary, command: CommandContext.current.commandLine,
      verdict: .init(
        outcome.agrees ? .good : .bad,
        outcome.agrees
          ? "The prediction agrees with SGD." : "The prediction is rejected by SGD.",
        reasons: outcome.reasons),
      sections: [
        Report.Section(
          outcome.prediction.fate == nil ? "Prediction" : "Prediction and fate of the feature",
          [predicted] + outcome.warnings.map { .warning($0) }),
        Report.Section("Pictures", pictures()),
        Report.Section(
          "Finite size",
          [
            .paragraph(test),
            .table(tables.1, caption: "Extrapolated to infinite \(comparison.limit.name)"),
            .table(
              tables.0,
              caption: "Deviation of SGD from the \(outcome.predictionName) at each size"),
          ] + (uncorrected.map { [$0] } ?? [])),
        Report.Section("Model", [outcome.truth.reportedEquations, parameters]),
        Report.Section("Settings", [settings]),
      ], reproduction: [versions])
  }

  private func pictures() -> [Report.Content] {
    let (figures, limit) = (ComparisonFigures(outcome: outcome), outcome.comparison.limit)
    var contents: [Report.Content] = []
    if let plane = figures.phasePlane {
      contents.append(
        output.draw(plane, named: "phase-plane", in: folder).content(
          "Critical manifold by stability with the direction of the slow flow on it; "
            + "the ODE; SGD as mean and 5 to 95 % of seeds."))
    }
    contents.append(
      output.draw(figures.courses, named: "time-courses", in: folder).content(
        "Order parameters in logarithmic time: prediction, and SGD as mean and 5 to 95 % of seeds.")
    )
    contents.append(
      output.draw(figures.finiteSize, named: "finite-size", in: folder).content(
        "Left: largest deviation against \(limit.name). Right: deviation extrapolated to infinite "
          + "\(limit.name) with its 95 % interval"
          + (outcome.comparison.courses.contains(where: \.knowsBias)
            ? ", and what step size, batch noise and curvature in 1/m allow." : ".")))
    return contents
  }

  private var predicted: Report.Content {
    let first = Report.Content.Fact("prediction", outcome.prediction.meaning)
    guard let fate = outcome.prediction.fate else { return .facts([first]) }
    return .facts([
      first, .init("feature by the reduced flow (ε → 0)", fate.reduced.rawValue),
      .init("ODE to slow time 10⁶", fate.ode.rawValue),
      .init("\(outcome.predictionName) within the window", fate.window.rawValue),
      .init("SGD within the window", outcome.sgdFate.rawValue),
    ])
  }

  /// What the correction is worth.
  private var uncorrected: Report.Content? {
    guard let plain = outcome.uncorrected, let table = try? ComparisonTables.finiteSize(plain)
    else { return nil }
    return .table(table, caption: "The same from the model's own equations, without correction")
  }

  private var test: String {
    let symbol = outcome.comparison.limit.symbol
    let known =
      outcome.comparison.courses.allSatisfy(\.knowsBias)
      ? "half of what the finite step, twice what the batch noise and once what terms in 1/m² "
        + "contribute by the mean-field flow of the SGD itself"
      : "terms in 1/\(symbol)³ (the fit has one in 1/\(symbol)² besides, from three sizes on)"
    return
      "At each recorded time the deviation of SGD from the prediction is fitted to a limit plus a "
      + "term in 1/\(symbol). A true prediction leaves a limit of zero but for sampling error and "
      + "\(known). A true prediction is rejected "
      + "with probability \(formatted(outcome.comparison.design.falseAlarmRate)) at most."
  }

  private var parameters: Report.Content {
    let differs = outcome.prediction.system.parameterText != outcome.truth.parameterText
    let truth = Report.Content.Fact("parameters", outcome.truth.parameterText)
    let other = Report.Content.Fact(
      "parameters of the prediction", outcome.prediction.system.parameterText)
    return .facts(differs ? [truth, other] : [truth])
  }

  private var settings: Report.Content {
    let design = outcome.comparison.design
    let scalings: [Report.Content.Fact] =
      switch outcome.comparison.limit {
      case .width:
        [
          .init("step size η", formatted(design.stepSize)),
          .init("batch noise g = η d/B", formatted(design.batchNoise)),
          .init("dimension per width d/m", formatted(design.dimensionPerWidth)),
        ]
      case .dimension(let width, let batch, let rate):
        [
          .init("neurons m", "\(width)"), .init("samples a step B", "\(batch)"),
          .init("learning rate η; step size η/(m d)", formatted(rate)),
        ]
      }
    return .facts(
      scalings + [
        .init("time reached (\(outcome.comparison.limit.timeName))", formatted(design.horizon)),
        .init("seeds at each size", "\(design.members)"),
        .init("seed of random numbers", "\(design.seed)"),
        .init("CPU kernels", Kernels.instructionSet),
      ])
  }
}
