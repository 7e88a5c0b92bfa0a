import Symbolic
import Synchronization

/// Programs of one system, compiled when first asked for and then shared.
final class TapeCache: Sendable {
  /// Which rates are meant: as declared, or with the modes of branches.
  enum Piece: Hashable {
    case whole
    case branch(sliding: Int?)
  }

  enum Purpose: Hashable {
    case rate(TimeUnit, Piece)
    case jacobian(TimeUnit, Piece)
    case linearisation(TimeUnit, Piece)
    case fastRate(TimeUnit)
    case slowRate(TimeUnit)
    case fastJacobian(TimeUnit)
    case observables(TimeUnit)
    case surfaces(TimeUnit)
  }

  struct SparseKey: Hashable {
    let unit: TimeUnit
    let piece: Piece
  }

  private let tapes = Mutex<[Purpose: Tape]>([:])
  private let structures = Mutex<[TimeUnit: PiecewiseStructure]>([:])
  /// A chart by its name and its own symbols.
  struct ChartKey: Hashable {
    let name: String
    let symbols: [Symbol]
  }

  private let sparse = Mutex<[SparseKey: SparseJacobian]>([:])
  private let populations = Mutex<[TimeUnit: PopulationPrograms]>([:])
  private let charted = Mutex<[ChartKey: System]>([:])

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

  func sparseJacobian(for key: SparseKey, make: () -> SparseJacobian) -> SparseJacobian {
    if let known = sparse.withLock({ $0[key] }) { return known }
    let made = make()
    sparse.withLock { $0[key] = made }
    return made
  }

  func populationPrograms(in unit: TimeUnit, make: () -> PopulationPrograms) -> PopulationPrograms {
    if let known = populations.withLock({ $0[unit] }) { return known }
    let made = make()
    populations.withLock { $0[unit] = made }
    return made
  }

  /// The system in a chart; its values of parameters and its state are of whoever asked first.
  func chartedSystem(_ key: ChartKey, make: () -> System) -> System {
    if let known = charted.withLock({ $0[key] }) { return known }
    let made = make()
    charted.withLock { $0[key] = made }
    return made
  }
}
