public import NumericKernel
import Symbolic

/// A system in one of its times, ready to be integrated.
public struct SystemField: VectorField {
  /// The system.
  public let system: System
  /// The time.
  public let unit: TimeUnit
  /// Programs of a system with populations.
  private let programs: PopulationPrograms?
  /// What the caller asked for.
  private let forcedSolver: LinearSolver?

  init(_ system: System, _ unit: TimeUnit, _ solver: LinearSolver?) {
    self.system = system
    self.unit = unit
    forcedSolver = solver
    programs =
      system.populations.isEmpty
      ? nil : system.tapes.populationPrograms(in: unit) { PopulationPrograms(system, unit) }
  }

  /// Names of the variables.
  public var variableNames: [String] {
    programs == nil ? system.variables.map(\.name) : system.componentNames
  }

  /// Names of the variables added by ``System/integrating(_:over:)``.
  public var integralNames: Set<String> {
    Set(system.variables.filter(\.isIntegral).map(\.name))
  }

  /// What Newton's matrix is solved by.
  public var linearSolver: LinearSolver {
    if let forcedSolver { return forcedSolver }
    if programs != nil { return .arrowhead }
    if system.variables.count < LinearSolver.smallestSparse { return .dense }
    return LinearSolver(for: sparseJacobian(.whole).pattern)
  }

  /// Makes an evaluator at the system's current parameter values.
  public func makeEvaluator() -> any FieldEvaluator { evaluator(of: .whole) }

  /// The rates of one piece.
  private func rates(_ piece: TapeCache.Piece) -> [Expression] {
    switch piece {
    case .whole: return system.rates(in: unit)
    case .branch(let sliding):
      let structure = system.piecewiseStructure(in: unit)
      return sliding.map {
        structure.slidingRates(along: $0, states: system.variables.map(\.symbol))
      } ?? structure.form.rates
    }
  }

  private func modeSymbols(_ piece: TapeCache.Piece) -> [Symbol] {
    piece == .whole ? [] : system.piecewiseStructure(in: unit).modes
  }

  private func sparseJacobian(_ piece: TapeCache.Piece) -> SparseJacobian {
    system.tapes.sparseJacobian(for: TapeCache.SparseKey(unit: unit, piece: piece)) {
      SparseJacobian(rates(piece), of: system, modes: modeSymbols(piece))
    }
  }

  private func tape(
    _ purpose: TapeCache.Purpose, _ piece: TapeCache.Piece,
    _ outputs: ([Expression]) -> [Expression]
  ) -> Tape {
    system.tapes.tape(for: purpose) {
      system.tape(outputs(rates(piece)), modes: modeSymbols(piece))
    }
  }

  func rateTape(_ piece: TapeCache.Piece) -> Tape { tape(.rate(unit, piece), piece) { $0 } }

  func linearisationTape(_ piece: TapeCache.Piece) -> Tape {
    tape(.linearisation(unit, piece), piece) { system.linearisation(of: $0) }
  }

  /// Whether the rates have a fast and a slow part, by the declared scales.
  private var hasBothScales: Bool {
    system.variables.contains { $0.scale == .fast }
      && system.variables.contains { $0.scale != .fast }
  }

  /// The rates of the fast variables with 0 for the others, the rest likewise, and the Jacobian of
  /// the first.
  private var splitTapes: (fast: Tape, slow: Tape, jacobian: Tape) {
    let isFast = system.variables.map { $0.scale == .fast }
    func part(_ rates: [Expression], fast: Bool) -> [Expression] {
      zip(rates, isFast).map { $1 == fast ? $0 : 0 }
    }
    return (
      tape(.fastRate(unit), .whole) { part($0, fast: true) },
      tape(.slowRate(unit), .whole) { part($0, fast: false) },
      tape(.fastJacobian(unit), .whole) { system.jacobian(of: part($0, fast: true)) }
    )
  }

  /// Compiles every program that a run may ask for.
  func compile() {
    guard programs == nil else { return }
    var pieces = [TapeCache.Piece.whole]
    if isPiecewise {
      _ = makeSurfaces()
      let surfaces = system.piecewiseStructure(in: unit).form.surfaces
      pieces = [.branch(sliding: nil)] + surfaces.indices.map { .branch(sliding: $0) }
    }
    for piece in pieces {
      _ = rateTape(piece)
      _ = tape(.jacobian(unit, piece), piece) { system.jacobian(of: $0) }
      _ = linearisationTape(piece)
      if linearSolver != .dense { _ = sparseJacobian(piece) }
    }
    if !isPiecewise, hasBothScales { _ = splitTapes }
  }

  /// - Parameters:
  ///   - modes: values of a branch's modes.
  ///   - window: the times to evaluate at.
  func evaluator(
    of piece: TapeCache.Piece, modes: [TapeFieldEvaluator.Mode] = [],
    window: ClosedRange<Double> = -Double.infinity...Double.infinity
  ) -> any FieldEvaluator {
    if let programs {
      let evaluator = PopulationEvaluator(system, programs)
      evaluator.window = window
      return forcedSolver == .krylov ? KrylovEvaluator(system, evaluator, in: unit) : evaluator
    }
    let field = TapeFieldEvaluator(
      system, rate: rateTape(piece), modes: modes, window: window,
      jacobian: { tape(.jacobian(unit, piece), piece) { system.jacobian(of: $0) } },
      linearisation: { linearisationTape(piece) },
      split: piece == .whole && hasBothScales ? { splitTapes } : nil)
    let solver = linearSolver
    if solver == .krylov { return KrylovEvaluator(system, field, in: unit) }
    guard solver == .band || solver == .sparse else { return field }
    let sparse = sparseJacobian(piece)
    return SparseFieldEvaluator(
      field, sparse.pattern, entries: field.evaluator(sparse.tape), isBanded: solver == .band)
      ?? field
  }
}
