/// How much of finite SGD a prediction takes into account, in a word.
public enum PredictionKind: String, Sendable, CaseIterable {
  /// The model's own equations: infinite width, infinite batch, η → 0, neurons alike.
  case meanField = "mean-field"
  /// The flow of m equal neurons in d dimensions, of each width its own.
  case finiteWidth = "finite-width"
  /// Neurons of several types, as the second layer's start has them.
  case types
  /// Finite width, batch noise g = η d/B and the finite step η together.
  case corrected

  /// What it adds to the model's equations.
  public var meaning: String {
    switch self {
    case .meanField:
      "the model's own equations, in the limit of infinite size"
    case .finiteWidth:
      "for each width the flow of m equal neurons in d dimensions: s, a and the overlap r of "
        + "neurons, (m−1)/m in place of 1, and neurons' own terms in 1/m"
    case .types:
      "a pair s, a for each type of neuron that the second layer starts with, coupled by the means "
        + "of a s^k over all neurons"
    case .corrected:
      "for each width the flow of m equal neurons in d dimensions with the drift by batch noise "
        + "g = η d/B, and what the finite step η moves"
    }
  }

  /// Which biases it has in it.
  public var corrections: PredictedCourse.Corrections {
    switch self {
    case .meanField, .types: []
    case .finiteWidth: .size
    case .corrected: [.size, .batch, .step]
    }
  }
}

extension LearningProblem {
  /// Why a prediction of that kind does not apply here, with what does; nil if it does.
  public func refusal(of kind: PredictionKind) -> String? {
    let isPlanted = if case .planted = firstLayer { true } else { false }
    if secondLayerTraining == .optimal {
      if kind != .types, case .planted(let alignment) = firstLayer, limit == .width,
        teacher.link != nil
      {
        let start = OptimalLayerFlow(teacher: teacher, student: student)
          .secondLayer(alignment: alignment, overlap: alignment * alignment)
        return start != 0
          ? nil
          : "From an alignment of \(alignment) the optimal second layer is 0, V(s) being so, and nothing "
            + "moves; start at another, such as 0.3."
      }
      return
        "With the second layer at its optimum the ODE is that of equal neurons, a = V/U; use the "
        + "prediction mean-field, finite-width or corrected of a model of infinite width, and a planted "
        + "first layer."
    }
    guard kind != .meanField else { return nil }
    let word = "The prediction \(kind.rawValue)"
    if limit != .width || teacher.link == nil || rowNorm == .free {
      return "\(word) is of unit rows with a teacher of one direction, as in feature-unlearning; "
        + "use mean-field."
    }
    if !isPlanted {
      return "\(word) is of rows that start with one alignment; use the planted first layer, or "
        + "mean-field."
    }
    if case .equal = secondLayer { return nil }
    return kind == .types
      ? nil : "\(word) is of equal neurons, and the second layer starts unequal; use types."
  }

  /// Whether the prediction of a kind is not the model's own equations as they stand.
  public func replacesEquations(_ kind: PredictionKind) -> Bool {
    kind != .meanField || secondLayerTraining == .optimal
  }

  /// What is predicted for requests of this problem, a size each, where that is not the model's own
  /// equations (``replacesEquations(_:)``).
  ///
  /// Of the requests only sizes, steps and times count: teacher, student, ε and start are this problem's.
  /// Order parameters are those the model names; types of several neurons have their spread and the test
  /// error besides. Cost: a few evaluations of the flow a step of SGD and size.
  ///
  /// - Throws: ``SGDRequestError`` where that kind does not apply (``refusal(of:)``), or where this
  ///   problem's own values rule a size out.
  public func courses(_ kind: PredictionKind, for requests: [SGDRequest]) throws(SGDRequestError)
    -> [PredictedCourse]
  {
    if let refusal = refusal(of: kind) { throw SGDRequestError(faults: [refusal]) }
    switch kind {
    case .meanField:
      return courses(bySize: try requests.prefix(1).map(equalNeurons).map { $0.states() }, [])
    case .types: return typeCourses(requests)
    case .finiteWidth, .corrected:
      let neurons = try requests.map(equalNeurons)
      return courses(
        bySize: neurons.map { $0.states(with: kind.corrections) }, kind.corrections)
    }
  }

  /// Equal neurons of this problem at a request's size, step and times.
  private func equalNeurons(_ request: SGDRequest) throws(SGDRequestError) -> EqualNeurons {
    var settings = request.settings
    settings.timeScaleRatio = timeScaleRatio
    settings.firstLayer = firstLayer
    settings.secondLayer = secondLayer
    settings.secondLayerTraining = secondLayerTraining
    let own = try SGDRequest(teacher: teacher, student: student, settings: settings)
    guard let neurons = EqualNeurons(own) else {
      throw SGDRequestError(faults: ["The prediction is of equal neurons; use mean-field."])
    }
    return neurons
  }

  private func courses(bySize: [[MeanFieldState]], _ corrections: PredictedCourse.Corrections)
    -> [PredictedCourse]
  {
    orderParameters.compactMap { variable, parameter in
      let component: (MeanFieldState) -> Double
      switch parameter {
      case .alignment: component = \.alignment
      case .secondLayer: component = \.secondLayer
      case .neuronOverlap: component = \.overlap
      default: return nil
      }
      return PredictedCourse(
        variable: variable, parameter: parameter, bySize: bySize.map { $0.map(component) },
        corrections: corrections)
    }
  }

  private func typeCourses(_ requests: [SGDRequest]) -> [PredictedCourse] {
    let (shares, weights) = NeuronTypeFlow.types(of: secondLayer)
    guard let settings = requests.first?.settings, case .planted(let alignment) = firstLayer,
      let flow = NeuronTypeFlow(
        teacher: teacher, student: student, timeScaleRatio: timeScaleRatio, shares: shares)
    else { return [] }
    let start = NeuronTypeFlow.State(
      alignments: shares.map { _ in alignment }, secondLayer: weights)
    let states = flow.states(
      from: start, at: settings.recordedSteps.map { Double($0) * settings.stepSize },
      longestStep: settings.stepSize)
    let further: [(variable: String, parameter: OrderParameter)] =
      shares.count > 1
      ? [OrderParameter.alignmentSpread, .secondLayerSpread, .testError].map { ($0.name, $0) } : []
    return (orderParameters + further).compactMap { variable, parameter in
      let values = states.compactMap { flow.value(of: parameter, at: $0) }
      return values.count == states.count
        ? PredictedCourse(variable: variable, parameter: parameter, values: values) : nil
    }
  }
}
