/// A student in training on the mean gradient, kept as overlaps: free of the dimension.
///
///     W_i = (1 + η a_i ρ_i) w_i + η a_i ∇φ̂(v_i)·u* − η a_i (1/m) Σ_j a_j U'(r_ij) w_j
///     ρ_i = T(v_i) − (1/m) Σ_j a_j S(r_ij),   w_i ← W_i/|W_i|
///     a_i ← a_i + ε η [φ̂(v_i) − (1/m) Σ_j a_j U(r_ij)]
///
/// closed in (a_i, v_i, r_ij) by Stein's lemma, v_i the r alignments; T and S are E σ''φ and
/// E σ''σ, φ̂ as in `TeacherOverlap`. With P the m × m and p the m × r matrix of coefficients,
/// W = P w + p u*: R̃ = P R Pᵀ + (P v) pᵀ + p (P v)ᵀ + p pᵀ.
/// Cost of a step: 4 m³ + 6 K m².
struct PopulationNetwork: TrainedNetwork {
  let member: Int
  let request: SGDRequest
  private var step = 0
  private let teacher: TeacherOverlap

  // The network: a_i, v_i (m × r) and r_ij (the whole matrix).
  var secondLayer: [Double]
  private var alignments: [Double]
  private var overlaps: [Double]

  private var sums: OverlapSums
  private var mixing: [Double]  // P
  private var towards: [Double]  // p
  private var mixed: [Double]  // P v
  private var product: [Double]  // P R
  private var meter: OverlapMeter
  let optimum: SecondLayerOptimum?

  init(_ request: SGDRequest, member: Int) {
    _ = Kernels.oneThreadAProduct
    self.request = request
    self.member = member
    let m = request.settings.width
    teacher = TeacherOverlap(teacher: request.teacher, student: request.student)
    let r = request.teacher.directions
    let start = OverlapStart(request, member: member)
    secondLayer = start.secondLayer
    alignments = start.alignments
    overlaps = start.orthogonal
    for i in 0..<m {
      for j in 0...i {
        for p in 0..<r { overlaps[i * m + j] += alignments[i * r + p] * alignments[j * r + p] }
        overlaps[j * m + i] = overlaps[i * m + j]
      }
    }
    sums = OverlapSums(request.student, width: m)
    mixing = overlaps
    product = overlaps
    towards = alignments
    mixed = alignments
    meter = OverlapMeter(request)
    optimum = SecondLayerOptimum(request)
    _ = optimise()
  }

  mutating func advance() -> Bool {
    step += 1
    Kernels.overlapSums(overlaps: overlaps, weights: secondLayer, into: &sums)
    prepare()
    let m = secondLayer.count
    // R is symmetric: P R = P Rᵀ.
    Kernels.multiplyTransposed(mixing, overlaps, into: &product, order: m)
    Kernels.multiplyTransposed(product, mixing, into: &overlaps, order: m)
    return normalise() && optimise()
  }

  func measured() -> (alignments: [Double], gram: [Double]) { (alignments, overlaps) }

  var state: NetworkState {
    NetworkState(
      step: step,
      arrays: ["alignments": alignments, "overlaps": overlaps, "secondLayer": secondLayer])
  }

  mutating func restore(_ state: NetworkState) {
    step = state.step
    if let kept = state.arrays["alignments"] { alignments = kept }
    if let kept = state.arrays["overlaps"] { overlaps = kept }
    if let kept = state.arrays["secondLayer"] { secondLayer = kept }
  }

  mutating func orderParameters() -> OrderParameters {
    meter.read(alignments: alignments, gram: overlaps, secondLayer: secondLayer)
  }

  /// P, p and P v; moves the second layer by the same means.
  private mutating func prepare() {
    let (m, r) = (secondLayer.count, teacher.directions)
    let share = 1 / Double(m)
    let weights = secondLayer
    for i in 0..<m {
      let rate = request.settings.stepSize * weights[i]
      let mean = teacher.mean(at: alignments[(i * r)..<((i + 1) * r)])
      for j in 0..<m { mixing[i * m + j] = -rate * share * sums.pull[i * m + j] }
      mixing[i * m + i] += 1 + rate * (mean.curvature - share * sums.radial[i])
      for p in 0..<r {
        mixed[i * r + p] = (0..<m).reduce(0) { $0 + mixing[i * m + $1] * alignments[$1 * r + p] }
        towards[i * r + p] = rate * mean.slope[p]
      }
      let step = request.settings.secondLayerRatio * request.settings.stepSize
      secondLayer[i] += step * (mean.value - share * sums.output[i])
    }
  }

  /// Adds the teacher's part to the overlaps and brings all rows to unit norm.
  private mutating func normalise() -> Bool {
    let (m, r) = (secondLayer.count, teacher.directions)
    var isFinite = secondLayer.allSatisfy(\.isFinite)
    for i in 0..<m {
      for j in 0..<m {
        for p in 0..<r {
          let (own, other) = (towards[i * r + p], towards[j * r + p])
          overlaps[i * m + j] += mixed[i * r + p] * other + own * mixed[j * r + p] + own * other
        }
      }
    }
    for i in 0..<m {
      let square = overlaps[i * m + i]
      if !(square > 0 && square.isFinite) { isFinite = false }
      let scale = 1 / square.squareRoot()
      for p in 0..<r { alignments[i * r + p] = (mixed[i * r + p] + towards[i * r + p]) * scale }
      for j in 0..<m {
        overlaps[i * m + j] *= scale
        overlaps[j * m + i] *= scale
      }
    }
    return isFinite
  }
}
