/// Sees when a surface is met over and over within rounding.
struct ChatterGuard {
  private var recent: [[Double]]

  init(surfaces: Int) { recent = Array(repeating: [], count: surfaces) }

  /// Notes a passage; true once a hundred lie within what time can tell apart.
  mutating func isChattering(_ surface: Int, at time: Double) -> Bool {
    recent[surface] = recent[surface].suffix(99) + [time]
    guard recent[surface].count == 100, let first = recent[surface].first else { return false }
    return (time - first).magnitude < 1e5 * time.ulp
  }
}
