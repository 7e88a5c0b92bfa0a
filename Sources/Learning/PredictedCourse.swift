/// What is predicted of one order parameter, at the times and sizes at which SGD is recorded.
public struct PredictedCourse: Sendable {
  /// The model's variable or observable.
  public let variable: String
  /// The order parameter it predicts.
  public let parameter: OrderParameter
  /// The predicted values by size and time: one course if it is the same at every size.
  public let values: [[Double]]
  /// Which of the biases of finite SGD are in the values.
  public let corrections: Corrections

  /// The biases of finite SGD that a prediction can have in it; see ``ErrorBudget``.
  public struct Corrections: OptionSet, Sendable {
    /// The set as bits.
    public let rawValue: Int

    /// A set from its bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// The finite width and dimension.
    public static let size = Corrections(rawValue: 1)
    /// The batch noise.
    public static let batch = Corrections(rawValue: 2)
    /// The finite step.
    public static let step = Corrections(rawValue: 4)
    /// All three.
    public static let all: Corrections = [.step, .batch, .size]

    /// Their names, such as "step", "batch" and "size".
    public var names: [String] {
      [(Corrections.step, "step"), (.batch, "batch"), (.size, "size")]
        .filter { contains($0.0) }.map(\.1)
    }
  }

  /// A prediction that is the same at every size.
  public init(variable: String, parameter: OrderParameter, values: [Double]) {
    self.init(variable: variable, parameter: parameter, bySize: [values])
  }

  /// A prediction for each size, or one for all.
  public init(
    variable: String, parameter: OrderParameter, bySize values: [[Double]],
    corrections: Corrections = []
  ) {
    self.variable = variable
    self.parameter = parameter
    self.values = values
    self.corrections = corrections
  }

  /// The course at the size of that index, NaN where there is none.
  func values(at row: Int, count: Int) -> [Double] {
    let index = values.count == 1 ? 0 : row
    let course = values.indices.contains(index) ? values[index] : []
    return course + [Double](repeating: .nan, count: max(0, count - course.count))
  }
}
