import Dispatch
import FastSlow
import Reporting

/// Runs a sweep that Ctrl-C ends early, with finished points kept.
///
/// The watch is a timer on a queue of its own: the sweep fills the pool that async code and global
/// queues run on.
func runInterruptibly(_ sweep: Sweep, _ store: SweepStore, threads: Int?, quiet: Bool)
  async throws(CommandFailure)
{
  let before = try requiring { try store.progress().done }
  if before > 0 {
    Talk.note(
      "\(store.path) has \(before) of \(sweep.design.count) points already", quiet: quiet)
  }
  let line = ProgressLine(sweep.system.name, quiet: quiet)
  let task = Task {
    try await sweep.run(in: store, threads: threads) { progress in
      line.report(
        ProgressState(done: progress.done, of: progress.points, before: before, noun: "points"))
    }
  }
  let watch = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "interruption"))
  watch.schedule(deadline: .now() + .milliseconds(50), repeating: .milliseconds(50))
  watch.setEventHandler { if Interruption.isRequested { task.cancel() } }
  watch.resume()
  defer {
    watch.cancel()
    line.finish()
  }
  do { try await task.value } catch { throw CommandFailure(error) }
}
