import Learning
import Testing

@Suite("Learning rates in other conventions")
struct LearningRatesTests {
  private func request(_ stepSize: Double, _ ratio: Double) throws -> SGDRequest {
    var settings = SGDSettings(
      width: 3, dimension: 5, batch: 4, stepSize: stepSize, timeScaleRatio: ratio,
      firstLayer: .planted(alignment: 0.2), secondLayer: .gaussian(1), horizon: stepSize,
      recordings: 1, seed: 8)
    settings.rowNorm = .free
    return try SGDRequest(
      teacher: Teacher(committee: Committee(.erf, weights: [1], order: 20)),
      student: Student(function: .erf, order: 20), settings: settings)
  }

  @Test("To and from every convention")
  func roundTrip() throws {
    let settings = try request(0.07, 0.3).settings
    let all = LearningRates.all(of: settings)
    #expect(all.map(\.name) == LearningRates.names)
    for rates in all {
      let scales = rates.scales(width: 3, dimension: 5)
      #expect(abs(scales.stepSize - 0.07) < 1e-15)
      // γ/(p d) has a frozen second layer.
      let ratio = rates.name == "gamma" ? 0 : 0.3
      #expect(abs(scales.timeScaleRatio - ratio) < 1e-15)
      let text = rates.name + ":" + rates.values.map { "\($0.value)" }.joined(separator: ",")
      #expect(LearningRates(text: text) == rates)
    }
    #expect(LearningRates(text: "plain:1") == nil)
    #expect(LearningRates(text: "adam:1,2") == nil)
  }

  /// The network after one step, and the one before.
  private func step(_ rates: LearningRates) throws -> (
    before: DirectNetworkProbe, inputs: [[Double]], after: OrderParameters
  ) {
    let scales = rates.scales(width: 3, dimension: 5)
    let request = try request(scales.stepSize, scales.timeScaleRatio)
    let run = DirectEngine(precision: .double).run(request, member: 0, monitor: SGDMonitor())
    let normals = RandomSequence(seed: 8, step: 1, purpose: .inputs).normals(count: 20)
    return (
      DirectNetworkProbe(request, member: 0),
      (0..<4).map { Array(normals[(5 * $0)..<(5 * $0 + 5)]) }, try #require(run.records.last)
    )
  }

  private func slope(_ x: Double) -> Double { Activation.erf.slope?(x) ?? .nan }

  @Test("One step in nn2pp's own variables, written out")
  func nn2pp() throws {
    let (lr, lr2, m, d) = (0.6, 0.2, 3, 5)
    let (before, inputs, after) = try step(.nn2pp(first: lr, second: lr2))
    let root = Double(d).squareRoot()
    // f = Σ v g(w·x/√d); w += lr/√d v g' (y − f) x, v += lr2/d g (y − f), averaged over the batch.
    var w = before.rows.map { $0.map { root * $0 } }
    var v = before.secondLayer.map { $0 / Double(m) }
    let (w0, v0) = (w, v)
    for x in inputs {
      let fields = w0.map { zip($0, x).reduce(0) { $0 + $1.0 * $1.1 } / root }
      let e = Activation.erf(x[0]) - zip(v0, fields).reduce(0) { $0 + $1.0 * Activation.erf($1.1) }
      for j in 0..<m {
        for i in 0..<d { w[j][i] += lr / root * v0[j] * slope(fields[j]) * e * x[i] / 4 }
        v[j] += lr2 / Double(d) * Activation.erf(fields[j]) * e / 4
      }
    }
    #expect(abs(after.alignment - w.reduce(0) { $0 + $1[0] / root } / 3) < 1e-14)
    #expect(abs(after.secondLayer - v.reduce(0) { $0 + $1 * Double(m) } / 3) < 1e-14)
  }

  @Test("One step under muP's multipliers, written out")
  func muP() throws {
    let (first, second, m, d) = (0.1, 0.05, 3, 5)
    let (before, inputs, after) = try step(.muP(first: first, second: second))
    let root = Double(m).squareRoot()
    // w = √m w₁, a/m = w₂/√m: gradient descent on w₁ and w₂.
    var w1 = before.rows.map { $0.map { $0 / root } }
    var w2 = before.secondLayer.map { $0 / root }
    let (old1, old2) = (w1, w2)
    for x in inputs {
      let fields = old1.map { root * zip($0, x).reduce(0) { $0 + $1.0 * $1.1 } }
      let f = zip(old2, fields).reduce(0) { $0 + $1.0 / root * Activation.erf($1.1) }
      let e = f - Activation.erf(x[0])
      for j in 0..<m {
        for i in 0..<d {
          w1[j][i] -= first * e * old2[j] / root * slope(fields[j]) * root * x[i] / 4
        }
        w2[j] -= second * e / root * Activation.erf(fields[j]) / 4
      }
    }
    #expect(abs(after.alignment - w1.reduce(0) { $0 + $1[0] * root } / 3) < 1e-14)
    #expect(abs(after.secondLayer - w2.reduce(0) { $0 + $1 * root } / 3) < 1e-14)
  }
}
