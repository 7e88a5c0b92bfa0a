/// Help with names that were nearly right.
public enum Spelling {
  /// The candidate closest in spelling to a mistyped name, or nil when none is close.
  ///
  /// Distance is Damerau-Levenshtein (insert, delete, replace, swap of neighbours), letter case
  /// counting nothing. A third of the letters may be wrong, at least one; the start of a longer
  /// name counts as close too (`van` for `van-der-pol`). Ties go to the earlier candidate.
  public static func nearest(to name: String, in candidates: [String]) -> String? {
    let wanted = Array(name.lowercased())
    guard !wanted.isEmpty else { return nil }
    var best: (name: String, distance: Int)?
    var completion: String?
    for candidate in candidates {
      let letters = Array(candidate.lowercased())
      if completion == nil, wanted.count >= 3, letters.starts(with: wanted) {
        completion = candidate
      }
      let distance = distance(wanted, letters)
      guard distance <= max(1, max(wanted.count, letters.count) / 3) else { continue }
      // A one-letter name must at least be the same letter in another case.
      if wanted.count == 1, distance > 0 { continue }
      if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
    }
    return best?.name ?? completion
  }

  /// "Did you mean …?" or the list of what there is.
  public static func advice(for name: String, in candidates: [String]) -> String {
    if let near = nearest(to: name, in: candidates) { return "did you mean \"\(near)\"?" }
    if candidates.isEmpty { return "there are none" }
    return "there are: " + candidates.joined(separator: ", ")
  }

  /// The Damerau-Levenshtein distance of two words (restricted: no pair is edited twice).
  package static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      row.reserveCapacity(b.count + 1)
      for j in b.indices {
        let replaced = last[j] + (a[i] == b[j] ? 0 : 1)
        var cost = min(replaced, last[j + 1] + 1, row[j] + 1)
        let swaps = i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j]
        if swaps { cost = min(cost, beforeLast[j - 1] + 1) }
        row.append(cost)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
