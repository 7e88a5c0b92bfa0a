public import Modeling

/// A model of learning dynamics that says which SGD it is the limit of.
///
/// With the scalings attached, `compare` needs nothing else.
public protocol LearningModel: FastSlowModel {
  /// The SGD behind a compiled instance of this model, at its current values.
  func learningProblem(for system: System) -> LearningProblem
}

/// Teacher, student and start of the SGD that a model is the limit of, how its sizes go to that limit,
/// and which order parameters of SGD the model's columns are.
public struct LearningProblem: Sendable {
  /// What is to be learned.
  public var teacher: Teacher
  /// The network.
  public var student: Student
  /// ε, the second layer's learning rate over the first's.
  public var timeScaleRatio: Double
  /// How the first layer starts.
  public var firstLayer: SGDSettings.FirstLayerStart
  /// How the second layer starts.
  public var secondLayer: SGDSettings.SecondLayerStart
  /// How the second layer follows.
  public var secondLayerTraining = SGDSettings.SecondLayerTraining.gradient
  /// How gradients become steps.
  public var optimizer = Optimizer.sgd
  /// Where inputs come from.
  public var inputs = InputLaw.gaussian
  /// Whether rows are brought back to unit norm.
  public var rowNorm = SGDSettings.RowNorm.unit
  /// The limit in which the model is exact.
  public var limit = SizeLimit.width
  /// The time of the model that shows what it does; how far `compare` goes unless told.
  public var horizon = 40.0
  /// The model's arrays of Hermite coefficients, where it has such: of the teacher and the student.
  public var coefficientArrays: (teacher: String, student: String)?
  /// The model's parameter that is the standard deviation of the label noise, where its equations
  /// depend on it.
  public var noiseParameter: String?
  /// What the model's values rule out, a sentence each with the nearest that can be done.
  public var faults: [String] = []
  /// The order parameter that each variable or observable predicts, by name.
  public var orderParameters: [(variable: String, parameter: OrderParameter)]

  /// States the problem.
  public init(
    teacher: Teacher, student: Student, timeScaleRatio: Double,
    firstLayer: SGDSettings.FirstLayerStart, secondLayer: SGDSettings.SecondLayerStart,
    orderParameters: [(variable: String, parameter: OrderParameter)]
  ) {
    self.teacher = teacher
    self.student = student
    self.timeScaleRatio = timeScaleRatio
    self.firstLayer = firstLayer
    self.secondLayer = secondLayer
    self.orderParameters = orderParameters
  }

  /// A request to simulate the problem at given sizes and steps.
  ///
  /// - Throws: ``SGDRequestError`` with every fault.
  public func request(
    width: Int, dimension: Int, batch: Int, stepSize: Double, horizon: Double,
    recordings: Int = 60, spacing: SGDSettings.Spacing = .logarithmic, seed: UInt64 = 1
  ) throws(SGDRequestError) -> SGDRequest {
    if !faults.isEmpty { throw SGDRequestError(faults: faults) }
    var settings = SGDSettings(
      width: width, dimension: dimension, batch: batch, stepSize: stepSize,
      timeScaleRatio: timeScaleRatio, firstLayer: firstLayer, secondLayer: secondLayer,
      horizon: horizon, recordings: recordings, spacing: spacing, seed: seed)
    settings.secondLayerTraining = secondLayerTraining
    settings.optimizer = optimizer
    settings.inputs = inputs
    settings.rowNorm = rowNorm
    if case .dimension = limit { settings.expectsBatchNoise = true }
    settings.recordsNeurons = orderParameters.contains { $0.parameter.isOfNeurons }
    return try SGDRequest(teacher: teacher, student: student, settings: settings)
  }
}
