/// The gradient of one batch in whatever coordinates the rows are given, with its scratch space.
///
///     gradient_j = Σ e σ'(w_j·x) x,   secondLayer_j = Σ e σ(w_j·x)
///     slopes_ij = Σ e² σ'(w_i·x) σ'(w_j·x), the lower triangle, where asked for
///
/// The teacher's directions are the first coordinates. Inputs are drawn block by block, so that
/// memory does not grow with the batch.
struct BatchGradient<Scalar: KernelScalar> {
  private let request: SGDRequest
  private let member: Int

  /// Σ e σ' x, one row a neuron, as long as the rows given.
  private(set) var gradient: [Scalar]
  /// Σ e σ.
  private(set) var secondLayer: [Scalar]
  /// Σ e² σ'σ', lower triangle of m × m; empty where not asked for.
  private(set) var slopes: [Scalar]

  private let block: BlockShape
  private var source: InputSource<Scalar>
  private let link: [Scalar]?
  private var table: HermiteTable
  private let activation: [Scalar]
  private var inputs: [Scalar]
  private var fields: [Scalar]
  private var targets: [Scalar]
  private var noise: [Scalar]
  private var readout: [Scalar]
  private var scratch: [Scalar]

  /// Values in a block of inputs, about: blocks stay in the outer cache, products stay long.
  private static var blockLength: Int { 1 << 20 }

  /// - Parameters:
  ///   - longestRow: the most coordinates that rows will have.
  ///   - purpose: which random numbers the inputs are.
  init(
    _ request: SGDRequest, member: Int, longestRow: Int, purpose: RandomSequence.Purpose,
    withSlopes: Bool = false
  ) {
    self.request = request
    self.member = member
    source = InputSource(request.settings, member: member, purpose: purpose)
    let m = request.settings.width
    let stride = (m + 15) / 16 * 16
    let whole = max(64, Self.blockLength / longestRow / 64 * 64)
    block = BlockShape(
      rows: min(request.settings.batch, whole), width: m, stride: stride, dimension: longestRow)
    if case .singleIndex(let series) = request.teacher.target {
      link = series.coefficients.map { Scalar($0) }
    } else {
      link = nil
    }
    table = HermiteTable(request.teacher.tensor)
    activation = request.student.activation.coefficients.map { Scalar($0) }
    inputs = [Scalar](repeating: 0, count: block.rows * longestRow)
    fields = [Scalar](repeating: 0, count: block.rows * stride)
    targets = [Scalar](repeating: 0, count: block.rows)
    noise = targets
    readout = [Scalar](repeating: 0, count: stride)
    secondLayer = readout
    scratch = readout
    gradient = [Scalar](repeating: 0, count: m * longestRow)
    slopes = withSlopes ? [Scalar](repeating: 0, count: m * m) : []
  }

  /// Sums over the batch of a step, for rows w_j of `dimension` coordinates and weights a_j.
  ///
  /// Rows may be declared triangular: row j zero from column dimension − m + j + 1 on.
  mutating func sum(
    rows: [Scalar], dimension: Int, isTriangular: Bool = false, weights: [Double], step: Int
  ) {
    for j in weights.indices { readout[j] = Scalar(weights[j] / Double(weights.count)) }
    for j in secondLayer.indices { secondLayer[j] = 0 }
    var first = 0
    while first < request.settings.batch {
      var shape = block
      shape.dimension = dimension
      shape.isTriangular = isTriangular
      shape.rows = min(block.rows, request.settings.batch - first)
      draw(shape, from: first, step)
      add(rows, shape, isFirst: first == 0)
      first += shape.rows
    }
  }

  /// Samples first ..< first + rows of the batch, with their noisy labels.
  private mutating func draw(_ shape: BlockShape, from first: Int, _ step: Int) {
    source.fill(&inputs, shape, from: first, step: step)
    label(shape)
    if request.teacher.labelNoise > 0 {
      drawNoise(shape, first, step)
      let deviation = Scalar(request.teacher.labelNoise)
      Scalar.add(deviation, times: noise, to: &targets, count: shape.rows)
    }
  }

  /// Fresh noise for fresh inputs; that of the sample where samples come again.
  private mutating func drawNoise(_ shape: BlockShape, _ first: Int, _ step: Int) {
    var sequence = RandomSequence(
      seed: request.settings.seed, stream: UInt32(member), step: UInt32(step), purpose: .labelNoise)
    if source.indices.isEmpty {
      Scalar.fillNormals(&noise, count: shape.rows, from: first, of: sequence)
      return
    }
    sequence.step = 0
    for (row, index) in source.indices.enumerated() {
      noise[row] = Scalar(sequence.normals(count: 1, from: index)[0])
    }
  }

  /// Noiseless labels of the block's inputs.
  private mutating func label(_ shape: BlockShape) {
    if let link {
      Scalar.evaluate(link, firstColumnOf: inputs, into: &targets, shape: shape)
      return
    }
    for row in 0..<shape.rows {
      let first = row * shape.dimension
      if case .committee(let committee) = request.teacher.target {
        targets[row] = Scalar(
          committee.weights.indices.reduce(0.0) {
            $0 + committee.weights[$1] * committee.function(Double(inputs[first + $1]))
          })
      } else {
        targets[row] = Scalar(table.value { Double(inputs[first + $0]) })
      }
    }
  }

  private mutating func add(_ rows: [Scalar], _ shape: BlockShape, isFirst: Bool) {
    Scalar.fields(of: inputs, weights: rows, into: &fields, shape: shape)
    if let function = request.student.function {
      residual(function, shape)
    } else {
      seriesResidual(shape)
    }
    Scalar.accumulate(
      slopes: fields, inputs: inputs, into: &gradient, adding: !isFirst, shape: shape)
    if !slopes.isEmpty {
      Scalar.columnsGram(of: fields, into: &slopes, adding: !isFirst, shape: shape)
    }
  }

  private mutating func seriesResidual(_ shape: BlockShape) {
    _ = Scalar.residual(
      activation, readout: readout, targets: targets, fields: &fields, gradient: &secondLayer,
      scratch: &scratch, shape: shape)
  }

  /// Fields to e σ'(h), and Σ e σ(h) added up, for a σ that is a function.
  private mutating func residual(_ function: Activation, _ shape: BlockShape) {
    guard let slope = function.slope else { return }
    for row in 0..<shape.rows {
      let first = row * shape.stride
      var output = Scalar(0)
      for j in 0..<shape.width {
        let h = Double(fields[first + j])
        scratch[j] = Scalar(function(h))
        fields[first + j] = Scalar(slope(h))
        output += readout[j] * scratch[j]
      }
      let e = output - targets[row]
      for j in 0..<shape.width {
        fields[first + j] *= e
        secondLayer[j] += e * scratch[j]
      }
    }
  }
}
