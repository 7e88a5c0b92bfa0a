/// A student in training on fresh Gaussian data, kept as overlaps: same law as SGD, free of d.
///
/// State: alignments M (m × r), the Gram matrix K of the rows' parts orthogonal to the teacher's
/// directions, and a. A step:
///
/// 1. K = F Fᵀ, F of ρ columns. In an orthonormal basis of the span of teacher and students the
///    rows are [M | F], and an input has r + ρ standard normal coordinates z.
/// 2. With D the descent directions of the batch (B × m, row weights η a_j/B included), rows move
///    to [M | F] − DᵀZ within the span.
/// 3. Across it, n = d − r − ρ coordinates are independent of Z and hence of D: rows gain N with
///    N Nᵀ ~ Wishart(n, DᵀD), drawn as N = C A, C Cᵀ = DᵀD, A Bartlett's factor.
/// 4. K ← F Fᵀ + N Nᵀ, then rows are brought to unit norm unless they are free.
///
/// K is a sum of squares at every step and loses no digits as M → 1. Where rows become dependent
/// to rounding, ρ falls below m; any ρ that reproduces K gives the same law. Cost of a step:
/// about B m (2 (m+r) + m/2) multiply-adds, B (m+r) normal numbers, 3 m³.
struct GramNetwork<Scalar: KernelScalar>: TrainedNetwork {
  let member: Int
  let request: SGDRequest
  private var step = 0

  private var alignments: [Double]
  private var orthogonal: [Double]
  var secondLayer: [Double]

  private var batch: BatchGradient<Scalar>
  private var span: [Double]  // F
  private var noiseFactor: [Double]  // C
  private var noise: [Double]  // C A
  private var slopes: [Double]  // DᵀD without row weights
  private var moved: [Double]  // [F − DᵀZ | N]
  private var rows: [Scalar]  // [M | F]
  private var scratch: FactorScratch
  private var meter: OverlapMeter
  private var gram: [Double]
  let optimum: SecondLayerOptimum?

  /// Change of d − r − ρ by this much: not 0 only in checks that must notice a wrong law.
  private let wrongFreedom: Int

  init(_ request: SGDRequest, member: Int, wrongFreedom: Int = 0) {
    _ = Kernels.oneThreadAProduct
    self.request = request
    self.member = member
    self.wrongFreedom = wrongFreedom
    let (m, r) = (request.settings.width, request.teacher.directions)
    let start = OverlapStart(request, member: member)
    alignments = start.alignments
    orthogonal = start.orthogonal
    secondLayer = start.secondLayer
    batch = BatchGradient(
      request, member: member, longestRow: r + m, purpose: .fields, withSlopes: true)
    span = [Double](repeating: 0, count: m * m)
    noiseFactor = span
    noise = span
    slopes = span
    gram = span
    moved = span + span
    rows = [Scalar](repeating: 0, count: m * (r + m))
    scratch = FactorScratch(order: m)
    meter = OverlapMeter(request)
    optimum = SecondLayerOptimum(request)
    _ = optimise()
  }

  mutating func advance() -> Bool {
    step += 1
    let m = secondLayer.count
    let rank = Kernels.factor(
      &orthogonal, order: m, tolerance: Double(m) * Double.ulpOfOne, into: &span, scratch: &scratch
    )
    fillRows(rank)
    batch.sum(
      rows: rows, dimension: request.teacher.directions + rank,
      isTriangular: scratch.isTriangular, weights: secondLayer, step: step)
    guard batch.slopes.allSatisfy(\.isFinite) else { return false }
    let columns = drawAcross(rank)
    moveRows(rank, columns)
    moveSecondLayer()
    return normalise() && optimise()
  }

  var state: NetworkState {
    NetworkState(
      step: step,
      arrays: ["alignments": alignments, "orthogonal": orthogonal, "secondLayer": secondLayer])
  }

  mutating func restore(_ state: NetworkState) {
    step = state.step
    if let kept = state.arrays["alignments"] { alignments = kept }
    if let kept = state.arrays["orthogonal"] { orthogonal = kept }
    if let kept = state.arrays["secondLayer"] { secondLayer = kept }
  }

  mutating func orderParameters() -> OrderParameters {
    let (alignments, gram) = measured()
    return meter.read(alignments: alignments, gram: gram, secondLayer: secondLayer)
  }

  mutating func measured() -> (alignments: [Double], gram: [Double]) {
    let (m, r) = (secondLayer.count, request.teacher.directions)
    for i in 0..<m {
      for j in 0...i {
        var overlap = orthogonal[i * m + j]
        for p in 0..<r { overlap += alignments[i * r + p] * alignments[j * r + p] }
        gram[i * m + j] = overlap
      }
    }
    return (alignments, gram)
  }

  /// [M | F] as the batch reads it.
  private mutating func fillRows(_ rank: Int) {
    let r = request.teacher.directions
    for j in secondLayer.indices {
      let row = j * (r + rank)
      for p in 0..<r { rows[row + p] = Scalar(alignments[j * r + p]) }
      for i in 0..<rank { rows[row + r + i] = Scalar(span[j * rank + i]) }
    }
  }

  /// C A, without row weights; returns its number of columns.
  private mutating func drawAcross(_ rank: Int) -> Int {
    let settings = request.settings
    let m = secondLayer.count
    let freedom = settings.dimension - request.teacher.directions - rank + wrongFreedom
    if freedom <= 0 { return 0 }
    for i in slopes.indices { slopes[i] = Double(batch.slopes[i]) }
    let tolerance = Double(m) * Double(Scalar.ulpOfOne)
    let order = Kernels.factor(
      &slopes, order: m, tolerance: tolerance, into: &noiseFactor, scratch: &scratch)
    let factor = BartlettFactor(
      rows: order, degreesOfFreedom: freedom,
      of: RandomSequence(seed: settings.seed, stream: UInt32(member), step: UInt32(step)))
    Kernels.multiply(
      noiseFactor, factor.entries, into: &noise, rows: m, columns: factor.columns, inner: order)
    return factor.columns
  }

  /// M by its gradient; K from the rows' new coordinates in and across the span.
  private mutating func moveRows(_ rank: Int, _ columns: Int) {
    let (m, r) = (secondLayer.count, request.teacher.directions)
    let length = rank + columns
    for j in 0..<m {
      let factor = rowFactor(j)
      let gradient = j * (r + rank)
      for p in 0..<r { alignments[j * r + p] += factor * Double(batch.gradient[gradient + p]) }
      for i in 0..<rank {
        moved[j * length + i] =
          span[j * rank + i] + factor * Double(batch.gradient[gradient + r + i])
      }
      for i in 0..<columns {
        moved[j * length + rank + i] = factor * noise[j * columns + i]
      }
    }
    Kernels.gram(of: moved, count: m, dimension: length, into: &orthogonal)
  }

  /// −η a_j/B.
  private func rowFactor(_ j: Int) -> Double {
    -request.settings.stepSize * secondLayer[j] / Double(request.settings.batch)
  }

  private mutating func moveSecondLayer() {
    let settings = request.settings
    let rate = settings.secondLayerRatio * settings.stepSize / Double(settings.batch)
    for j in secondLayer.indices { secondLayer[j] -= rate * Double(batch.secondLayer[j]) }
  }

  /// Brings all rows to unit norm, unless they are free; false if a number is no longer finite.
  private mutating func normalise() -> Bool {
    let (m, r) = (secondLayer.count, request.teacher.directions)
    var isFinite = secondLayer.allSatisfy(\.isFinite)
    for i in 0..<m {
      var square = orthogonal[i * m + i]
      for p in 0..<r { square += alignments[i * r + p] * alignments[i * r + p] }
      if !(square > 0 && square.isFinite) { isFinite = false }
      if request.settings.rowNorm == .free { continue }
      let scale = 1 / square.squareRoot()
      for p in 0..<r { alignments[i * r + p] *= scale }
      for j in 0...i { orthogonal[i * m + j] *= scale }
      for k in i..<m { orthogonal[k * m + i] *= scale }
    }
    return isFinite
  }
}
