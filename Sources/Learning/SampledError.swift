/// The test error of a network over samples, for inputs that have no closed form.
///
///     R = τ²/2 + ½ mean (f(x) − φ(x))²
///
/// over the whole data set, or over `draws` inputs that are the same at each call. Standard error
/// of the latter: about 2 % of R.
struct SampledError {
  /// Inputs drawn where there is no data set.
  static let draws = 4096

  private let request: SGDRequest
  private let samples: Int

  init(_ request: SGDRequest) {
    self.request = request
    if case .data(let set) = request.settings.inputs {
      samples = set.samples
    } else {
      samples = Self.draws
    }
  }

  /// The error for rows w_j (m × d) and weights a_j.
  func callAsFunction(rows: [Double], secondLayer: [Double]) -> Double {
    let (m, d) = (request.settings.width, request.settings.dimension)
    var shape = BlockShape(
      rows: 256, width: m, stride: (m + 15) / 16 * 16, dimension: d)
    var inputs = [Double](repeating: 0, count: shape.rows * d)
    var fields = [Double](repeating: 0, count: shape.rows * shape.stride)
    var source = InputSource<Double>(request.settings, member: 0, purpose: .check)
    var sum = 0.0
    var first = 0
    while first < samples {
      shape.rows = min(256, samples - first)
      if case .data(let set) = request.settings.inputs {
        for i in 0..<(shape.rows * d) { inputs[i] = set.rows[first * d + i] }
      } else {
        source.fill(&inputs, shape, from: first, step: 0)
      }
      Double.fields(of: inputs, weights: rows, into: &fields, shape: shape)
      for row in 0..<shape.rows {
        let x = inputs[(row * d)..<(row * d + request.teacher.directions)]
        var e = -request.teacher.noiselessLabel(Array(x))
        for j in 0..<m {
          e += secondLayer[j] / Double(m) * request.student.value(fields[row * shape.stride + j])
        }
        sum += e * e
      }
      first += shape.rows
    }
    let noise = request.teacher.labelNoise
    return (noise * noise + sum / Double(samples)) / 2
  }
}

extension Teacher {
  /// φ at the fields along the directions.
  package func noiselessLabel(_ fields: [Double]) -> Double {
    switch target {
    case .singleIndex(let link): link(fields[0])
    case .multiIndex(let tensor): tensor(Array(fields.prefix(tensor.directions)))
    case .committee(let committee):
      zip(committee.weights, fields).reduce(0) { $0 + $1.0 * committee.function($1.1) }
    }
  }
}

extension Student {
  /// σ at a field.
  package func value(_ field: Double) -> Double { function?(field) ?? activation(field) }
}
