/// Takes the records of a run as they are made, so that a run longer than memory keeps none.
///
/// ```swift
/// let stream = RecordStream { block in try file.append(block) }
/// let solution = try system.solve(until: 1e6, streamingTo: stream)
/// let drawn = stream.sample(of: solution)   // every 2ᵏ-th record, for a figure
/// ```
///
/// Records come in the order of the run, each once. If a block cannot be taken, the run fails with
/// what it has computed and no further block is offered. A stream serves one run and what continues
/// it.
///
/// Memory: a block (64 Ki numbers, and never more than 1024 records) and the sample (4096 records).
public final class RecordStream {
  private static let mostRecords = 1024
  private static let mostNumbers = 1 << 16
  private static let mostSampled = 4096

  /// Records made so far.
  public private(set) var count = 0
  /// Why a block was not taken.
  public private(set) var fault: (any Error)?
  /// From coordinates of a chart to the variables reported; nil: they are the same.
  package var mapToVariables: (([Double]) -> [Double])?

  private let take: (Solution) throws -> Void
  private var block: Solution?
  private var sampled: Solution?
  /// Every so many-th record is in the sample.
  private var stride = 1
  private var last: (time: Double, state: [Double], observables: [Double])?
  private var isAtJoint = false

  /// A stream into `take`, which gets blocks of records: solutions with times, states and
  /// observables and nothing else.
  public init(_ take: @escaping (Solution) throws -> Void) { self.take = take }

  /// The solution with the sample for its records: the first, every 2ᵏ-th after it, and the last.
  public func sample(of solution: Solution) -> Solution {
    guard let sampled else { return solution }
    var result = solution
    result.copyRecords(of: sampled)
    if let last, (count - 1) % stride != 0 { result.append(last) }
    return result
  }

  /// A run begins, or goes on in another piece whose first record repeats the last of the one
  /// before.
  package func begin(variables: [String], observables: [String], at time: Double, _ state: [Double])
  {
    isAtJoint = count > 0
    guard block == nil else { return }
    let empty = Solution(
      variables: variables, observables: observables, start: time, state: state)
    (block, sampled) = (empty, empty)
  }

  func append(_ time: Double, _ state: [Double], _ observables: [Double]) {
    defer { isAtJoint = false }
    if isAtJoint, time == last?.time { return }
    let record = (time, mapToVariables?(state) ?? state, observables)
    last = record
    block?.append(record)
    if count % stride == 0 { sampled?.append(record) }
    count += 1
    if let sampled, sampled.count >= Self.mostSampled { thin() }
    if let block, isFull(block) { flush() }
  }

  /// Hands over what is there.
  package func flush() {
    guard fault == nil, let full = block, full.count > 0 else { return }
    do { try take(full) } catch { fault = error }
    block?.removeRecords()
  }

  private func isFull(_ block: Solution) -> Bool {
    block.count >= Self.mostRecords
      || block.stateValues.count + block.observableValues.count >= Self.mostNumbers
  }

  private func thin() {
    guard let old = sampled else { return }
    sampled?.removeRecords()
    for record in Swift.stride(from: 0, to: old.count, by: 2) {
      sampled?.append(old.record(record))
    }
    stride *= 2
  }
}

extension Solution {
  fileprivate typealias Record = (time: Double, state: [Double], observables: [Double])

  fileprivate func record(_ k: Int) -> Record {
    let m = observableNames.count
    return (times[k], state(at: k), Array(observableValues[(k * m)..<((k + 1) * m)]))
  }

  fileprivate mutating func append(_ record: Record) {
    times.append(record.time)
    stateValues += record.state
    observableValues += record.observables
  }

  fileprivate mutating func copyRecords(of other: Solution) {
    (times, stateValues, observableValues) = (
      other.times, other.stateValues, other.observableValues
    )
  }

  fileprivate mutating func removeRecords() {
    times.removeAll(keepingCapacity: true)
    stateValues.removeAll(keepingCapacity: true)
    observableValues.removeAll(keepingCapacity: true)
  }
}
