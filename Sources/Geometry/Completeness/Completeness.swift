/// What is known about branches that may have been missed.
public struct Completeness: Sendable {
  /// How far the statement goes.
  public enum Verdict: String, Sendable, Codable {
    /// Interval arithmetic excludes any other branch in the whole box.
    case proved
    /// The same, but for small cells around known special points.
    case provedAwayFromSpecialPoints
    /// No other branch was found; some cells were not decided.
    case noneFound
    /// There is a branch that is not among the known ones.
    case incomplete
  }

  /// The statement in one word.
  public let verdict: Verdict
  /// A point (fast variables, then the slow one) on each branch found missing.
  public let missing: [[Double]]
  /// Cells of the box shown to hold no point of the manifold.
  public let excludedCells: Int
  /// Cells shown to hold one piece of one curve, which is known.
  public let certifiedCells: Int
  /// Cells left undecided.
  public let undecidedCells: Int
  /// Their share of the box.
  public let undecidedShare: Double
  /// Values of y at which all roots were sought once more.
  public let slices: Int
  /// Roots found there.
  public let roots: Int

  /// The statement in a sentence.
  public var sentence: String {
    let evidence =
      "\(roots) roots at \(slices) further values \(missing.isEmpty ? "all " : "")"
      + (missing.isEmpty ? "lie on them" : "were compared")
    switch verdict {
    case .proved:
      return "all branches: interval arithmetic excludes any other in the box "
        + "(\(excludedCells) cells empty, \(certifiedCells) with one known curve); \(evidence)"
    case .provedAwayFromSpecialPoints:
      return "all branches: interval arithmetic excludes any other in the box but for "
        + "\(undecidedCells) small cells around known special points; \(evidence)"
    case .noneFound:
      return "no other branch was found: \(evidence); interval arithmetic leaves "
        + "\(undecidedCells) cells undecided, \(rounded(undecidedShare)) of the box"
    case .incomplete:
      return "not all branches: \(missing.count) more "
        + "\(missing.count == 1 ? "goes" : "go") through "
        + missing.map { "(" + $0.map { rounded($0) }.joined(separator: ", ") + ")" }
        .joined(separator: ", ")
    }
  }

  private func rounded(_ x: Double) -> String {
    guard x != 0, x.isFinite else { return "\(x)" }
    var scale = 1.0
    while x.magnitude * scale < 1e3 { scale *= 10 }
    return "\((x * scale).rounded() / scale)"
  }
}

extension CriticalManifold {
  /// Asks whether the box holds branches that are not among ``branches``.
  ///
  /// - Parameter cellLimit: after how many cells to stop deciding.
  /// - Throws: ``GeometryError`` if the model cannot be evaluated.
  ///
  /// The box of all fast variables and the interval is bisected. A cell is done when
  /// interval bounds on f exclude 0, or when Krawczyk's test shows that in it the manifold is
  /// one curve, a graph over one coordinate, and that curve is known. R. Krawczyk, Computing 4 (1969)
  /// 187; A. Neumaier, Interval Methods for Systems of Equations (1990), ch. 5. Rounding
  /// is accounted for. Where f has kinks or no bounds in a cell it stays undecided. All roots at eight
  /// further values of y are compared as well. Cost: some microseconds a cell.
  public func completeness(cellLimit: Int = 20_000) throws(GeometryError) -> Completeness {
    var cover = try ExclusionCover(layer, curves, cellLimit: cellLimit)
    let sliced = cover.compareSlices()
    cover.run()
    let special = specialPoints.map { $0.fast + $0.slow }
    let undecided = cover.undecided
    let verdict: Completeness.Verdict
    if !cover.missing.isEmpty {
      verdict = .incomplete
    } else if undecided.isEmpty {
      verdict = .proved
    } else if undecided.allSatisfy({ cover.touches($0, oneOf: special) }) {
      verdict = .provedAwayFromSpecialPoints
    } else {
      verdict = .noneFound
    }
    return Completeness(
      verdict: verdict, missing: cover.missing, excludedCells: cover.excluded,
      certifiedCells: cover.certified, undecidedCells: undecided.count,
      undecidedShare: cover.share(of: undecided), slices: sliced.slices, roots: sliced.roots)
  }

  /// The manifold with the branches that the completeness question brings up added, asked again
  /// until none is missing.
  ///
  /// - Returns: the manifold and what is known of its completeness.
  public func completed() throws(GeometryError) -> (CriticalManifold, Completeness) {
    var manifold = self
    var answer = try completeness()
    for _ in 0..<4 where !answer.missing.isEmpty {
      let starts = manifold.curves.points.map { $0[$0.count / 2] } + answer.missing
      manifold = try CriticalManifold(
        layer, over: interval, box: curves.box, starts: starts)
      answer = try manifold.completeness()
    }
    return (manifold, answer)
  }
}
