/// A student in training on fresh Gaussian data, with its weights and all scratch space.
struct DirectNetwork<Scalar: KernelScalar>: TrainedNetwork {
  let member: Int
  let request: SGDRequest
  private var step = 0

  // The network: rows w_j (m × d) and a_j.
  private var weights: [Scalar]
  private var secondLayer: [Double]

  // One block of samples, and what a step needs of it.
  private let block: BlockShape
  private let link: [Scalar]
  private let activation: [Scalar]
  private var inputs: [Scalar]
  private var fields: [Scalar]
  private var targets: [Scalar]
  private var noise: [Scalar]
  private var readout: [Scalar]
  private var factors: [Scalar]
  private var gradient: [Scalar]
  private var secondLayerGradient: [Scalar]
  private var scratch: [Scalar]

  // Recordings.
  private var meter: OverlapMeter
  private var rows: [Double]
  private var gram: [Double]

  /// Values in a block of inputs, about: blocks stay in the outer cache, products stay long.
  private static var blockLength: Int { 1 << 20 }

  init(_ request: SGDRequest, member: Int) {
    _ = Kernels.oneThreadAProduct
    self.request = request
    self.member = member
    let (m, d) = (request.settings.width, request.settings.dimension)
    let stride = (m + 15) / 16 * 16
    let whole = max(64, Self.blockLength / d / 64 * 64)
    block = BlockShape(
      rows: min(request.settings.batch, whole), width: m, stride: stride, dimension: d)
    link = request.teacher.link.coefficients.map { Scalar($0) }
    activation = request.student.activation.coefficients.map { Scalar($0) }
    let start = NetworkStart(request.settings, member: member)
    weights = start.rows.map { Scalar($0) }
    secondLayer = start.secondLayer
    inputs = [Scalar](repeating: 0, count: block.rows * d)
    fields = [Scalar](repeating: 0, count: block.rows * stride)
    targets = [Scalar](repeating: 0, count: block.rows)
    noise = targets
    readout = [Scalar](repeating: 0, count: stride)
    factors = readout
    secondLayerGradient = readout
    scratch = readout
    gradient = [Scalar](repeating: 0, count: m * d)
    meter = OverlapMeter(request)
    rows = [Double](repeating: 0, count: m * d)
    gram = [Double](repeating: 0, count: m * m)
  }

  /// One step of SGD on a fresh batch; false if a weight is no longer finite.
  mutating func advance() -> Bool {
    step += 1
    prepare()
    let batch = request.settings.batch
    var first = 0
    while first < batch {
      var shape = block
      shape.rows = min(block.rows, batch - first)
      draw(shape, from: first)
      addGradients(shape, isFirst: first == 0)
      first += shape.rows
    }
    return move()
  }

  /// a_j/m as the kernels read it, and the factor −η a_j/B of each row's gradient.
  private mutating func prepare() {
    let settings = request.settings
    let factor = -settings.stepSize / Double(settings.batch)
    for j in secondLayer.indices {
      readout[j] = Scalar(secondLayer[j] / Double(settings.width))
      factors[j] = Scalar(factor * secondLayer[j])
    }
    for j in secondLayerGradient.indices { secondLayerGradient[j] = 0 }
  }

  /// Samples first ..< first + rows of the batch, with their noisy labels.
  private mutating func draw(_ shape: BlockShape, from first: Int) {
    var sequence = RandomSequence(
      seed: request.settings.seed, stream: UInt32(member), step: UInt32(step), purpose: .inputs)
    let count = shape.rows * shape.dimension
    Scalar.fillNormals(&inputs, count: count, from: first * shape.dimension, of: sequence)
    Scalar.evaluate(link, firstColumnOf: inputs, into: &targets, shape: shape)
    if request.teacher.labelNoise > 0 {
      sequence.purpose = .labelNoise
      Scalar.fillNormals(&noise, count: shape.rows, from: first, of: sequence)
      let deviation = Scalar(request.teacher.labelNoise)
      Scalar.add(deviation, times: noise, to: &targets, count: shape.rows)
    }
  }

  private mutating func addGradients(_ shape: BlockShape, isFirst: Bool) {
    Scalar.fields(of: inputs, weights: weights, into: &fields, shape: shape)
    _ = Scalar.residual(
      activation, readout: readout, targets: targets, fields: &fields,
      gradient: &secondLayerGradient, scratch: &scratch, shape: shape)
    Scalar.accumulate(
      slopes: fields, inputs: inputs, into: &gradient, adding: !isFirst, shape: shape)
  }

  /// Both layers move by the gradients at the step's start.
  private mutating func move() -> Bool {
    let settings = request.settings
    var isFinite = Scalar.update(
      &weights, gradient: gradient, factors: factors, width: settings.width,
      dimension: settings.dimension)
    let factor = settings.timeScaleRatio * settings.stepSize / Double(settings.batch)
    for j in secondLayer.indices {
      secondLayer[j] -= factor * Double(secondLayerGradient[j])
      if !secondLayer[j].isFinite { isFinite = false }
    }
    return isFinite
  }

  /// The network's order parameters, in double precision.
  mutating func orderParameters() -> OrderParameters {
    let (m, d) = (request.settings.width, request.settings.dimension)
    for i in rows.indices { rows[i] = Double(weights[i]) }
    Kernels.gram(of: rows, count: m, dimension: d, into: &gram)
    let alignments = (0..<m).map { rows[$0 * d] }
    return meter.read(alignments: alignments, gram: gram, secondLayer: secondLayer)
  }
}
