/// A student in training, with its weights and all scratch space.
struct DirectNetwork<Scalar: KernelScalar>: TrainedNetwork {
  let member: Int
  let request: SGDRequest
  private var step = 0

  // The network: rows w_j (m × d) and a_j.
  private var weights: [Scalar]
  var secondLayer: [Double]

  private var batch: BatchGradient<Scalar>
  private var factors: [Scalar]
  private var rowMemory: OptimizerState
  private var secondMemory: OptimizerState

  // Recordings.
  private var meter: OverlapMeter
  private var rows: [Double]
  private var gram: [Double]
  let optimum: SecondLayerOptimum?

  init(_ request: SGDRequest, member: Int) {
    _ = Kernels.oneThreadAProduct
    self.request = request
    self.member = member
    let (m, d) = (request.settings.width, request.settings.dimension)
    let start = NetworkStart(request, member: member)
    weights = start.rows.map { Scalar($0) }
    secondLayer = start.secondLayer
    batch = BatchGradient(request, member: member, longestRow: d, purpose: .inputs)
    factors = [Scalar](repeating: 0, count: m)
    rowMemory = OptimizerState(request.settings.optimizer, count: m * d)
    secondMemory = OptimizerState(request.settings.optimizer, count: m)
    meter = OverlapMeter(request)
    rows = [Double](repeating: 0, count: m * d)
    gram = [Double](repeating: 0, count: m * m)
    optimum = SecondLayerOptimum(request)
    _ = optimise()
  }

  /// One step of SGD on a fresh batch; false if a weight is no longer finite.
  ///
  /// Both layers move by the gradients at the step's start.
  mutating func advance() -> Bool {
    step += 1
    let settings = request.settings
    batch.sum(
      rows: weights, dimension: settings.dimension, weights: secondLayer, step: step)
    let isFinite = settings.optimizer == .sgd && settings.rowNorm == .unit ? descend() : move()
    return isFinite && optimise()
  }

  mutating func measured() -> (alignments: [Double], gram: [Double]) {
    let (m, d) = (request.settings.width, request.settings.dimension)
    for i in rows.indices { rows[i] = Double(weights[i]) }
    Kernels.gram(of: rows, count: m, dimension: d, into: &gram)
    let r = request.teacher.directions
    return ((0..<m).flatMap { rows[($0 * d)..<($0 * d + r)] }, gram)
  }

  /// Plain SGD with unit rows, in the precision of the step.
  private mutating func descend() -> Bool {
    let settings = request.settings
    let rate = -settings.stepSize / Double(settings.batch)
    for j in secondLayer.indices { factors[j] = Scalar(rate * secondLayer[j]) }
    var isFinite = Scalar.update(
      &weights, gradient: batch.gradient, factors: factors, width: settings.width,
      dimension: settings.dimension)
    for j in secondLayer.indices {
      secondLayer[j] += settings.secondLayerRatio * rate * Double(batch.secondLayer[j])
      if !secondLayer[j].isFinite { isFinite = false }
    }
    return isFinite
  }

  /// Any other optimizer and free rows: directions in double precision.
  private mutating func move() -> Bool {
    let settings = request.settings
    let (m, d, share) = (settings.width, settings.dimension, 1 / Double(settings.batch))
    for j in 0..<m {
      let factor = share * secondLayer[j]
      for i in (j * d)..<((j + 1) * d) { rows[i] = factor * Double(batch.gradient[i]) }
    }
    rowMemory.direct(&rows, step: step)
    var second = secondLayer.indices.map { share * Double(batch.secondLayer[$0]) }
    secondMemory.direct(&second, step: step)
    var isFinite = true
    for j in 0..<m {
      let row = (j * d)..<((j + 1) * d)
      for i in row { rows[i] = Double(weights[i]) - settings.stepSize * rows[i] }
      let norm = row.reduce(0.0) { $0 + rows[$1] * rows[$1] }.squareRoot()
      if !(norm > 0 && norm.isFinite) { isFinite = false }
      let scale = settings.rowNorm == .unit ? 1 / norm : 1
      for i in row { weights[i] = Scalar(scale * rows[i]) }
      secondLayer[j] -= settings.secondLayerRatio * settings.stepSize * second[j]
      if !secondLayer[j].isFinite { isFinite = false }
    }
    return isFinite
  }

  var state: NetworkState {
    NetworkState(
      step: step,
      arrays: ["weights": weights.map { Double($0) }, "secondLayer": secondLayer]
        .merging(rowMemory.arrays("row")) { $1 }
        .merging(secondMemory.arrays("second-layer")) { $1 })
  }

  mutating func restore(_ state: NetworkState) {
    step = state.step
    if let kept = state.arrays["weights"] { weights = kept.map { Scalar($0) } }
    if let kept = state.arrays["secondLayer"] { secondLayer = kept }
    rowMemory.restore(state.arrays, "row")
    secondMemory.restore(state.arrays, "second-layer")
  }

  /// The network's order parameters, in double precision.
  mutating func orderParameters() -> OrderParameters {
    let (alignments, gram) = measured()
    var parameters = meter.read(alignments: alignments, gram: gram, secondLayer: secondLayer)
    if request.settings.inputs != .gaussian {
      parameters.modes = []
      parameters.testError = SampledError(request)(rows: rows, secondLayer: secondLayer)
    }
    return parameters
  }
}
