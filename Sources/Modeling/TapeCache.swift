import Symbolic
import Synchronization

/// Programs of one system, compiled when first asked for and then shared.
final class TapeCache: Sendable {
  /// What is computed of one branch of a piecewise field.
  enum BranchPurpose: Hashable {
    case rate
    case jacobian
    case linearisation
  }

  enum Purpose: Hashable {
    case rate(TimeUnit)
    case jacobian(TimeUnit)
    case linearisation(TimeUnit)
    case observables(TimeUnit)
    case branch(BranchPurpose, TimeUnit, sliding: Int?)
    case surfaces(TimeUnit)
  }

  private let tapes = Mutex<[Purpose: Tape]>([:])
  private let structures = Mutex<[TimeUnit: PiecewiseStructure]>([:])

  func tape(for purpose: Purpose, make: () -> Tape) -> Tape {
    if let known = tapes.withLock({ $0[purpose] }) { return known }
    // Made outside the lock: two threads may both compile, and agree.
    let made = make()
    tapes.withLock { $0[purpose] = made }
    return made
  }

  func structure(in unit: TimeUnit, make: () -> PiecewiseStructure) -> PiecewiseStructure {
    if let known = structures.withLock({ $0[unit] }) { return known }
    let made = make()
    structures.withLock { $0[unit] = made }
    return made
  }
}
