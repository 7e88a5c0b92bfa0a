/// The runs of an ensemble, in the order of their members, and statistics over them.
public struct EnsembleResult: Sendable {
  /// What each member was asked to do.
  public let request: SGDRequest
  /// How many members were asked for.
  public let members: Int
  /// Runs that completed or diverged, by member; a cancelled run is not among them.
  public let runs: [SGDRun]
  /// Whether the ensemble was stopped before every member had ended.
  public let isCancelled: Bool

  init(request: SGDRequest, members: Int, runs: [SGDRun]) {
    self.request = request
    self.members = members
    self.runs = runs.filter { if case .cancelled = $0.ending { false } else { true } }
      .sorted { $0.member < $1.member }
    isCancelled = self.runs.count < members
  }

  /// The recorded fast times.
  public var times: [Double] {
    request.settings.recordedSteps.map { Double($0) * request.settings.stepSize }
  }

  /// The order parameters that its runs recorded: those of every network, then, where asked for, R, Q
  /// and v of every neuron.
  public var recordedParameters: [OrderParameter] {
    guard request.settings.recordsNeurons else { return OrderParameter.allCases }
    let neurons = 0..<request.settings.width
    return OrderParameter.allCases
      + neurons.flatMap { i in
        (0..<request.teacher.directions).map { .teacherOverlap(neuron: i, direction: $0) }
      } + neurons.flatMap { i in (0...i).map { .studentOverlap(i, $0) } }
      + neurons.map { .outputWeight(neuron: $0) }
  }

  /// Members whose weights stopped being finite.
  public var diverged: [SGDRun] {
    runs.filter { if case .diverged = $0.ending { true } else { false } }
  }

  /// The warnings of the runs, of each kind the first member's.
  public var warnings: [SGDWarning] {
    runs.flatMap(\.warnings).reduce(into: []) {
      if !$0.contains(where: $1.isSameKind) { $0.append($1) }
    }
  }

  /// Statistics over members of an order parameter at each recorded time.
  ///
  /// Members that diverged count as long as they lasted.
  public func statistics(of parameter: OrderParameter) -> [SampleStatistics] {
    statistics { $0[parameter] }
  }

  /// Statistics over members of R_k, the test error in Hermite order k, at each recorded time.
  public func statistics(ofMode k: Int) -> [SampleStatistics] {
    statistics { $0.modes.indices.contains(k) ? $0.modes[k] : 0 }
  }

  /// Statistics over members of any number read off the order parameters.
  public func statistics(of value: (OrderParameters) -> Double) -> [SampleStatistics] {
    times.indices.map { index in
      SampleStatistics(
        runs.compactMap { $0.records.count > index ? value($0.records[index]) : nil })
    }
  }
}
