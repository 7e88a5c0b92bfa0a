/// The dimensionless numbers that say where the order-parameter ODE can be trusted.
public struct Regime: Sendable, Equatable {
  /// 1/m: the weight of one neuron.
  public let inverseWidth: Double
  /// 1/d: random overlaps at the start are of size √(1/d).
  public let inverseDimension: Double
  /// g = η d/B, the strength of batch noise.
  public let batchNoise: Double
  /// η a² U'(1) at the start: below ½ the fast direction is stable. NaN where a starts at an optimum
  /// that the draw of the rows decides.
  public let stability: Double
  /// ε t/m at the horizon, 0 for a second layer that does not follow its gradient: power laws hold
  /// while it is far below 1.
  public let slowTimePerWidth: Double
  private let expectsBatchNoise: Bool

  /// η a² U'(1) beyond which the fast direction loses its stability.
  public static let stabilityBound = 0.5
  /// g beyond which batch noise moves a by more than a few per cent: the error in a is 6 to 9 g.
  public static let batchNoiseBound = 0.003
  /// ε t/m beyond which finite width bends the power laws of the limit.
  public static let powerLawBound = 0.1

  /// The numbers of a request.
  public init(_ request: SGDRequest) {
    let settings = request.settings
    inverseWidth = 1 / Double(settings.width)
    inverseDimension = 1 / Double(settings.dimension)
    batchNoise = settings.stepSize * Double(settings.dimension) / Double(settings.batch)
    stability = Self.stability(request, secondLayer: Self.startingWeight(request))
    expectsBatchNoise = settings.expectsBatchNoise
    slowTimePerWidth = settings.secondLayerRatio * settings.horizon / Double(settings.width)
  }

  /// The second layer's size at the start: as asked, or at its optimum for rows of one alignment.
  private static func startingWeight(_ request: SGDRequest) -> Double {
    let settings = request.settings
    guard settings.secondLayerTraining == .optimal else { return settings.secondLayer.scale }
    guard case .planted(let alignment) = settings.firstLayer, request.teacher.link != nil else {
      return .nan
    }
    return OptimalLayerFlow(
      teacher: request.teacher, student: request.student, width: settings.width
    ).secondLayer(alignment: alignment, overlap: alignment * alignment)
  }

  /// Whether a power law may be fitted up to the horizon; beyond it finite width cuts growth off.
  public var supportsPowerLaw: Bool { slowTimePerWidth < Self.powerLawBound }

  /// What to warn of before the run.
  public var warnings: [SGDWarning] {
    var warnings: [SGDWarning] = []
    if stability > Self.stabilityBound {
      warnings.append(.unstableStep(number: stability, step: 0))
    }
    if batchNoise > Self.batchNoiseBound && !expectsBatchNoise {
      warnings.append(.noisyBatch(number: batchNoise))
    }
    return warnings
  }

  /// η a² U'(1) for a second-layer weight a.
  static func stability(_ request: SGDRequest, secondLayer a: Double) -> Double {
    let slope = request.student.activation.derivative.squaredNorm  // U'(1) = E σ'²
    return request.settings.stepSize * a * a * slope
  }
}

/// A number that has left the range where SGD follows its ODE.
public enum SGDWarning: Sendable, Equatable, CustomStringConvertible {
  /// η a² U'(1) has passed ½.
  case unstableStep(number: Double, step: Int)
  /// g = η d/B is too large for the ODE without batch noise.
  case noisyBatch(number: Double)

  /// Whether both warn of the same number.
  public func isSameKind(as other: SGDWarning) -> Bool {
    switch (self, other) {
    case (.unstableStep, .unstableStep), (.noisyBatch, .noisyBatch): true
    default: false
    }
  }

  /// The number, its bound and what to change.
  public var description: String {
    switch self {
    case .unstableStep(let number, let step):
      "η a² U'(1) = \(number) at step \(step) is above \(Regime.stabilityBound): the step is too "
        + "large for the fast direction; lower η."
    case .noisyBatch(let number):
      "g = η d/B = \(number) is above \(Regime.batchNoiseBound): batch noise moves the order "
        + "parameters by more than a few per cent; raise B or lower η."
    }
  }
}
