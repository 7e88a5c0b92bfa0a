/// A student in training on the mean gradient, kept as overlaps: free of the dimension.
///
///     W_i = (1 + η a_i ρ_i) w_i + η a_i V'(s_i) u* − η a_i (1/m) Σ_j a_j U'(r_ij) w_j
///     ρ_i = T(s_i) − (1/m) Σ_j a_j S(r_ij),   w_i ← W_i/|W_i|
///     a_i ← a_i + ε η [V(s_i) − (1/m) Σ_j a_j U(r_ij)]
///
/// closed in (a_i, s_i, r_ij) by Stein's lemma; T and S are E σ''φ and E σ''σ. With P the matrix
/// and p the vector of coefficients, W = P w + p u*: R̃ = P R Pᵀ + (P s) pᵀ + p (P s)ᵀ + p pᵀ.
/// Cost of a step: 4 m³ + 6 K m².
struct PopulationNetwork: TrainedNetwork {
  let member: Int
  let request: SGDRequest
  private let series: OverlapSeries

  // The network: a_i, s_i and r_ij (the whole matrix).
  private var secondLayer: [Double]
  private var alignments: [Double]
  private var overlaps: [Double]

  private var sums: OverlapSums
  private var mixing: [Double]  // P
  private var towards: [Double]  // p
  private var mixed: [Double]  // P s
  private var product: [Double]  // P R
  private var meter: OverlapMeter

  init(_ request: SGDRequest, member: Int) {
    _ = Kernels.oneThreadAProduct
    self.request = request
    self.member = member
    let m = request.settings.width
    series = OverlapSeries(teacher: request.teacher, student: request.student)
    let start = OverlapStart(request, member: member)
    secondLayer = start.secondLayer
    alignments = start.alignments
    overlaps = start.orthogonal
    for i in 0..<m {
      for j in 0...i {
        overlaps[i * m + j] += alignments[i] * alignments[j]
        overlaps[j * m + i] = overlaps[i * m + j]
      }
    }
    sums = OverlapSums(series, width: m)
    mixing = overlaps
    product = overlaps
    towards = alignments
    mixed = alignments
    meter = OverlapMeter(request)
  }

  mutating func advance() -> Bool {
    Kernels.overlapSums(overlaps: overlaps, weights: secondLayer, into: &sums)
    prepareMixing()
    moveSecondLayer()
    let m = secondLayer.count
    // R is symmetric: P R = P Rᵀ.
    Kernels.multiplyTransposed(mixing, overlaps, into: &product, order: m)
    Kernels.multiplyTransposed(product, mixing, into: &overlaps, order: m)
    return normalise()
  }

  mutating func orderParameters() -> OrderParameters {
    meter.read(alignments: alignments, gram: overlaps, secondLayer: secondLayer)
  }

  /// P, p and P s.
  private mutating func prepareMixing() {
    let m = secondLayer.count
    let share = 1 / Double(m)
    for i in 0..<m {
      let rate = request.settings.stepSize * secondLayer[i]
      let s = alignments[i]
      var sum = 0.0
      for j in 0..<m {
        let entry = -rate * share * sums.pull[i * m + j]
        mixing[i * m + j] = entry
        sum += entry * alignments[j]
      }
      let own = 1 + rate * (series.teacherCurvature(s) - share * sums.radial[i])
      mixing[i * m + i] += own
      mixed[i] = sum + own * s
      towards[i] = rate * series.valueSlope(s)
    }
  }

  private mutating func moveSecondLayer() {
    let share = 1 / Double(secondLayer.count)
    let rate = request.settings.timeScaleRatio * request.settings.stepSize
    for i in secondLayer.indices {
      secondLayer[i] += rate * (series.value(alignments[i]) - share * sums.output[i])
    }
  }

  /// Adds the teacher's part to the overlaps and brings all rows to unit norm.
  private mutating func normalise() -> Bool {
    let m = secondLayer.count
    var isFinite = secondLayer.allSatisfy(\.isFinite)
    for i in 0..<m {
      for j in 0..<m {
        overlaps[i * m + j] +=
          mixed[i] * towards[j] + towards[i] * mixed[j] + towards[i] * towards[j]
      }
    }
    for i in 0..<m {
      let square = overlaps[i * m + i]
      if !(square > 0 && square.isFinite) { isFinite = false }
      let scale = 1 / square.squareRoot()
      alignments[i] = (mixed[i] + towards[i]) * scale
      for j in 0..<m {
        overlaps[i * m + j] *= scale
        overlaps[j * m + i] *= scale
      }
    }
    return isFinite
  }
}
