import Learning

/// SGD written out sample by sample, as the definition reads: an independent check on the engine.
struct ReferenceSGD {
  let request: SGDRequest
  var rows: [[Double]]
  var secondLayer: [Double]
  /// The noiseless label of an input; the link along the first axis unless given.
  var label: (([Double]) -> Double)?
  private var first: [[Double]] = []
  private var second: [[Double]] = []

  init(
    request: SGDRequest, rows: [[Double]], secondLayer: [Double],
    label: (([Double]) -> Double)? = nil
  ) {
    self.label = label
    self.request = request
    self.rows = rows
    self.secondLayer = secondLayer
    first = rows.map { $0.map { _ in 0 } } + [secondLayer.map { _ in 0 }]
    second = first
  }

  private func activation(_ x: Double) -> Double {
    request.student.function?(x) ?? request.student.activation(x)
  }

  private func slope(_ x: Double) -> Double {
    request.student.function?.slope?(x) ?? request.student.activation.derivative(x)
  }

  private func noiselessLabel(_ x: [Double]) -> Double {
    label?(x) ?? request.teacher.link?(x[0]) ?? .nan
  }

  /// Advances by `steps` steps on the random numbers that the engine documents.
  mutating func advance(steps: Int, member: UInt32) {
    for step in 1...steps { advance(step, member) }
  }

  private mutating func advance(_ step: Int, _ member: UInt32) {
    let settings = request.settings
    let (m, d, batch) = (settings.width, settings.dimension, settings.batch)
    var sequence = RandomSequence(
      seed: settings.seed, stream: member, step: UInt32(step), purpose: .inputs)
    let inputs = sequence.normals(count: batch * d)
    sequence.purpose = .labelNoise
    let noise = sequence.normals(count: batch)
    var gradient = [[Double]](repeating: [Double](repeating: 0, count: d), count: m)
    var secondGradient = [Double](repeating: 0, count: m)
    for sample in 0..<batch {
      let x = Array(inputs[(sample * d)..<((sample + 1) * d)])
      let fields = rows.map { dot($0, x) }
      let label = noiselessLabel(x) + request.teacher.labelNoise * noise[sample]
      var output = 0.0
      for j in 0..<m { output += secondLayer[j] * activation(fields[j]) / Double(m) }
      let e = output - label
      for j in 0..<m {
        secondGradient[j] += e * activation(fields[j]) / Double(batch)
        let factor = e * slope(fields[j]) / Double(batch)
        for i in 0..<d { gradient[j][i] += factor * x[i] }
      }
    }
    for j in 0..<m { gradient[j] = gradient[j].map { secondLayer[j] * $0 } }
    let η = settings.stepSize
    for j in 0..<m {
      let v = direction(gradient[j], j, step)
      for i in 0..<d { rows[j][i] -= η * v[i] }
      if settings.rowNorm == .free { continue }
      let norm = dot(rows[j], rows[j]).squareRoot()
      for i in 0..<d { rows[j][i] /= norm }
    }
    let v = direction(secondGradient, m, step)
    for j in 0..<m { secondLayer[j] -= settings.timeScaleRatio * η * v[j] }
  }

  /// v of the optimizers' definitions, from the gradient of group k.
  private mutating func direction(_ g: [Double], _ k: Int, _ step: Int) -> [Double] {
    switch request.settings.optimizer {
    case .sgd: return g
    case .momentum(let μ):
      first[k] = zip(first[k], g).map { μ * $0 + (1 - μ) * $1 }
      return first[k]
    case .adam(let β1, let β2):
      first[k] = zip(first[k], g).map { β1 * $0 + (1 - β1) * $1 }
      second[k] = zip(second[k], g).map { β2 * $0 + (1 - β2) * $1 * $1 }
      var (left1, left2) = (1.0, 1.0)
      for _ in 0..<step { (left1, left2) = (left1 * β1, left2 * β2) }
      return zip(first[k], second[k]).map {
        $0 / (1 - left1) / (($1 / (1 - left2)).squareRoot() + 1e-8)
      }
    }
  }

  /// The test error by Monte Carlo, with its standard error.
  func testError(samples: Int) -> SampleStatistics {
    let d = request.settings.dimension
    let noise = request.teacher.labelNoise
    let values = (0..<samples).map { sample in
      let x = RandomSequence(seed: 77).normals(count: d, from: sample * d)
      var output = 0.0
      for (row, a) in zip(rows, secondLayer) {
        output += a * activation(dot(row, x)) / Double(rows.count)
      }
      let e = output - noiselessLabel(x)
      return (e * e + noise * noise) / 2
    }
    return SampleStatistics(values)
  }

  private func dot(_ x: [Double], _ y: [Double]) -> Double {
    zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
