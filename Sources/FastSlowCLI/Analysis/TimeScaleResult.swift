import ComplexModule
import FastSlow
import Reporting

/// Local modes along a trajectory, with what `timescales` says of them.
struct TimeScaleResult {
  let analysis: TimeScaleAnalysis
  let times: [Double]
  let modes: [Result<LocalModes, GeometryError>]
  /// A split of the variables, where the model declares none.
  let proposal: ScaleProposal?

  /// The JSON of `timescales`.
  struct Record: Encodable {
    struct Place: Encodable {
      let time: Double
      var state: [String: Double]?
      var eigenvalues: [[Double]]?
      var timeScales: [Double]?
      var exhausted: Int?
      var amplitudes: [Double]?
      /// By mode, then variable.
      var pointers: [[String: Double]]?
      /// By mode, in the order of the terms.
      var participation: [[Double]]?
      /// By variable, in the order of the terms.
      var slowImportance: [String: [Double]]?
      var fastImportance: [String: [Double]]?
      var problem: String?
    }

    struct Term: Encodable {
      let name: String
      let factors: [String: Double]
    }

    let model: String
    let parameters: [String: ParameterRecord]
    let terms: [Term]
    let points: [Place]
    let proposal: Proposal?

    struct Proposal: Encodable {
      let fast: [String]
      let slow: [String]
      let isConvincing: Bool
      let fastModes: Int
      /// Smallest, median, largest.
      let gap: [Double]
      /// Mean pointer onto the fast modes, by variable.
      let pointers: [String: Double]
    }
  }

  private func named<Value>(_ values: [Value]) -> [String: Value] {
    Dictionary(Swift.zip(analysis.names, values)) { first, _ in first }
  }

  var record: Record {
    Record(
      model: analysis.system.name, parameters: analysis.system.parameterRecord,
      terms: analysis.terms.map { .init(name: $0.name, factors: named($0.factors)) },
      points: Swift.zip(times, modes).map { time, outcome in
        switch outcome {
        case .success(let modes): place(time, modes)
        case .failure(let error): .init(time: time, problem: "\(error)")
        }
      },
      proposal: proposal.map { proposal in
        .init(
          fast: proposal.fast, slow: proposal.slow, isConvincing: proposal.isConvincing,
          fastModes: proposal.fastModes,
          gap: [proposal.gap.smallest, proposal.gap.median, proposal.gap.largest],
          pointers: named(proposal.variables.map(\.pointer)))
      })
  }

  private func place(_ time: Double, _ modes: LocalModes) -> Record.Place {
    .init(
      time: time, state: named(modes.state),
      eigenvalues: modes.eigenvalues.map { [$0.real, $0.imaginary] },
      timeScales: modes.timeScales.map { $0.isFinite ? $0 : .greatestFiniteMagnitude },
      exhausted: modes.exhausted, amplitudes: modes.amplitudes,
      pointers: modes.pointers.map { named($0) }, participation: modes.participation,
      slowImportance: named(modes.slowImportance), fastImportance: named(modes.fastImportance))
  }

  private var successes: [(time: Double, modes: LocalModes)] {
    Swift.zip(times, modes).compactMap { time, outcome in
      (try? outcome.get()).map { (time, $0) }
    }
  }

  var table: Table {
    get throws {
      let rows = successes
      return try Table(
        [
          Table.Column("time", rows.map(\.time)),
          Table.Column("exhausted", rows.map(\.modes.exhausted)),
        ]
          + analysis.names.indices.flatMap { i in
            [
              Table.Column("timescale_\(i + 1)", rows.map { $0.modes.timeScales[i] }),
              Table.Column("amplitude_\(i + 1)", rows.map { $0.modes.amplitudes[i] }),
            ]
          })
    }
  }

  var figure: Figure {
    let rows = successes
    return Figure(
      title: "\(analysis.system.name): local time scales", x: .init("time"),
      y: .init("time scale", scale: .logarithmic),
      layers: analysis.names.indices.map { i in
        .line(
          "mode \(i + 1)", x: rows.map(\.time), y: rows.map { $0.modes.timeScales[i] },
          style: i == 0 ? .trajectory : i == 1 ? .prediction : .reduced)
      })
  }

  var text: String {
    var lines = ["\(analysis.system.name): local time scales", ""]
    for (time, outcome) in Swift.zip(times, modes) {
      switch outcome {
      case .failure(let error): lines.append("  t = \(formatted(time)): \(error)")
      case .success(let modes): lines += describe(time, modes)
      }
    }
    if let proposal { lines += [""] + describe(proposal) }
    return lines.joined(separator: "\n")
  }

  private func describe(_ proposal: ScaleProposal) -> [String] {
    let number = { (value: Double) in formatted(value, digits: 2) }
    let evidence = proposal.variables.map {
      "    \($0.name)  \($0.isFast ? "fast" : "slow"), "
        + "pointer \(number($0.pointer)), fast at \(number(100 * $0.share)) % of the states"
    }
    let gap = proposal.gap
    let head =
      proposal.isConvincing
      ? "  proposed split: fast \(proposal.fast.joined(separator: ", ")); "
        + "slow \(proposal.slow.joined(separator: ", ")); ε about \(number(proposal.epsilon))"
      : "  no split of the variables is convincing: the modes mix them, or the gap is small"
    return [
      head,
      "  spectral gap \(number(gap.smallest)) to \(number(gap.largest)), median "
        + "\(number(gap.median)), behind \(proposal.fastModes) of "
        + "\(proposal.variables.count) modes",
    ] + evidence
  }

  private func describe(_ time: Double, _ modes: LocalModes) -> [String] {
    let gap = modes.spectralGap.map { ", gap \(formatted($0, digits: 4))" } ?? ""
    let head =
      "  t = \(formatted(time)): \(modes.exhausted) of \(modes.eigenvalues.count) modes exhausted"
    return [head + gap]
      + modes.eigenvalues.indices.map { i in
        let variable =
          analysis.names.indices.max { modes.pointers[i][$0] < modes.pointers[i][$1] } ?? 0
        let terms = analysis.terms.indices
          .sorted { modes.participation[i][$0].magnitude > modes.participation[i][$1].magnitude }
          .prefix(2)
          .map { k in
            "\(analysis.terms[k].name) (\(formatted(100 * modes.participation[i][k], digits: 3)) %)"
          }
        return "    \(i + 1)  time scale \(formatted(modes.timeScales[i], digits: 5)), "
          + "points to \(analysis.names[variable]), "
          + "amplitude \(formatted(modes.amplitudes[i], digits: 5)): "
          + terms.joined(separator: ", ")
      }
  }
}
