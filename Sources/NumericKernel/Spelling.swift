/// Help with names that were nearly right.
public enum Spelling {
  /// The candidate nearest to a misspelt name, if any is near enough to be meant.
  ///
  /// Distance counts insertions, deletions, replacements and swaps of
  /// neighbours, small and capital letters alike; up to a third of the
  /// name's length (at least 2) is near. Cost: O(length²) a candidate.
  public static func nearest(to name: String, in candidates: [String]) -> String? {
    let wanted = Array(name.lowercased())
    let limit = Swift.max(2, wanted.count / 3)
    let scored = candidates.map { ($0, distance(wanted, Array($0.lowercased()))) }
    return scored.filter { $0.1 <= limit && $0.1 < Swift.max(wanted.count, 2) }
      .min { $0.1 < $1.1 }?.0
  }

  /// "Did you mean …?" or the list of what there is.
  public static func advice(for name: String, in candidates: [String]) -> String {
    if let near = nearest(to: name, in: candidates) { return "did you mean \"\(near)\"?" }
    if candidates.isEmpty { return "there are none" }
    return "there are: " + candidates.joined(separator: ", ")
  }

  /// Optimal string alignment distance.
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    if a.isEmpty || b.isEmpty { return Swift.max(a.count, b.count) }
    var earlier = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in 1...a.count {
      var current = [i] + [Int](repeating: 0, count: b.count)
      for j in 1...b.count {
        let change = a[i - 1] == b[j - 1] ? 0 : 1
        current[j] = Swift.min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + change)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          current[j] = Swift.min(current[j], earlier[j - 2] + 1)
        }
      }
      (earlier, previous) = (previous, current)
    }
    return previous[b.count]
  }
}
