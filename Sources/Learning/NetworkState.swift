/// What a network in training is between two steps: all that the next step depends on.
public struct NetworkState: Sendable, Equatable {
  /// Steps done.
  public var step: Int
  /// Its numbers by name; single precision widened, which is exact.
  public var arrays: [String: [Double]]

  /// A state after some steps.
  public init(step: Int, arrays: [String: [Double]]) {
    self.step = step
    self.arrays = arrays
  }
}
