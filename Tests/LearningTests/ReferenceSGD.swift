import Learning

/// SGD written out sample by sample, as the definition reads: an independent check on the engine.
struct ReferenceSGD {
  let request: SGDRequest
  var rows: [[Double]]
  var secondLayer: [Double]
  /// The noiseless label of an input; the link along the first axis unless given.
  var label: (([Double]) -> Double)?

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
    let activation = request.student.activation
    let slope = activation.derivative
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
    let η = settings.stepSize
    for j in 0..<m {
      for i in 0..<d { rows[j][i] -= η * secondLayer[j] * gradient[j][i] }
      let norm = dot(rows[j], rows[j]).squareRoot()
      for i in 0..<d { rows[j][i] /= norm }
      secondLayer[j] -= settings.timeScaleRatio * η * secondGradient[j]
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
        output += a * request.student.activation(dot(row, x)) / Double(rows.count)
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
