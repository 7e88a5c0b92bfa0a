public import Integration
public import Modeling
public import Sweeps
import Symbolic

/// One system integrated at many values of its parameters and starts, kept in a file.
///
/// ```swift
/// let design = try SweepDesign.grid([
///   SweepAxis("ε", from: 1e-4, to: 0.1, count: 40, logarithmic: true),
///   SweepAxis("a", from: 0, to: 1.2, count: 30),
/// ])
/// let sweep = try Sweep(of: system, over: design, until: 5)
/// let results = try await sweep.run(at: "vdp.sqlite")
/// let heights = results["x"]
/// ```
///
/// Run again with the same file, it goes on where it was ended, by whatever means; several processes
/// may share a file. Each point's numbers are the same to the last bit however the work was cut.
public struct Sweep: Sendable {
  /// The system at the values that stay fixed.
  public let system: System
  /// The points, under the names that the model declares.
  public let design: SweepDesign
  /// The time to reach.
  public let end: Double
  /// Slow or fast time.
  public let unit: TimeUnit
  /// In which coordinates.
  public let charts: ChartUse
  /// Method, accuracy, budget of a point.
  public let options: IntegrationOptions
  /// What solves Newton's matrix of BDF; nil: what the structure suggests.
  public let linearSolver: LinearSolver?
  /// Extremes and periods to keep beside the final values.
  public let measures: [SweepMeasure]
  /// From when on extremes and periods are looked for.
  public let transient: Double
  let adjustables: [System.Adjustable]
  /// What the measures measure: value and rate by name.
  let quantities: [(name: String, value: Expression, rate: Expression)]

  /// Checks everything that can be checked before a point is run.
  ///
  /// - Parameters:
  ///   - system: the model at the values that stay fixed.
  ///   - design: what changes; a Greek letter also answers to its spelt name.
  ///   - end: the time to reach from 0, in `unit`.
  ///   - unit: slow time τ or fast time t = τ/ε.
  ///   - charts: in which coordinates.
  ///   - options: method, accuracy and budget of each point.
  ///   - linearSolver: what solves Newton's matrix of BDF.
  ///   - measures: extremes and periods to keep.
  ///   - transient: from when on they are looked for; nil: half of the time.
  /// - Throws: `UnknownName` for a name the system does not have, `IntegrationError` if the
  ///   request is wrong, `SweepError` if the same quantity stands twice.
  public init(
    of system: System, over design: SweepDesign, until end: Double, in unit: TimeUnit = .slow,
    charts: ChartUse = .automatic, options: IntegrationOptions = IntegrationOptions(method: .auto),
    linearSolver: LinearSolver? = nil, measures: [SweepMeasure] = [], transient: Double? = nil
  ) throws {
    let adjustables = try design.names.map { try system.adjustable(named: $0) }
    self.adjustables = adjustables
    self.design = try design.renamed { try system.name(of: system.adjustable(named: $0)) }
    self.system = system
    self.end = end
    self.unit = unit
    self.charts = charts
    self.options = options
    self.linearSolver = linearSolver
    self.transient = transient ?? end / 2
    self.measures = try measures.map { try $0.checked(for: system) }
    quantities = Set(self.measures.map(\.quantity)).sorted().map { name in
      let (value, rate) = system.quantity(name, in: unit)
      return (name, value, rate)
    }
    try check()
  }

  /// Refuses what would make every point fail.
  private func check() throws {
    if case .only(let name) = charts { _ = try system.chart(named: name) }
    try options.check(for: system.field(in: unit), from: system.initialState, over: (0, end))
    if let linearSolver {
      guard options.method == .bdf || options.method == .auto else {
        throw SweepError(
          .badDesign,
          "linear solver \(linearSolver.rawValue): only bdf takes one; the method is "
            + options.method.rawValue)
      }
      _ = try system.field(in: unit, using: linearSolver)
    }
    guard end > 0 else {
      throw SweepError(.badDesign, "a sweep to time \(end); give a time above 0")
    }
    guard transient >= 0, transient < end else {
      throw SweepError(
        .badDesign, "extremes from time \(transient) on; the runs go from 0 to \(end)")
    }
  }

  /// Opens the sweep's file, or makes it.
  ///
  /// - Throws: `SweepError` if the file holds another sweep, naming the difference, or cannot be
  ///   used.
  public func store(at path: String) throws(SweepError) -> SweepStore {
    try SweepStore(at: path, plan: plan)
  }

  /// Runs all points that have no result yet.
  ///
  /// - Parameters:
  ///   - store: this sweep's file, made by ``store(at:)``.
  ///   - threads: how many to work with; nil: one a core.
  ///   - report: called now and then, from any thread.
  /// - Throws: `SweepError` if the file fails. A point that fails says so in the results and
  ///   leaves the others alone. A cancelled task ends early, with what it had kept.
  public func run(
    in store: SweepStore, threads: Int? = nil,
    report: @escaping @Sendable (SweepProgress) -> Void = { _ in }
  ) async throws {
    system.compilePrograms(in: unit)
    // A vector's worth at least; chunks grow to many where runs are short.
    try await store.work(
      threads: threads ?? Sweep.processors, smallestChunk: isBatched ? 16 : 1, report: report
    ) { try await outcomes(of: $0) }
  }

  /// Runs all points that have no result yet in a file, and reads them all.
  ///
  /// - Throws: as ``store(at:)`` and ``run(in:threads:report:)``.
  public func run(at path: String, threads: Int? = nil) async throws -> SweepResults {
    let store = try store(at: path)
    defer { store.close() }
    try await run(in: store, threads: threads)
    return try store.results()
  }

  /// Names of the numbers kept: variables and observables at the end, then extremes and periods.
  ///
  /// Of a population's variable these are the members' mean, least and greatest value.
  public var measureNames: [String] {
    let variables = system.variables.flatMap { variable in
      variable.population == nil
        ? [variable.name] : ["mean", "min", "max"].map { "\(variable.name) \($0)" }
    }
    return variables + system.observables.map(\.name) + measures.map(\.name)
  }
}
