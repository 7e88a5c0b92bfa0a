/// A network in training, whatever an engine keeps of it.
protocol TrainedNetwork {
  var request: SGDRequest { get }
  var member: Int { get }

  /// One step; false if a weight is no longer finite.
  mutating func advance() -> Bool

  /// The order parameters as they are now.
  mutating func orderParameters() -> OrderParameters
}

extension TrainedNetwork {
  /// Trains to the horizon, with records at the steps asked for.
  consuming func run(_ monitor: SGDMonitor) -> SGDRun {
    var recorder = SGDRecorder(request, member: member)
    recorder.record(orderParameters(), at: 0)
    for step in 1...request.settings.steps {
      if monitor.isCancelled() { return recorder.end(.cancelled(step: step)) }
      guard advance() else {
        let time = Double(step) * request.settings.stepSize
        return recorder.end(.diverged(step: step, time: time))
      }
      if recorder.isDue(step) {
        recorder.record(orderParameters(), at: step)
        monitor.reached(step)
      }
    }
    return recorder.end(.completed)
  }
}
