import Symbolic
import Synchronization

/// Programs of one system, compiled when first asked for and then shared.
final class TapeCache: Sendable {
  enum Purpose: Hashable {
    case rate(TimeUnit)
    case jacobian(TimeUnit)
    case linearisation(TimeUnit)
    case observables(TimeUnit)
  }

  private let tapes = Mutex<[Purpose: Tape]>([:])

  func tape(for purpose: Purpose, make: () -> Tape) -> Tape {
    if let known = tapes.withLock({ $0[purpose] }) { return known }
    // Made outside the lock: two threads may both compile, and agree.
    let made = make()
    tapes.withLock { $0[purpose] = made }
    return made
  }
}
