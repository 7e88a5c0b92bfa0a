import ComplexModule

/// Where the steps of a run went.
struct StiffnessPhases {
  private(set) var samples: [StiffnessReport.Sample] = []
  private(set) var counts: [StiffnessReport.PhaseCount] = []
  private(set) var explicitSteps = 0.0

  /// What counts as off the quasi-steady state after having been on it, relative to the variables'
  /// sizes; and as back on it. Between the two nothing changes, so that a solution that drifts along
  /// the limit is counted once.
  static let (departure, arrival) = (5e-2, 1e-2)
  /// The reach of an explicit method of order 5 along the negative axis.
  static let explicitReach = 3.3

  init(_ log: StepLog, _ spectra: [StiffnessExamination.Spectrum]) {
    var (isFirst, isOff) = (true, true)
    for spectrum in spectra {
      if spectrum.fastModes > 0 {
        isOff = spectrum.departure > (isOff ? Self.arrival : Self.departure)
        if !isOff { isFirst = false }
      }
      let phase: StiffnessReport.Phase =
        spectrum.fastModes == 0 ? .even : !isOff ? .slow : isFirst ? .layer : .jump
      samples.append(.init(spectrum, log.steps[spectrum.step], phase))
    }
    count(log, spectra.map(\.step))
  }

  /// Each step with the sample nearest to it.
  private mutating func count(_ log: StepLog, _ places: [Int]) {
    var tallies: [StiffnessReport.Phase: Tally] = [:]
    var nearest = 0
    var (last, parted): (StiffnessReport.Phase?, StiffnessReport.Phase?)
    for (k, step) in log.steps.enumerated() {
      while nearest + 1 < places.count, 2 * k > places[nearest] + places[nearest + 1] {
        nearest += 1
      }
      let sample = samples[nearest]
      var tally = tallies[sample.phase] ?? Tally()
      tally.steps += 1
      tally.duration += step.size.magnitude
      if step.size.magnitude > sample.fastest { tally.longSteps += 1 }
      // At a fold scales meet for a moment; the stretch goes on behind it.
      let isNew = sample.phase == .even ? last != .even : sample.phase != parted
      if isNew { tally.stretches += 1 }
      tallies[sample.phase] = tally
      last = sample.phase
      if sample.phase != .even { parted = sample.phase }
      explicitSteps += max(1, step.size.magnitude * sample.decayRate / Self.explicitReach)
    }
    counts = StiffnessReport.Phase.allCases.compactMap { phase in
      tallies[phase].map {
        .init(
          phase: phase, steps: $0.steps, longSteps: $0.longSteps, stretches: $0.stretches,
          duration: $0.duration)
      }
    }
  }

  private struct Tally {
    var steps = 0
    var longSteps = 0
    var stretches = 0
    var duration = 0.0
  }
}

extension StiffnessReport.Sample {
  fileprivate init(
    _ spectrum: StiffnessExamination.Spectrum, _ step: StepLog.Step,
    _ phase: StiffnessReport.Phase
  ) {
    let (values, count) = (spectrum.values, spectrum.fastModes)
    let hasBoth = count > 0 && count < values.count
    self.init(
      time: step.end, step: step.size.magnitude, order: step.order, fastest: spectrum.fastest,
      slowestFast: count > 0 ? 1 / values[count - 1].length : nil,
      fastestSlow: hasBoth ? min(1 / values[count].length, spectrum.slowest) : nil,
      slowest: spectrum.slowest, fastModes: count, participation: spectrum.participation,
      departure: spectrum.departure,
      decayRate: values.filter { $0.real < 0 }.map(\.length).max() ?? 0, phase: phase)
  }
}
