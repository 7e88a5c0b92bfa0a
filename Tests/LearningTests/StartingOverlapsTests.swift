import Learning
import Synchronization
import Testing

@Suite("Starts of given overlaps")
struct StartingOverlapsTests {
  private func request(
    _ start: StartingOverlaps, width: Int = 3, dimension: Int = 12,
    rowNorm: SGDSettings.RowNorm = .free
  ) throws -> SGDRequest {
    var settings = SGDSettings(
      width: width, dimension: dimension, batch: 2, stepSize: 0.05, timeScaleRatio: 0.3,
      firstLayer: .overlaps(start), secondLayer: .each([0.3, -0.6, 0.9]), horizon: 0.5,
      recordings: 4)
    settings.rowNorm = rowNorm
    settings.recordsNeurons = true
    return try SGDRequest(
      teacher: Teacher(committee: Committee(.erf, weights: [1, 0.5], order: 20)),
      student: Student(function: .erf, order: 20), settings: settings)
  }

  // Row 2 = (row 0 + row 1)/2 in its orthogonal part: Q − R Rᵀ has rank two.
  private let start = StartingOverlaps(
    teacher: [0.4, 0.1, -0.2, 0.3, 0.1, 0.2], students: [0.57, 0.05, 0.63, 0.26, 0.34, 0.33])

  @Test(
    "Every seed begins with exactly these overlaps, by rows and by overlaps alone",
    arguments: [DirectEngine(precision: .double), GramEngine(precision: .double)] as [any SGDEngine]
  )
  func exact(_ engine: any SGDEngine) throws {
    for member in 0..<3 {
      let run = engine.run(try request(start), member: member, monitor: SGDMonitor())
      let first = try #require(run.records.first)
      for i in 0..<3 {
        for n in 0..<2 {
          let overlap = first[.teacherOverlap(neuron: i, direction: n)]
          #expect(abs(overlap - start.teacher[2 * i + n]) < 1e-14)
        }
        for k in 0...i {
          // Rounding of a factor and of twelve products.
          let overlap = first[.studentOverlap(k, i)]
          #expect(abs(overlap - start.students[i * (i + 1) / 2 + k]) < 1e-14)
        }
        #expect(abs(first[.outputWeight(neuron: i)] - [0.1, -0.2, 0.3][i]) < 1e-15)
      }
      #expect(first[.outputWeight(neuron: 3)].isNaN && first[.studentOverlap(0, 3)].isNaN)
    }
  }

  @Test("Recorded neurons survive a checkpoint: a run cut off and continued has the same bits")
  func checkpoint() throws {
    let request = try request(start)
    let engine = GramEngine()
    let whole = engine.run(request, member: 0, monitor: SGDMonitor())
    let asked = Mutex(0)
    let kept = Mutex<[UInt8]>([])
    // Asked before every step: six of ten are done.
    let cut = engine.run(
      request, member: 0,
      monitor: SGDMonitor(
        isCancelled: {
          asked.withLock {
            $0 += 1
            return $0 > 6
          }
        }, checkpointInterval: .seconds(3600),
        save: { checkpoint in kept.withLock { $0 = checkpoint.bytes } }))
    #expect(cut.ending == .cancelled(step: 7) && cut.records.count >= 2)
    let checkpoint = try SGDCheckpoint(bytes: kept.withLock { $0 })
    #expect(checkpoint.run.records == cut.records)
    #expect(checkpoint.run.records.allSatisfy { $0.neurons != nil })
    let continued = engine.run(request, member: 0, from: checkpoint, monitor: SGDMonitor())
    #expect(continued == whole)
  }

  @Test("Neurons are recorded where asked for, and their mean is that of the network")
  func recorded() throws {
    let request = try request(start)
    let run = GramEngine().run(request, member: 0, monitor: SGDMonitor())
    #expect(run.records.allSatisfy { $0.neurons != nil })
    let mean = (0..<3).reduce(0) { $0 + run.records[3][.outputWeight(neuron: $1)] }
    #expect(abs(mean - run.records[3].secondLayer) < 1e-14)
    var settings = request.settings
    settings.recordsNeurons = false
    let plain = try SGDRequest(
      teacher: request.teacher, student: request.student, settings: settings)
    let other = GramEngine().run(plain, member: 0, monitor: SGDMonitor())
    #expect(other.records.allSatisfy { $0.neurons == nil })
    #expect(other.records.map(\.testError) == run.records.map(\.testError))
  }

  private func fault(
    _ start: StartingOverlaps, dimension: Int = 12, rowNorm: SGDSettings.RowNorm = .free
  ) -> String {
    do {
      _ = try request(start, dimension: dimension, rowNorm: rowNorm)
      return ""
    } catch { return "\(error)" }
  }

  @Test("Overlaps that no rows have are refused with the nearest that some have")
  func refused() {
    #expect(
      fault(.init(teacher: [1], students: [1])).contains("3 neurons and 2 directions take 6 and 6"))
    #expect(fault(start, rowNorm: .unit).contains("nearest valid: Q_jj = 1"))
    #expect(fault(start, dimension: 4).contains("nearest valid: 5"))
    let long = StartingOverlaps(
      teacher: [1, 0, 0, 0, 0, 0], students: [0.75, 0, 1, 0, 0, 1])
    #expect(fault(long).contains("eigenvalue -0.25"))
    // Three equal rows of any length are rows; one too short for its overlaps by a thousandth is none.
    for size in [1e-6, 1, 1e6] {
      func scaled(_ last: Double) -> StartingOverlaps {
        let list: [Double] = [1, 1, 1, 1, 1, last]
        return .init(
          teacher: [Double](repeating: 0, count: 6), students: list.map { $0 * size * size })
      }
      #expect(fault(scaled(1)).isEmpty)
      #expect(fault(scaled(0.999)).contains("No rows have"))
    }
    let bad = StartingOverlaps(teacher: [.nan, 0, 0, 0, 0, 0], students: [1, 0, 1, 0, 0, 1])
    #expect(fault(bad).contains("not all finite"))
  }
}
