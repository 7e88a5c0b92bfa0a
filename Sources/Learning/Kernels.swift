// The one file that calls the C kernels; every unsafe expression of this floor is here.
import CKernels

/// What the C kernels need to be told once, and what they say of themselves.
public enum Kernels {
  /// Name of the instruction set in use: avx512, avx2, sse2, neon or scalar.
  public static var instructionSet: String { unsafe String(cString: fs_kernels_isa_name()) }

  /// The processor whose kernels OpenBLAS has chosen for products; OPENBLAS_CORETYPE overrides it.
  public static var productKernels: String { unsafe String(cString: fs_blas_kernels()) }

  /// How many instruction sets this CPU has of those the kernels are compiled for; they count from 0.
  package static var instructionSets: Int32 { fs_kernels_isa() + 1 }

  /// Normals by one instruction set, below `instructionSets`: for the check that bits agree.
  package static func normals(
    instructionSet: Int32, count: Int, of sequence: RandomSequence
  ) -> (double: [Double], single: [Float]) {
    precondition((0..<instructionSets).contains(instructionSet))
    var double = [Double](repeating: 0, count: count)
    var single = [Float](repeating: 0, count: count)
    unsafe fs_random_normal_f64(instructionSet, sequence.key, 0, count, &double)
    unsafe fs_random_normal_f32(instructionSet, sequence.key, 0, count, &single)
    return (double, single)
  }

  /// One block of Philox4x32-10; for checks against published vectors.
  package static func philox(counter: [UInt32], key: [UInt32]) -> [UInt32] {
    precondition(counter.count == 4 && key.count == 2, "Philox takes four words and a key of two")
    var words = [UInt32](repeating: 0, count: 4)
    unsafe fs_philox4x32(counter, key, &words)
    return words
  }

  /// One thread a product from the first use on; set once, as other threads may be multiplying.
  static let oneThreadAProduct: Void = fs_blas_single_thread()

  static func fillUniforms(
    _ out: inout [Double], count: Int, from first: Int, of sequence: RandomSequence
  ) {
    precondition(count >= 0 && count <= out.count && first >= 0)
    unsafe fs_random_uniform_f64(sequence.key, UInt64(first), count, &out)
  }

  /// Lower triangle of the Gram matrix of the rows.
  static func gram(of rows: [Double], count: Int, dimension: Int, into gram: inout [Double]) {
    precondition(rows.count >= count * dimension && gram.count >= count * count)
    unsafe fs_gram_f64(count, dimension, rows, &gram)
  }

  /// Σ_ij a_i a_j r_ij^k for k < powers.count, and the mean overlap of distinct neurons.
  static func gramPowers(
    gram: [Double], weights: [Double], into powers: inout [Double], scratch: inout [Double]
  ) -> Double {
    let width = weights.count
    precondition(gram.count >= width * width && scratch.count >= 8 * powers.count)
    return unsafe fs_gram_powers_f64(width, gram, weights, powers.count, &powers, &scratch)
  }

  /// C = A Bᵀ for square matrices of the given order.
  static func multiplyTransposed(
    _ a: [Double], _ b: [Double], into c: inout [Double], order: Int
  ) {
    precondition(min(a.count, b.count, c.count) >= order * order)
    unsafe fs_multiply_transposed_f64(order, order, order, 1, a, order, b, order, 0, &c, order)
  }

  /// F with F Fᵀ = S for the lower triangle of a positive semidefinite S, as packed rows of as many
  /// columns as S has rank, which is returned.
  ///
  /// Cholesky's factor where there is one, and the scratch space then says that it is triangular; else the pivoted one, cut
  /// where pivots fall below `tolerance` times the largest diagonal entry. S is destroyed.
  static func factor(
    _ s: inout [Double], order: Int, tolerance: Double, into factor: inout [Double],
    scratch: inout FactorScratch
  ) -> Int {
    precondition(min(s.count, factor.count) >= order * order)
    precondition(scratch.numbers.count >= 2 * order && scratch.pivots.count >= order)
    return unsafe fs_factor_f64(
      order, tolerance, &s, &factor, &scratch.numbers, &scratch.pivots)
  }

  /// C = A L with packed rows; A is rows × inner, L inner × columns.
  static func multiply(
    _ a: [Double], _ l: [Double], into c: inout [Double], rows: Int, columns: Int, inner: Int
  ) {
    precondition(
      a.count >= rows * inner && l.count >= inner * columns && c.count >= rows * columns)
    unsafe fs_multiply_f64(rows, columns, inner, a, l, &c)
  }

  /// Sums over neurons of three polynomials of the overlaps; see `OverlapSums`.
  static func overlapSums(
    overlaps: [Double], weights: [Double], into sums: inout OverlapSums
  ) {
    let width = weights.count
    precondition(overlaps.count >= width * width && sums.pull.count >= width * width)
    precondition(sums.radial.count == width && sums.output.count == width)
    unsafe fs_overlap_sums_f64(
      width, overlaps, weights, sums.pullSeries, sums.radialSeries, sums.outputSeries,
      sums.outputSeries.count, &sums.pull, &sums.radial, &sums.output)
  }
}

extension RandomSequence {
  fileprivate var key: fs_random_key {
    fs_random_key(seed: seed, stream: stream, step: step, purpose: purpose.rawValue)
  }
}

/// Scratch space of a factorisation.
struct FactorScratch {
  var numbers: [Double]
  var pivots: [Int32]

  /// Whether the last factor is lower triangular.
  var isTriangular: Bool { pivots.first == 0 }

  init(order: Int) {
    numbers = [Double](repeating: 0, count: 2 * order)
    pivots = [Int32](repeating: 0, count: order)
  }
}

/// Shapes of one block of samples.
struct BlockShape {
  /// Samples in the block.
  var rows: Int
  /// m.
  var width: Int
  /// m rounded up to whole vectors: the row length of the fields.
  var stride: Int
  /// d.
  var dimension: Int
  /// Whether row j of the weights is zero from column d − m + j + 1 on.
  var isTriangular = false
}

/// The precision of an SGD step and the kernels that go with it.
protocol KernelScalar: BinaryFloatingPoint, Sendable {
  /// Standard normals first ..< first + count of a sequence.
  static func fillNormals(
    _ out: inout [Self], count: Int, from first: Int, of sequence: RandomSequence)

  /// fields = inputs · weightsᵀ.
  static func fields(
    of inputs: [Self], weights: [Self], into fields: inout [Self], shape: BlockShape)

  /// gradient (+)= slopesᵀ · inputs.
  static func accumulate(
    slopes: [Self], inputs: [Self], into gradient: inout [Self], adding: Bool, shape: BlockShape)

  /// gram (+)= slopesᵀ · slopes, lower triangle.
  static func columnsGram(
    of slopes: [Self], into gram: inout [Self], adding: Bool, shape: BlockShape)

  /// values[i] = series(inputs[i · dimension]): the teacher along the first axis.
  static func evaluate(
    _ series: [Self], firstColumnOf inputs: [Self], into values: inout [Self], shape: BlockShape)

  /// y += alpha x over the first `count` entries.
  static func add(_ alpha: Self, times x: [Self], to y: inout [Self], count: Int)

  /// Fields to e σ'(h); gradient += Σ e σ(h). Returns Σ e².
  static func residual(
    _ activation: [Self], readout: [Self], targets: [Self], fields: inout [Self],
    gradient: inout [Self], scratch: inout [Self], shape: BlockShape
  ) -> Double

  /// Moves and normalises the rows; false if one of them is not finite.
  static func update(
    _ weights: inout [Self], gradient: [Self], factors: [Self], width: Int, dimension: Int
  ) -> Bool
}

extension BlockShape {
  /// Every buffer of a block is as long as the kernels will read and write.
  fileprivate func check<Scalar>(
    inputs: [Scalar]? = nil, fields: [Scalar]? = nil, matrix: [Scalar]? = nil
  ) {
    precondition(inputs.map { $0.count >= rows * dimension } ?? true)
    precondition(fields.map { $0.count >= rows * stride } ?? true)
    precondition(matrix.map { $0.count >= width * dimension } ?? true)
  }
}

extension Float: KernelScalar {
  static func fillNormals(
    _ out: inout [Float], count: Int, from first: Int, of sequence: RandomSequence
  ) {
    precondition(count >= 0 && count <= out.count && first >= 0)
    unsafe fs_random_normal_f32(fs_kernels_isa(), sequence.key, UInt64(first), count, &out)
  }

  static func fields(
    of inputs: [Float], weights: [Float], into fields: inout [Float], shape: BlockShape
  ) {
    shape.check(inputs: inputs, fields: fields, matrix: weights)
    if shape.isTriangular {
      precondition(shape.dimension >= shape.width)
      unsafe fs_triangular_fields_f32(
        shape.rows, shape.width, shape.dimension, inputs, weights, &fields, shape.stride)
      return
    }
    unsafe fs_multiply_transposed_f32(
      shape.rows, shape.width, shape.dimension, 1, inputs, shape.dimension, weights,
      shape.dimension, 0, &fields, shape.stride)
  }

  static func accumulate(
    slopes: [Float], inputs: [Float], into gradient: inout [Float], adding: Bool, shape: BlockShape
  ) {
    shape.check(inputs: inputs, fields: slopes, matrix: gradient)
    unsafe fs_transposed_multiply_f32(
      shape.width, shape.dimension, shape.rows, 1, slopes, shape.stride, inputs, shape.dimension,
      adding ? 1 : 0, &gradient, shape.dimension)
  }

  static func columnsGram(
    of slopes: [Float], into gram: inout [Float], adding: Bool, shape: BlockShape
  ) {
    shape.check(fields: slopes)
    precondition(gram.count >= shape.width * shape.width)
    unsafe fs_columns_gram_f32(
      shape.rows, shape.width, shape.stride, slopes, adding ? 1 : 0, &gram)
  }

  static func evaluate(
    _ series: [Float], firstColumnOf inputs: [Float], into values: inout [Float], shape: BlockShape
  ) {
    shape.check(inputs: inputs)
    precondition(values.count >= shape.rows)
    unsafe fs_hermite_f32(shape.rows, inputs, shape.dimension, series, series.count, &values)
  }

  static func add(_ alpha: Float, times x: [Float], to y: inout [Float], count: Int) {
    precondition(x.count >= count && y.count >= count)
    unsafe fs_axpy_f32(count, alpha, x, &y)
  }

  static func residual(
    _ activation: [Float], readout: [Float], targets: [Float], fields: inout [Float],
    gradient: inout [Float], scratch: inout [Float], shape: BlockShape
  ) -> Double {
    shape.check(fields: fields)
    precondition(
      targets.count >= shape.rows
        && min(readout.count, gradient.count, scratch.count) >= shape.stride)
    return unsafe fs_sgd_residual_f32(
      shape.rows, shape.width, shape.stride, activation, activation.count, readout, targets,
      &fields, &gradient, &scratch)
  }

  static func update(
    _ weights: inout [Float], gradient: [Float], factors: [Float], width: Int, dimension: Int
  ) -> Bool {
    precondition(min(weights.count, gradient.count) >= width * dimension && factors.count >= width)
    return unsafe fs_sgd_update_f32(width, dimension, factors, gradient, &weights) != 0
  }
}

extension Double: KernelScalar {
  static func fillNormals(
    _ out: inout [Double], count: Int, from first: Int, of sequence: RandomSequence
  ) {
    precondition(count >= 0 && count <= out.count && first >= 0)
    unsafe fs_random_normal_f64(fs_kernels_isa(), sequence.key, UInt64(first), count, &out)
  }

  static func fields(
    of inputs: [Double], weights: [Double], into fields: inout [Double], shape: BlockShape
  ) {
    shape.check(inputs: inputs, fields: fields, matrix: weights)
    if shape.isTriangular {
      precondition(shape.dimension >= shape.width)
      unsafe fs_triangular_fields_f64(
        shape.rows, shape.width, shape.dimension, inputs, weights, &fields, shape.stride)
      return
    }
    unsafe fs_multiply_transposed_f64(
      shape.rows, shape.width, shape.dimension, 1, inputs, shape.dimension, weights,
      shape.dimension, 0, &fields, shape.stride)
  }

  static func accumulate(
    slopes: [Double], inputs: [Double], into gradient: inout [Double], adding: Bool,
    shape: BlockShape
  ) {
    shape.check(inputs: inputs, fields: slopes, matrix: gradient)
    unsafe fs_transposed_multiply_f64(
      shape.width, shape.dimension, shape.rows, 1, slopes, shape.stride, inputs, shape.dimension,
      adding ? 1 : 0, &gradient, shape.dimension)
  }

  static func columnsGram(
    of slopes: [Double], into gram: inout [Double], adding: Bool, shape: BlockShape
  ) {
    shape.check(fields: slopes)
    precondition(gram.count >= shape.width * shape.width)
    unsafe fs_columns_gram_f64(
      shape.rows, shape.width, shape.stride, slopes, adding ? 1 : 0, &gram)
  }

  static func evaluate(
    _ series: [Double], firstColumnOf inputs: [Double], into values: inout [Double],
    shape: BlockShape
  ) {
    shape.check(inputs: inputs)
    precondition(values.count >= shape.rows)
    unsafe fs_hermite_f64(shape.rows, inputs, shape.dimension, series, series.count, &values)
  }

  static func add(_ alpha: Double, times x: [Double], to y: inout [Double], count: Int) {
    precondition(x.count >= count && y.count >= count)
    unsafe fs_axpy_f64(count, alpha, x, &y)
  }

  static func residual(
    _ activation: [Double], readout: [Double], targets: [Double], fields: inout [Double],
    gradient: inout [Double], scratch: inout [Double], shape: BlockShape
  ) -> Double {
    shape.check(fields: fields)
    precondition(
      targets.count >= shape.rows
        && min(readout.count, gradient.count, scratch.count) >= shape.stride)
    return unsafe fs_sgd_residual_f64(
      shape.rows, shape.width, shape.stride, activation, activation.count, readout, targets,
      &fields, &gradient, &scratch)
  }

  static func update(
    _ weights: inout [Double], gradient: [Double], factors: [Double], width: Int, dimension: Int
  ) -> Bool {
    precondition(min(weights.count, gradient.count) >= width * dimension && factors.count >= width)
    return unsafe fs_sgd_update_f64(width, dimension, factors, gradient, &weights) != 0
  }
}
