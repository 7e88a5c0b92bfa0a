import Synchronization

/// Many independent runs of one request, side by side.
///
/// Member k uses stream k of the request's seed, and each run is computed on one thread: results
/// are the same to the last bit whatever the number of threads.
public struct Ensemble: Sendable {
  /// How each member is simulated.
  public let engine: any SGDEngine
  /// How many members, numbered from 0.
  public let members: Int
  /// How many run at a time, at most; see ``concurrency(for:)``.
  public let threads: Int

  /// An ensemble of `members` runs over `threads` workers; both at least 1, trapped below.
  public init(engine: any SGDEngine, members: Int, threads: Int) {
    precondition(members >= 1, "an ensemble has at least one member, not \(members)")
    precondition(threads >= 1, "an ensemble takes at least one thread, not \(threads)")
    self.engine = engine
    self.members = members
    self.threads = threads
  }

  /// How many members of a request run at a time: no more than there are threads, nor than fit into
  /// ``SGDRequest/mostNumbers`` together.
  public func concurrency(for request: SGDRequest) -> Int {
    let fitting = Double(SGDRequest.mostNumbers) / max(engine.numbersKept(of: request), 1)
    return min(threads, members, max(1, Int(fitting)))
  }

  /// Runs every member and gathers them in order.
  ///
  /// Cancelling the surrounding task ends the runs in progress and keeps the finished ones.
  ///
  /// - Parameters:
  ///   - request: what each member does.
  ///   - store: where checkpoints are kept, and taken from to go on; the request must be the one
  ///     they were made by (`SGDCheckpoint.differences`).
  ///   - progress: called from any thread whenever a run reaches a recorded step or ends.
  ///   - warned: called from any thread as a number of some run leaves its range.
  /// - Throws: `SGDRequestError` where the engine refuses the request.
  public func run(
    _ request: SGDRequest, store: (any CheckpointStore)? = nil,
    progress: @escaping @Sendable (EnsembleProgress) -> Void = { _ in },
    warned: @escaping @Sendable (SGDWarning) -> Void = { _ in }
  ) async throws(SGDRequestError) -> EnsembleResult {
    if let reason = engine.refusal(of: request) { throw SGDRequestError(faults: [reason]) }
    let board = ProgressBoard(members: members, steps: request.settings.steps, report: progress)
    let queue = MemberQueue(members: members)
    let runs = await withTaskGroup(of: [SGDRun].self) { group in
      for _ in 0..<concurrency(for: request) {
        group.addTask { work(request, queue, board, store, warned) }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    return EnsembleResult(request: request, members: members, runs: runs)
  }

  /// Takes members until none is left.
  private func work(
    _ request: SGDRequest, _ queue: MemberQueue, _ board: ProgressBoard,
    _ store: (any CheckpointStore)?, _ warned: @escaping @Sendable (SGDWarning) -> Void
  ) -> [SGDRun] {
    var runs: [SGDRun] = []
    while !Task.isCancelled, let member = queue.next() {
      let monitor = SGDMonitor(
        isCancelled: { Task.isCancelled }, reached: { board.reached($0, by: member) },
        warned: warned,
        checkpointInterval: store?.interval, save: { store?.save($0) })
      let run = engine.run(
        request, member: member, from: store?.checkpoint(ofMember: member), monitor: monitor)
      runs.append(run)
      if case .cancelled = run.ending { break }
      board.finished(member)
    }
    return runs
  }
}

/// How far an ensemble has come.
public struct EnsembleProgress: Sendable, Equatable {
  /// Members that have ended.
  public let finishedMembers: Int
  /// Members in all.
  public let members: Int
  /// Share of all steps done, from 0 to 1.
  public let fraction: Double
}

/// Hands out members in order, each once.
private final class MemberQueue: Sendable {
  private let members: Int
  private let taken = Atomic<Int>(0)

  init(members: Int) { self.members = members }

  func next() -> Int? {
    let member = taken.add(1, ordering: .relaxed).oldValue
    return member < members ? member : nil
  }
}

/// Adds up the progress of members that run side by side.
private final class ProgressBoard: Sendable {
  private struct State: Sendable {
    var steps: [Int]
    var finished = 0
  }

  private let state: Mutex<State>
  private let stepsEach: Int
  private let report: @Sendable (EnsembleProgress) -> Void

  init(members: Int, steps: Int, report: @escaping @Sendable (EnsembleProgress) -> Void) {
    state = Mutex(State(steps: [Int](repeating: 0, count: members)))
    stepsEach = steps
    self.report = report
  }

  func reached(_ step: Int, by member: Int) { tell { $0.steps[member] = step } }

  func finished(_ member: Int) {
    let all = stepsEach
    tell {
      $0.steps[member] = all
      $0.finished += 1
    }
  }

  private func tell(_ change: @Sendable (inout State) -> Void) {
    let progress = state.withLock { state in
      change(&state)
      let done = state.steps.reduce(0.0) { $0 + Double($1) }
      return EnsembleProgress(
        finishedMembers: state.finished, members: state.steps.count,
        fraction: done / (Double(stepsEach) * Double(state.steps.count)))
    }
    report(progress)
  }
}
