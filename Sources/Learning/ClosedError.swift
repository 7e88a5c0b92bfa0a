/// The test error of function networks on Gaussian inputs, in closed form from overlaps.
///
///     R = ½ [τ² + E φ² − (2/m) Σ_j a_j E φ σ(h_j) + (1/m²) Σ_ij a_i a_j E σ(h_i) σ(h_j)]
///
/// each mean by its `PairKernel`. Cost: m²/2 values of the kernel.
struct ClosedError: Sendable {
  private let noise: Double
  private let weights: [Double]
  private let own: PairKernel
  private let cross: PairKernel
  private let student: PairKernel

  /// nil where the Hermite series of both sides say everything, or for a Hermite teacher of several
  /// directions.
  init?(_ request: SGDRequest) {
    let sides = KernelSides(request)
    guard let (left, weights) = sides.teacher else { return nil }
    if left.function == nil && sides.student.function == nil && request.settings.rowNorm == .unit {
      return nil
    }
    self.weights = weights
    noise = request.teacher.labelNoise
    own = PairKernel(left, left)
    cross = PairKernel(left, sides.student)
    student = PairKernel(sides.student, sides.student)
  }

  /// R at alignments (m × r), the Gram matrix's lower triangle (m × m) and a (m).
  func callAsFunction(alignments: [Double], gram: [Double], secondLayer: [Double]) -> Double {
    let (m, r) = (secondLayer.count, weights.count)
    let share = 1 / Double(m)
    var sum = noise * noise
    for p in 0..<r {
      for q in 0..<r { sum += weights[p] * weights[q] * own(1, p == q ? 1 : 0, 1) }
    }
    for i in 0..<m {
      let norm = gram[i * m + i]
      for p in 0..<r {
        sum -= 2 * share * secondLayer[i] * weights[p] * cross(1, alignments[i * r + p], norm)
      }
      for j in 0...i {
        let pair = student(norm, gram[i * m + j], gram[j * m + j])
        sum += (i == j ? 1 : 2) * share * share * secondLayer[i] * secondLayer[j] * pair
      }
    }
    return sum / 2
  }
}
