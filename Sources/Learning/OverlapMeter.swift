/// Reads the order parameters off overlaps; holds the scratch space of it.
///
///     R_k = ½ [c_k² − 2 c_k b_k (1/m) Σ_j a_j s_j^k + b_k² (1/m²) Σ_ij a_i a_j r_ij^k]
///
/// exact for Gaussian inputs and unit-norm rows (Mehler's formula), R = τ²/2 + Σ_k R_k.
/// Cost: order m² products an order k.
struct OverlapMeter {
  private let teacher: Teacher
  private let student: Student
  private var powers: [Double]
  private var scratch: [Double]

  init(_ request: SGDRequest) {
    teacher = request.teacher
    student = request.student
    powers = [Double](repeating: 0, count: request.orders)
    scratch = [Double](repeating: 0, count: 8 * request.orders)
  }

  /// Order parameters from the alignments s (m), the Gram matrix's lower triangle (m × m) and the
  /// second layer a (m).
  mutating func read(alignments: [Double], gram: [Double], secondLayer: [Double])
    -> OrderParameters
  {
    let overlap = Kernels.gramPowers(
      gram: gram, weights: secondLayer, into: &powers, scratch: &scratch)
    let modes = modes(alignments, secondLayer)
    let s = moments(of: alignments)
    let a = moments(of: secondLayer)
    let noise = teacher.labelNoise
    return OrderParameters(
      alignment: s.mean, alignmentSpread: s.spread, secondLayer: a.mean,
      secondLayerSpread: a.spread, neuronOverlap: overlap,
      testError: noise * noise / 2 + modes.reduce(0, +), modes: modes)
  }

  private func modes(_ alignments: [Double], _ secondLayer: [Double]) -> [Double] {
    let width = Double(alignments.count)
    var carried = secondLayer  // a_j s_j^k
    return powers.indices.map { k in
      let c = teacher.link[k]
      let b = student.activation[k]
      let cross = carried.reduce(0, +) / width
      for j in carried.indices { carried[j] *= alignments[j] }
      return (c * c - 2 * c * b * cross + b * b * powers[k] / (width * width)) / 2
    }
  }

  private func moments(of values: [Double]) -> (mean: Double, spread: Double) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    return (mean, square.squareRoot())
  }
}
