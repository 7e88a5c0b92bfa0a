/// A sequence of random numbers without a state.
///
/// Value i depends on (seed, stream, step, purpose, i) alone: the same bits however a range is
/// split, on whatever thread and CPU. Philox4x32-10 (Salmon et al., SC'11,
/// doi:10.1145/2063384.2063405); normals by Box-Muller.
public struct RandomSequence: Sendable, Hashable {
  /// What numbers are drawn for; different purposes never share numbers.
  public enum Purpose: UInt32, Sendable {
    /// First-layer weights at the start.
    case firstLayer
    /// Second-layer weights at the start.
    case secondLayer
    /// The inputs x.
    case inputs
    /// The label noise z.
    case labelNoise
    /// Checks: Monte Carlo test errors and the like.
    case check
    /// The inputs' coordinates in the span of the weights and the teacher's directions.
    case fields
    /// Normal entries of Bartlett's factor.
    case bartlett
    /// Proposals of gamma variates.
    case gammaProposal
    /// Uniforms that accept or reject them.
    case gammaTest
    /// Overlaps of the rows at the start, where the rows themselves are too long to draw.
    case startingOverlaps
    /// Which samples of a data set make a batch.
    case samples
  }

  /// The key of the cipher.
  public var seed: UInt64
  /// Which member of an ensemble.
  public var stream: UInt32
  /// Which step of a run.
  public var step: UInt32
  /// What the numbers are for.
  public var purpose: Purpose

  /// The sequence of one seed, stream, step and purpose.
  public init(seed: UInt64, stream: UInt32 = 0, step: UInt32 = 0, purpose: Purpose = .check) {
    self.seed = seed
    self.stream = stream
    self.step = step
    self.purpose = purpose
  }

  /// Standard normals number first ..< first + count, in double precision (|x| ≤ 8.57).
  public func normals(count: Int, from first: Int = 0) -> [Double] { drawn(count, first) }

  /// Standard normals number first ..< first + count, in single precision (|x| ≤ 6.66).
  public func singlePrecisionNormals(count: Int, from first: Int = 0) -> [Float] {
    drawn(count, first)
  }

  /// Overwrites values with the standard normals from number `first` on, in single precision.
  public func fillNormals(_ values: inout [Float], from first: Int = 0) {
    Float.fillNormals(&values, count: values.count, from: first, of: self)
  }

  /// Overwrites values with the standard normals from number `first` on, in double precision.
  public func fillNormals(_ values: inout [Double], from first: Int = 0) {
    Double.fillNormals(&values, count: values.count, from: first, of: self)
  }

  /// Uniforms on (0, 1) number first ..< first + count.
  public func uniforms(count: Int, from first: Int = 0) -> [Double] {
    var values = [Double](repeating: 0, count: count)
    Kernels.fillUniforms(&values, count: count, from: first, of: self)
    return values
  }

  private func drawn<Scalar: KernelScalar>(_ count: Int, _ first: Int) -> [Scalar] {
    var values = [Scalar](repeating: 0, count: count)
    Scalar.fillNormals(&values, count: count, from: first, of: self)
    return values
  }
}
