/// Reads the order parameters off overlaps; holds the scratch space of it.
///
///     R_k = ½ [c_k² − 2 c_k b_k (1/m) Σ_j a_j s_j^k + b_k² (1/m²) Σ_ij a_i a_j r_ij^k]
///
/// where for several directions c_k² is Σ c_α² and c_k s^k is Σ c_α √(k!/α!) v^α over |α| = k;
/// exact for Gaussian inputs and unit-norm rows (Mehler's formula), R = τ²/2 + Σ_k R_k. Functions
/// have further modes than their series lists; their R is `ClosedError`.
/// Cost: order m² products an order k.
struct OverlapMeter {
  private let teacher: Teacher
  private let student: Student
  private let overlap: TeacherOverlap
  private let closed: ClosedError?
  private let isUnit: Bool
  private let keepsNeurons: Bool
  private let targetPowers: [Double]
  private var powers: [Double]
  private var scratch: [Double]

  init(_ request: SGDRequest) {
    teacher = request.teacher
    student = request.student
    closed = ClosedError(request)
    isUnit = request.settings.rowNorm == .unit
    keepsNeurons = request.settings.recordsNeurons
    let tensor = request.teacher.tensor
    overlap = TeacherOverlap(teacher: request.teacher, student: request.student)
    targetPowers = (0..<request.orders).map { tensor.power(ofDegree: $0) }
    powers = [Double](repeating: 0, count: request.orders)
    scratch = [Double](repeating: 0, count: 8 * request.orders)
  }

  /// Order parameters from the alignments (m × r), the Gram matrix's lower triangle (m × m) and the
  /// second layer a (m).
  mutating func read(alignments: [Double], gram: [Double], secondLayer: [Double])
    -> OrderParameters
  {
    let mean = Kernels.gramPowers(
      gram: gram, weights: secondLayer, into: &powers, scratch: &scratch)
    // Free rows have no powers of their overlaps for coefficients.
    let modes = isUnit ? modes(alignments, secondLayer) : []
    let error = closed.map {
      $0(alignments: alignments, gram: gram, secondLayer: secondLayer)
    }
    let r = teacher.directions
    let along = (0..<r).map { p in
      moments(of: secondLayer.indices.map { alignments[$0 * r + p] })
    }
    let a = moments(of: secondLayer)
    let noise = teacher.labelNoise
    return OrderParameters(
      alignment: along[0].mean, alignments: along.map(\.mean), alignmentSpread: along[0].spread,
      secondLayer: a.mean, secondLayerSpread: a.spread, neuronOverlap: mean,
      testError: error ?? noise * noise / 2 + modes.reduce(0, +), modes: modes,
      neurons: keepsNeurons
        ? NeuronParameters(
          directions: r, alignments: alignments, gram: gram, secondLayer: secondLayer) : nil)
  }

  private func modes(_ alignments: [Double], _ secondLayer: [Double]) -> [Double] {
    let width = Double(secondLayer.count)
    let r = teacher.directions
    var cross = [Double](repeating: 0, count: powers.count)
    for (j, a) in secondLayer.enumerated() {
      overlap.addProjections(
        at: alignments[(j * r)..<((j + 1) * r)], times: a / width, to: &cross)
    }
    return powers.indices.map { k in
      let b = student.activation[k]
      return (targetPowers[k] - 2 * b * cross[k] + b * b * powers[k] / (width * width)) / 2
    }
  }

  private func moments(of values: [Double]) -> (mean: Double, spread: Double) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    return (mean, square.squareRoot())
  }
}
