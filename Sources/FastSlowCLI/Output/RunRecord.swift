import FastSlow

/// The JSON of `run`.
struct RunRecord: Encodable {
  struct Failure: Encodable {
    let reason: String
    let message: String
    let time: Double
    let variable: String?
  }

  struct Event: Encodable {
    let name: String
    let time: Double
    let state: [String: Double]
    let direction: String
  }

  struct Switch: Encodable {
    let surface: String
    let time: Double
    let kind: String
  }

  /// A choice of method by `auto`.
  struct Change: Encodable {
    let time: Double
    let from: String?
    let to: String
    let reason: String
  }

  /// A stretch integrated in other coordinates, with where it ended in them.
  struct Segment: Encodable {
    let chart: String?
    let start: Double
    let end: Double
    let reached: [String: Double]
  }

  let model: String
  let parameters: [String: ParameterRecord]
  let time: String
  /// With --stream a sample of the records.
  let times: [Double]
  /// Records in trajectory.csv, with --stream.
  let streamed: Int?
  let states: [String: [Double]]
  let observables: [String: [Double]]
  let events: [Event]
  /// Passages of switching surfaces.
  let switches: [Switch]
  let segments: [Segment]
  /// The method at the start and each change, with `auto`.
  let methodChanges: [Change]
  let statistics: SolverStatistics
  let status: String
  let reachedTime: Double
  /// What makes the result suspect.
  let suspicions: [Suspicion]
  let error: Failure?
  /// Asked for by --report.
  let stiffness: StiffnessReport?

  init(
    _ system: System, _ unit: TimeUnit, _ solution: Solution, _ failure: IntegrationError?,
    _ loss: ResolutionLoss?, _ stiffness: StiffnessReport? = nil,
    streamed: Int? = nil
  ) {
    self.streamed = streamed
    self.stiffness = stiffness
    model = system.name
    parameters = system.parameterRecord
    time = unit.rawValue
    times = solution.times
    let columns = SolutionColumns(system: system, solution: solution)
    states = Dictionary(columns.states.map { ($0.name, $0.values) }) { first, _ in first }
    observables = Dictionary(
      solution.observableNames.map { ($0, solution[$0] ?? []) }
    ) { first, _ in first }
    events = solution.events.map { event in
      Event(
        name: event.name, time: event.time,
        state: Dictionary(zip(solution.variableNames, event.state)) { first, _ in first },
        direction: event.kind.rawValue)
    }
    switches = solution.switches.map {
      Switch(surface: $0.surface, time: $0.time, kind: $0.kind.rawValue)
    }
    segments = solution.segments.map { segment in
      Segment(
        chart: segment.chart, start: segment.start, end: segment.end,
        reached: Dictionary(zip(segment.coordinateNames, segment.reachedCoordinates)) { $1 })
    }
    methodChanges = solution.methodChanges.map {
      Change(time: $0.time, from: $0.from?.rawValue, to: $0.to.rawValue, reason: $0.reason)
    }
    statistics = solution.statistics
    status = solution.status.rawValue
    reachedTime = solution.reachedTime
    suspicions = solution.suspicions + (loss.map { [$0.suspicion] } ?? [])
    error = failure.map {
      Failure(
        reason: $0.reason.rawValue, message: $0.description, time: $0.time, variable: $0.variable)
    }
  }
}
