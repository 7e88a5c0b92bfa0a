private import ComplexModule
public import Modeling
import NumericKernel
private import RealModule
import Symbolic

/// Finds the local time scales of a system, with the part that each term of its equations plays.
public struct TimeScaleAnalysis: Sendable {
  /// The system, at its parameters.
  public let system: System
  /// Names of the variables.
  public let names: [String]
  /// The terms of the equations.
  public let terms: [NamedTerm]

  private let tape: Tape

  /// Prepares a system; rates are per unit of slow time, or of the model's own if it has no scales.
  ///
  /// - Throws: ``GeometryError`` for a system with populations or equations that depend on time.
  public init(of system: System) throws(GeometryError) {
    if !system.populations.isEmpty {
      throw GeometryError(
        problem: "\(system.name) has populations",
        advice: "time scales are for a few variables; declare the case of equal members")
    }
    if !system.isAutonomous {
      throw GeometryError(
        problem: "the equations of \(system.name) depend on time",
        advice: "declare time as a slow variable with d(θ) == 1")
    }
    self.system = system
    names = system.variables.map(\.name)
    var splitter = TermSplitter(system)
    terms = splitter.terms()
    tape = system.tape(
      terms.map(\.expression) + system.rates(in: .slow) + system.jacobian(in: .slow))
  }

  /// The modes at a state.
  ///
  /// - Parameters:
  ///   - state: y, in the order of the system's variables.
  ///   - relativeTolerance: what a variable may still move in exhausted modes, as a part of its value.
  ///   - absoluteTolerance: what it may move beyond that.
  /// - Throws: ``GeometryError`` where the rates are not finite, or the Jacobian has too few
  ///   eigenvectors.
  ///
  /// Cost: O(n³) a mode for its vector.
  public func modes(
    at state: [Double], relativeTolerance: Double = 1e-2, absoluteTolerance: Double = 1e-14
  ) throws(GeometryError) -> LocalModes {
    let (values, rate, jacobian) = try parts(state)
    let basis = try modeBasis(jacobian, state)
    let n = names.count
    let rows = (0..<n).map { i in (0..<n).map { basis.covectors[i, $0] } }
    let columns = (0..<n).map { i in (0..<n).map { basis.vectors[$0, i] } }
    let amplitudes = rows.map { dot($0, rate) }
    let bounds = state.map { relativeTolerance * $0.magnitude + absoluteTolerance }
    let exhausted = TimeScaleAnalysis.exhausted(basis, amplitudes, bounds)
    // βⁱₖ Rₖ: what term k adds to the amplitude of mode i.
    let shares = rows.map { row in zip(terms, values).map { dot(row, $0.factors) * $1 } }
    let importance = { (modes: Range<Int>) -> [[Double]] in
      (0..<n).map { j in
        TimeScaleAnalysis.shares(
          terms.indices.map { k in modes.map { columns[$0][j] * shares[$0][k] }.reduce(0, +) })
      }
    }
    return LocalModes(
      state: state, eigenvalues: basis.eigenvalues, vectors: columns, covectors: rows,
      amplitudes: amplitudes, exhausted: exhausted,
      pointers: (0..<n).map { i in (0..<n).map { columns[i][$0] * rows[i][$0] } },
      participation: shares.map(TimeScaleAnalysis.shares),
      slowImportance: importance(exhausted..<n), fastImportance: importance(0..<exhausted))
  }

  /// The modes at each of some states, as those of a solution; what fails at one does not stop the
  /// others.
  public func modes(
    along states: [[Double]], relativeTolerance: Double = 1e-2, absoluteTolerance: Double = 1e-14
  ) -> [Result<LocalModes, GeometryError>] {
    states.map { state in
      do throws(GeometryError) {
        return .success(
          try modes(
            at: state, relativeTolerance: relativeTolerance,
            absoluteTolerance: absoluteTolerance))
      } catch {
        return .failure(error)
      }
    }
  }

  private static func shares(_ values: [Double]) -> [Double] {
    let total = values.map(\.magnitude).reduce(0, +)
    return total > 0 ? values.map { $0 / total } : values
  }

  /// The largest M with |Σᵢ aᵢ fⁱ (e^{λᵢ τ} − 1)/λᵢ| below the bounds, i ≤ M, τ that of mode M + 1.
  private static func exhausted(_ basis: ModeBasis, _ amplitudes: [Double], _ bounds: [Double])
    -> Int
  {
    let n = bounds.count
    for count in stride(from: n - 1, to: 0, by: -1) {
      let (last, next) = (basis.eigenvalues[count - 1], basis.eigenvalues[count])
      // A pair is not parted.
      if last.imaginary > 0 { continue }
      guard next.length > 0 else { continue }
      let moves = basis.integrated(amplitudes, over: 1 / next.length)
      let fits = (0..<n).allSatisfy { j in
        (0..<count).map { basis.vectors[j, $0] * moves[$0] }.reduce(0, +).magnitude < bounds[j]
      }
      if fits { return count }
    }
    return 0
  }

  /// Term values, rates and Jacobian.
  func parts(_ state: [Double]) throws(GeometryError) -> ([Double], [Double], Matrix) {
    guard state.count == names.count else {
      throw GeometryError(
        problem: "\(state.count) values for \(names.joined(separator: ", "))",
        advice: "give \(names.count)")
    }
    let n = names.count
    let all = TapeEvaluator(tape, parameters: system.parameterValues).values(state)
    guard all.allSatisfy(\.isFinite) else {
      throw GeometryError(
        problem: "rates or their derivatives are not finite at "
          + SlowManifoldSeries.place(names, state), advice: "choose another state")
    }
    return (
      Array(all.prefix(terms.count)), Array(all[terms.count..<(terms.count + n)]),
      Matrix(rows: n, columns: n, byColumns: Array(all.suffix(n * n)))
    )
  }

  func modeBasis(_ jacobian: Matrix, _ state: [Double]) throws(GeometryError) -> ModeBasis {
    guard let basis = ModeBasis(jacobian) else {
      throw GeometryError(
        problem: "the Jacobian has too few eigenvectors at "
          + SlowManifoldSeries.place(names, state),
        advice: "two time scales coincide there; choose a state near by")
    }
    return basis
  }
}
