/// How many points a worker takes at a time: about a second's work, and at the end ever fewer, so
/// that all end together.
package struct ChunkSize: Sendable {
  private let smallest: Int
  private let workers: Int
  private var wanted: Double
  private var lastCount = ContinuousClock.now

  /// The most points at a time: what is lost when a process is killed.
  package static let largest = 4096

  package init(smallest: Int, workers: Int) {
    self.smallest = smallest
    self.workers = workers
    wanted = Double(smallest)
  }

  package func next(_ progress: SweepProgress) -> Int {
    let share = (progress.points - progress.done) / (2 * workers)
    return max(1, smallest, min(Int(wanted), share, Self.largest))
  }

  package mutating func took(_ seconds: Double, for points: Int) {
    let rate = Double(points) / max(seconds, 1e-6)
    // At most doubled at a time: the first points may be the cheap ones.
    wanted = min(rate, 2 * max(wanted, 1), Double(Self.largest))
  }

  mutating func isTimeToCount() -> Bool {
    guard ContinuousClock.now - lastCount > .seconds(1) else { return false }
    lastCount = ContinuousClock.now
    return true
  }
}
