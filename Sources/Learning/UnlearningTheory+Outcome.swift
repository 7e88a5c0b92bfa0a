extension UnlearningTheory {
  /// What the reduced flow predicts for a start (s, a), a > 0, as ε → 0.
  ///
  /// The fast flow takes s at fixed a to a zero of F(s) = V'(s) − a s U'(s²) or to s = 1; the slow
  /// flow then moves along that part of the critical manifold until it rests, reaches a fold and
  /// jumps, or leaves s = 1 where a passes A(1). The delay of that exit is left out: it shifts the
  /// time, not where the branch leads. Resolution in s: 1/4000.
  ///
  /// - Parameters:
  ///   - alignment: s at the start, 0 ... 1.
  ///   - secondLayer: a at the start, positive.
  public func outcome(alignment: Double, secondLayer: Double) -> FeatureOutcome {
    guard secondLayer > 0 else { return .undetermined }
    var s = landing(from: alignment, at: secondLayer)
    for _ in 0..<Self.mostJumps {
      let next = s >= 1 ? afterPerfectAlignment() : alongBranch(from: s)
      switch next {
      case .rests(let outcome): return outcome
      case .jumps(let start, let weight): s = landing(from: start, at: weight)
      case .joinsPerfectAlignment: s = 1
      }
    }
    return .undetermined
  }

  /// Where a piece of slow motion ends.
  private enum SlowEnd {
    case rests(FeatureOutcome)
    case jumps(from: Double, weight: Double)
    case joinsPerfectAlignment
  }

  private static let mostJumps = 20
  private static let resolution = 1.0 / 4000

  /// The alignment that the fast flow reaches at fixed a.
  private func landing(from start: Double, at weight: Double) -> Double {
    func force(_ s: Double) -> Double {
      value.derivative(s) - weight * s * square.derivative(s * s)
    }
    let step = Self.resolution
    let isRising = force(start) > 0
    var s = start
    while isRising ? s < 1 : s > step {
      let next = isRising ? min(1, s + step) : s - step
      if (force(next) > 0) != isRising { return (s + next) / 2 }
      s = next
    }
    return isRising ? 1 : step
  }

  /// On s = 1, a moves to V(1)/U(1) unless it passes A(1) on the way.
  private func afterPerfectAlignment() -> SlowEnd {
    if keepsPerfectAlignment { return .rests(.kept) }
    // Just beyond A(1) alignment falls: to the branch beside it, or far below.
    return .jumps(from: 1 - Self.resolution, weight: exitWeight * (1 + 1e-9))
  }

  /// Along an attracting part of the branch, s falls where a grows and rises where a falls.
  private func alongBranch(from start: Double) -> SlowEnd {
    let step = Self.resolution
    let isGrowing = slowRate(at: start) > 0
    var s = start
    while true {
      let next = isGrowing ? s - step : s + step
      if next <= step { return .rests(.unlearned) }
      if next >= 1 { return .joinsPerfectAlignment }
      if branch(at: next) <= 0 { return .rests(.undetermined) }
      if (slowRate(at: next) > 0) != isGrowing {
        let rest = restPoints(samples: 4000).min { abs($0 - next) < abs($1 - next) }
        return .rests(.partlyKept(alignment: rest ?? next))
      }
      if branchSlope(at: next) > 0 {
        // Past the fold no branch is near at this a: the fast flow takes over.
        return .jumps(from: next, weight: branch(at: s) * (isGrowing ? 1 + 1e-6 : 1 - 1e-6))
      }
      s = next
    }
  }
}
