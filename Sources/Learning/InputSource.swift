import RealModule

/// Draws the inputs of one member, block by block.
struct InputSource<Scalar: KernelScalar> {
  private let law: InputLaw
  private let settings: SGDSettings
  private let member: Int
  private let purpose: RandomSequence.Purpose
  private var uniforms: [Double] = []
  /// Indices of the last block's samples in the data set.
  private(set) var indices: [Int] = []

  init(_ settings: SGDSettings, member: Int, purpose: RandomSequence.Purpose) {
    law = settings.inputs
    self.settings = settings
    self.member = member
    self.purpose = purpose
  }

  /// Samples first ..< first + rows of a step's batch.
  mutating func fill(_ inputs: inout [Scalar], _ shape: BlockShape, from first: Int, step: Int) {
    var sequence = RandomSequence(
      seed: settings.seed, stream: UInt32(member), step: UInt32(step), purpose: purpose)
    let count = shape.rows * shape.dimension
    switch law {
    case .gaussian:
      Scalar.fillNormals(&inputs, count: count, from: first * shape.dimension, of: sequence)
    case .uniform:
      let scale = 12.0.squareRoot()
      draw(count, from: first * shape.dimension, of: sequence)
      for i in 0..<count { inputs[i] = Scalar(scale * (uniforms[i] - 0.5)) }
    case .rademacher:
      draw(count, from: first * shape.dimension, of: sequence)
      for i in 0..<count { inputs[i] = uniforms[i] < 0.5 ? -1 : 1 }
    case .data(let set):
      sequence.purpose = .samples
      draw(shape.rows, from: first, of: sequence)
      indices = (0..<shape.rows).map {
        min(Int(uniforms[$0] * Double(set.samples)), set.samples - 1)
      }
      for (row, index) in indices.enumerated() {
        for i in 0..<shape.dimension {
          inputs[row * shape.dimension + i] = Scalar(set.rows[index * set.dimension + i])
        }
      }
    }
  }

  private mutating func draw(_ count: Int, from first: Int, of sequence: RandomSequence) {
    if uniforms.count < count { uniforms = [Double](repeating: 0, count: count) }
    Kernels.fillUniforms(&uniforms, count: count, from: first, of: sequence)
  }
}
