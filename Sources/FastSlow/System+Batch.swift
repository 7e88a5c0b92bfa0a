private import Foundation
public import Integration
public import Modeling

extension System {
  /// Integrates the system at many points of its parameters and starts, on all cores.
  ///
  /// ```swift
  /// let result = try await system.solve(varying: ["ε": small, "x": starts], until: 10)
  /// ```
  ///
  /// Points share vectors, several a vector, each with its own step control: the method is
  /// Rodas5P, as `.rosenbrock` of ``IntegrationOptions/Method``, to the same tolerances.
  ///
  /// - Parameters:
  ///   - columns: values by name of a parameter or of a variable (its start), one a point; what is
  ///     not named keeps its current value.
  ///   - end: the time to reach, in `unit`.
  ///   - unit: slow time τ or fast time t = τ/ε.
  ///   - start: the time of the initial state.
  ///   - times: where to record, beside the end.
  ///   - options: accuracy and the most steps a point; the method is not looked at.
  ///   - threads: how many to work with; nil: one a core.
  /// - Throws: ``IntegrationError`` if the request is wrong, ``UnknownName`` or ``UnusableValue`` if a
  ///   column is. A point that fails says so in the result and leaves the others alone.
  ///
  /// Memory: (variables + parameters + variables · (1 + times)) doubles a point.
  public func solve(
    varying columns: [String: [Double]], until end: Double, in unit: TimeUnit = .slow,
    from start: Double = 0, at times: [Double] = [],
    options: IntegrationOptions = IntegrationOptions(), threads: Int? = nil
  ) async throws -> BatchSolution {
    let points = try BatchPoints(self, columns)
    let batch = try RosenbrockBatch(
      field(in: unit), over: (start, end), times: times, sample: initialState, options: options)
    return await batch.run(
      states: points.states, parameters: points.parameters,
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
  }
}

/// A column of another length than the others.
public struct UnequalColumns: Error, Sendable, CustomStringConvertible {
  /// Lengths by name.
  public let lengths: [String: Int]

  /// One sentence.
  public var description: String {
    let list = lengths.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    return "every column needs one value a point; there are " + list.joined(separator: ", ")
  }
}

/// Starts and parameters point after point.
private struct BatchPoints {
  private(set) var states: [Double]
  private(set) var parameters: [Double]

  init(_ system: System, _ columns: [String: [Double]]) throws {
    let count = columns.values.map(\.count).max() ?? 1
    if columns.values.contains(where: { $0.count != count }) {
      throw UnequalColumns(lengths: columns.mapValues(\.count))
    }
    states = (0..<count).flatMap { _ in system.initialState }
    parameters = (0..<count).flatMap { _ in system.parameterValues }
    for (name, values) in columns {
      if let bad = values.first(where: { !$0.isFinite }) {
        // The system's own complaint names the parameter or variable.
        _ =
          try Self.isParameter(name, of: system)
          ? system.setting(name, bad) : system.setting(name, initial: bad)
      }
      if Self.isParameter(name, of: system) {
        let place = try system.parameterIndex(named: name)
        for (point, value) in values.enumerated() {
          parameters[point * system.parameters.count + place] = value
        }
      } else {
        let place = try system.variableIndex(named: name)
        for (point, value) in values.enumerated() {
          states[point * system.variables.count + place] = value
        }
      }
    }
  }

  private static func isParameter(_ name: String, of system: System) -> Bool {
    (try? system.parameterIndex(named: name)) != nil
  }
}
