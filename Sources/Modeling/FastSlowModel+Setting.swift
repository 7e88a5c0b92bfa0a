extension FastSlowModel {
  /// The model with another value of a parameter: `model.setting(\.$a, 0.5)`.
  public func setting(_ parameter: WritableKeyPath<Self, Parameter>, _ value: Double) -> Self {
    var model = self
    model[keyPath: parameter].value = value
    return model
  }

  /// The model with another ε: `model.setting(\.$ε, 1e-3)`.
  public func setting(_ parameter: WritableKeyPath<Self, SmallParameter>, _ value: Double) -> Self {
    var model = self
    model[keyPath: parameter].value = value
    return model
  }

  /// The model with another list of parameters: `model.setting(\.$c, [0, 1, -0.45])`.
  public func setting(_ array: WritableKeyPath<Self, ParameterArray>, _ values: [Double]) -> Self {
    var model = self
    model[keyPath: array].values = values
    return model
  }

  /// The model with another initial value of a variable: `model.setting(\.$x, initial: 1)`.
  public func setting<Tag, Value>(
    _ variable: WritableKeyPath<Self, ModelVariable<Tag, Value>>, initial: Double
  ) -> Self {
    var model = self
    model[keyPath: variable].initial = initial
    return model
  }

  /// The model as a system that can be integrated and analysed.
  ///
  /// - Parameters:
  ///   - arrays: values of parameter arrays by name, of any length.
  ///   - counts: numbers of members by population's name, lengths of vectors by their own.
  /// - Throws: ``ModelError`` with every fault of the model.
  public func compiled(arrays: [String: [Double]] = [:], counts: [String: Int] = [:])
    throws(ModelError) -> System
  {
    try System(self, arrays: arrays, counts: counts)
  }
}
