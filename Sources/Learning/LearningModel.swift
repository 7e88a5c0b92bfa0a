public import Modeling

/// A model of learning dynamics that says which SGD it is the limit of.
///
/// With the scalings attached, `compare` needs nothing else.
public protocol LearningModel: FastSlowModel {
  /// The SGD behind a compiled instance of this model, at its current values.
  func learningProblem(for system: System) -> LearningProblem
}

/// Teacher, student and start of the SGD that a model is the limit of, and which of the model's
/// variables is which order parameter.
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
  /// How gradients become steps.
  public var optimizer = Optimizer.sgd
  /// Where inputs come from.
  public var inputs = InputLaw.gaussian
  /// Whether rows are brought back to unit norm.
  public var rowNorm = SGDSettings.RowNorm.unit
  /// The model's arrays of Hermite coefficients, where it has such: of the teacher and the student.
  public var coefficientArrays: (teacher: String, student: String)?
  /// The order parameter that each variable predicts, by the variable's name.
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
    var settings = SGDSettings(
      width: width, dimension: dimension, batch: batch, stepSize: stepSize,
      timeScaleRatio: timeScaleRatio, firstLayer: firstLayer, secondLayer: secondLayer,
      horizon: horizon, recordings: recordings, spacing: spacing, seed: seed)
    settings.optimizer = optimizer
    settings.inputs = inputs
    settings.rowNorm = rowNorm
    return try SGDRequest(teacher: teacher, student: student, settings: settings)
  }
}
