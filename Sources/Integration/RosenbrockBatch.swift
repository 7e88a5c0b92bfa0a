import CKernels
package import NumericKernel

/// Many integrations of one field at once, each with parameters and a start of its own.
package struct RosenbrockBatch {
  /// The field's programs.
  private let programs: any LanePrograms
  private let names: [String]
  private let interval: (start: Double, end: Double)
  private let times: [Double]
  private let options: IntegrationOptions
  private let tolerances: [Double]

  /// Checks everything but the points.
  ///
  /// - Parameters:
  ///   - times: where to record, in the direction of the run.
  ///   - sample: a state, for the check.
  package init(
    _ field: some LaneField, over interval: (start: Double, end: Double), times: [Double],
    sample: [Double], options: IntegrationOptions
  ) throws(IntegrationError) {
    names = field.variableNames
    let check = RequestCheck(
      names: names, state: sample, interval: interval, output: .times(times), options: options,
      isSplit: false, integrals: field.integralNames)
    let empty = Solution(variables: names, observables: [], start: interval.start, state: sample)
    if let problem = check.firstProblem() {
      throw IntegrationError.badRequest(problem.message, problem.advice, empty)
    }
    guard let programs = field.makeLanePrograms() else {
      throw IntegrationError.badRequest(
        "many points at once of a system with populations or jumps", "integrate them one by one",
        empty)
    }
    self.programs = programs
    self.interval = interval
    self.options = options
    self.times = times.sorted { interval.end >= interval.start ? $0 < $1 : $0 > $1 }
    tolerances = check.tolerances
  }

  /// Integrates every point on `threads` threads.
  ///
  /// - Parameters:
  ///   - states: starts one after another.
  ///   - parameters: values in the order of the field's parameters, point after point.
  package func run(states: [Double], parameters: [Double], threads: Int) async -> BatchSolution {
    let n = names.count
    let count = n > 0 ? states.count / n : 0
    let memory = BatchMemory(
      states: states, parameters: parameters, tolerances: tolerances, times: times, count: count,
      dimension: n)
    memory.open(programs, interval, options)
    await withTaskCancellationHandler {
      await withTaskGroup { group in
        for _ in 0..<max(threads, 1) { group.addTask { memory.work() } }
      }
    } onCancel: {
      memory.stop()
    }
    return memory.solution(names, times)
  }
}

/// The arrays of a batch in fixed places, and its one owner. Threads write to places of their own.
@safe private final class BatchMemory: @unchecked Sendable {
  private let count: Int
  private let dimension: Int
  private let inputs: UnsafeMutableBufferPointer<Double>
  private let results: UnsafeMutableBufferPointer<Double>
  private let outcomes: UnsafeMutableBufferPointer<fs_batch_outcome>
  private var request = unsafe fs_batch_request()
  private var batch: OpaquePointer?
  private var programs: (any LanePrograms)?
  private let recordCount: Int

  init(
    states: [Double], parameters: [Double], tolerances: [Double], times: [Double], count: Int,
    dimension: Int
  ) {
    self.count = count
    self.dimension = dimension
    recordCount = count * times.count * dimension
    let all = states + parameters + tolerances + times
    unsafe inputs = .allocate(capacity: max(all.count, 1))
    _ = unsafe inputs.initialize(from: all)
    unsafe results = .allocate(capacity: max(recordCount + states.count, 1))
    unsafe results.initialize(repeating: .nan)
    unsafe outcomes = .allocate(capacity: max(count, 1))
    unsafe outcomes.initialize(repeating: fs_batch_outcome())
    unsafe request.dimension = Int64(dimension)
    unsafe request.count = Int64(count)
    unsafe request.time_count = Int64(times.count)
    let start = unsafe UnsafePointer(inputs.baseAddress)
    unsafe request.states = start
    unsafe request.parameters = start.map { unsafe $0 + states.count }
    unsafe request.absolute_tolerances = start.map { unsafe $0 + states.count + parameters.count }
    unsafe request.times = start.map { unsafe $0 + all.count - times.count }
    unsafe request.records = results.baseAddress
    unsafe request.ends = results.baseAddress.map { unsafe $0 + recordCount }
    unsafe request.outcomes = outcomes.baseAddress
  }

  deinit {
    unsafe fs_batch_destroy(batch)
    unsafe outcomes.deallocate()
    unsafe results.deallocate()
    unsafe inputs.deallocate()
  }

  func open(
    _ programs: any LanePrograms, _ interval: (start: Double, end: Double),
    _ options: IntegrationOptions
  ) {
    self.programs = programs
    unsafe request.start = interval.start
    unsafe request.end = interval.end
    unsafe request.relative_tolerance = options.relativeTolerance
    unsafe request.largest_step_count = Int64(options.maximumSteps ?? .max)
    unsafe request.depends_on_time = programs.dependsOnTime ? 1 : 0
    unsafe request.rate = programs.rate
    unsafe request.linearisation = programs.linearisation
    unsafe batch = fs_batch_create(&request)
  }

  func work() {
    if let batch = unsafe batch { _ = unsafe fs_batch_run(batch) }
  }

  func stop() {
    if let batch = unsafe batch { unsafe fs_batch_stop(batch) }
  }

  func solution(_ names: [String], _ times: [Double]) -> BatchSolution {
    let outcomes = unsafe Array(self.outcomes.prefix(count))
    return BatchSolution(
      variableNames: names, times: times, count: count,
      statuses: outcomes.map { status($0.code) }, reachedTimes: outcomes.map(\.time),
      steps: outcomes.map { Int($0.steps) }, failures: outcomes.map { Int($0.failures) },
      ends: unsafe Array(results[recordCount..<(recordCount + count * dimension)]),
      records: unsafe Array(results[..<recordCount]))
  }

  private func status(_ code: Int32) -> Solution.Status {
    switch Int(code) {
    case FS_ONESTEP_END_REACHED: .completed
    case FS_BATCH_STEP_LIMIT: .stepLimit
    case 0: .interrupted
    default: .failed
    }
  }
}
