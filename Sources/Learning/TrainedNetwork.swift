/// A network in training, whatever an engine keeps of it.
protocol TrainedNetwork {
  var request: SGDRequest { get }
  var member: Int { get }

  /// a_j.
  var secondLayer: [Double] { get set }

  /// What brings the second layer to its optimum, where that is asked for.
  var optimum: SecondLayerOptimum? { get }

  /// Alignments (m × r) and the lower triangle of the rows' Gram matrix (m × m) as they are now.
  mutating func measured() -> (alignments: [Double], gram: [Double])

  /// One step; false if a weight is no longer finite.
  mutating func advance() -> Bool

  /// The order parameters as they are now.
  mutating func orderParameters() -> OrderParameters

  /// All that the next step depends on, besides request and member.
  var state: NetworkState { get }

  /// Goes back to such a state of the same request and member.
  mutating func restore(_ state: NetworkState)
}

extension TrainedNetwork {
  /// Brings the second layer to its optimum, where that is asked for; false if it has none.
  mutating func optimise() -> Bool {
    guard let optimum else { return true }
    let (alignments, gram) = measured()
    secondLayer = optimum.weights(alignments: alignments, gram: gram)
    return secondLayer.allSatisfy(\.isFinite)
  }

  /// Trains to the horizon, with records at the steps asked for.
  consuming func run(
    _ monitor: SGDMonitor, from checkpoint: SGDCheckpoint?, engine: String
  ) -> SGDRun {
    if let checkpoint, checkpoint.isFinished { return checkpoint.run }
    var recorder: SGDRecorder
    if let checkpoint {
      restore(checkpoint.network)
      recorder = SGDRecorder(request, continuing: checkpoint.run, warned: monitor.warned)
    } else {
      recorder = SGDRecorder(request, member: member, warned: monitor.warned)
      recorder.record(orderParameters(), at: 0)
    }
    let ending = train(monitor, &recorder, from: checkpoint?.network.step ?? 0, engine)
    let run = recorder.end(ending)
    if monitor.checkpointInterval != nil { monitor.save(self.checkpoint(run, engine)) }
    return run
  }

  private mutating func train(
    _ monitor: SGDMonitor, _ recorder: inout SGDRecorder, from done: Int, _ engine: String
  ) -> SGDRun.Ending {
    var saved = ContinuousClock.now
    for step in (done + 1)...request.settings.steps {
      if monitor.isCancelled() { return .cancelled(step: step) }
      guard advance() else {
        return .diverged(step: step, time: Double(step) * request.settings.stepSize)
      }
      if recorder.isDue(step) {
        recorder.record(orderParameters(), at: step)
        monitor.reached(step)
      }
      if let interval = monitor.checkpointInterval, step < request.settings.steps,
        ContinuousClock.now - saved >= interval
      {
        monitor.save(checkpoint(recorder.end(.cancelled(step: step + 1)), engine))
        saved = .now
      }
    }
    return .completed
  }

  private func checkpoint(_ run: SGDRun, _ engine: String) -> SGDCheckpoint {
    var network = state
    if case .diverged = run.ending { network.arrays = [:] }
    return SGDCheckpoint(engine: engine, facts: request.facts, network: network, run: run)
  }
}
