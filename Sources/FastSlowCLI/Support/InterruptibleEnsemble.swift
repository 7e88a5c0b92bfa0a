import Dispatch
import FastSlow
import Reporting
import Synchronization

/// Runs an ensemble that Ctrl-C ends early, with finished runs kept; tells its warnings as they come.
///
/// The watch is a timer on a queue of its own: an ensemble fills the pool that async code and global
/// queues run on.
func runInterruptibly(
  _ ensemble: Ensemble, _ request: SGDRequest, label: String, quiet: Bool,
  store: (any CheckpointStore)? = nil, done: Double = 0, share: Double = 1
) async throws(CommandFailure) -> EnsembleResult {
  let progress = ProgressLine(label, quiet: quiet)
  let told = Mutex<[SGDWarning]>([])
  let task = Task {
    try await ensemble.run(request, store: store) { state in
      progress.report(ProgressState(fraction: done + share * state.fraction))
    } warned: { warning in
      // Of each kind the first: further seeds add nothing.
      let isNew = told.withLock { list in
        if list.contains(where: warning.isSameKind) { return false }
        list.append(warning)
        return true
      }
      if isNew { Talk.note("Warning: \(warning)", quiet: quiet) }
    }
  }
  let watch = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "interruption"))
  watch.schedule(deadline: .now() + .milliseconds(100), repeating: .milliseconds(100))
  watch.setEventHandler { if Interruption.isRequested { task.cancel() } }
  watch.resume()
  defer {
    watch.cancel()
    progress.finish()
  }
  do { return try await task.value } catch { throw CommandFailure(error) }
}
