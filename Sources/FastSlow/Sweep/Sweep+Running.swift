private import Foundation
import Integration
import Modeling
package import Sweeps

extension Sweep {
  static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// Whether points share vectors: small smooth systems in their own variables.
  var isBatched: Bool {
    let isAsked = options.method == .auto || options.method == .rosenbrock
    return isAsked && measures.isEmpty && linearSolver == nil && system.populations.isEmpty
      && system.variables.count <= 12 && system.events.isEmpty
      && (charts == .none || system.charts.isEmpty) && options.firstStep == nil
      && options.largestStep == nil && options.maximumSeconds == nil
      && !system.field(in: unit).isPiecewise
  }

  /// The outcome of each point; nil for one that was stopped on its way.
  package func outcomes(of points: [SweepPoint]) async throws -> [SweepOutcome?] {
    if isBatched { return try await batched(points) }
    return try points.map { Task.isCancelled ? nil : try alone($0) }
  }

  private func batched(_ points: [SweepPoint]) async throws -> [SweepOutcome?] {
    let columns = Dictionary(
      uniqueKeysWithValues: design.names.enumerated().map { place, name in
        (name, points.map { $0.values[place] })
      })
    let batch = try await system.solve(
      varying: columns, until: end, in: unit, options: options, threads: 1)
    return try points.indices.map { place in
      switch batch.statuses[place] {
      case .completed:
        let time = batch.reachedTimes[place]
        return SweepOutcome(
          .completed, reachedTime: time, steps: batch.steps[place],
          values: finals(try adjusted(points[place]), time, batch.end(of: place)))
      case .interrupted: return nil
      // A run on its own says why.
      default: return Task.isCancelled ? nil : try alone(points[place])
      }
    }
  }

  /// The system at a point.
  private func adjusted(_ point: SweepPoint) throws -> System {
    var system = system
    for ((adjustable, name), value) in zip(zip(adjustables, design.names), point.values) {
      switch adjustable {
      case .parameter: system = try system.setting(name, value)
      case .start: system = try system.setting(name, initial: value)
      }
    }
    return system
  }

  /// A point by itself.
  private func alone(_ point: SweepPoint) throws -> SweepOutcome? {
    let system = try adjusted(point)
    do throws(IntegrationError) {
      guard let (solution, measured) = try solution(of: system) else { return nil }
      return outcome(solution, nil, system, measured)
    } catch {
      return outcome(error.solution, error.description, system, measures.map { _ in .nan })
    }
  }

  private func outcome(
    _ solution: Solution, _ failure: String?, _ system: System, _ measured: [Double]
  ) -> SweepOutcome? {
    let status: SweepOutcome.Status
    var reason = failure
    switch solution.status {
    case _ where failure != nil: status = .failed
    case .interrupted: return nil
    case .completed, .steady, .paused: status = .completed
    case .event: status = .event
    case .accumulation:
      status = .event
      reason = "events accumulate: there is no going beyond"
    case .stepLimit, .timeLimit:
      status = .limit
      reason = "the budget was used up"
    case .failed: status = .failed
    }
    return SweepOutcome(
      status, reason: reason, reachedTime: solution.reachedTime, steps: solution.statistics.steps,
      values: finals(system, solution.reachedTime, solution.reachedState) + measured)
  }

  /// Variables and observables at the end.
  private func finals(_ system: System, _ time: Double, _ state: [Double]) -> [Double] {
    let variables = system.variables.indices.flatMap { index in
      let values = state[system.components(of: index)]
      if system.variables[index].population == nil { return Array(values) }
      return [
        values.reduce(0, +) / Double(values.count), values.min() ?? .nan, values.max() ?? .nan,
      ]
    }
    if system.observables.isEmpty { return variables }
    var observed = [Double](repeating: .nan, count: system.observables.count)
    var span = observed.mutableSpan
    system.makeObservableEvaluator(in: unit).evaluate(state.span, time: time, into: &span)
    return variables + observed
  }
}
