/// SGD on infinite batches at finite width: the mean gradient step on overlaps.
///
/// It keeps the width, the step size and the random start, and leaves out the batch: held against
/// `DirectEngine` it shows what batch noise does, held against the limiting flow what width,
/// dimension and step size do. The dimension enters through the start alone.
public struct PopulationEngine: SGDEngine {
  /// An engine; it has no options.
  public init() {}

  /// "population".
  public var name: String { "population" }

  /// Refused: what overlaps do not determine, and functions, whose correlations are no polynomials.
  public func refusal(of request: SGDRequest) -> String? {
    if let reason = request.reasonAgainstOverlaps(engine: "population") { return reason }
    if request.settings.rowNorm == .free {
      return "The population engine keeps overlaps of rows of unit norm; use rows of unit norm, or "
        + "the gram or direct engine."
    }
    let functions = [request.student.function?.name, request.teacher.function?.name]
    if let name = functions.compactMap({ $0 }).first {
      return "The population engine takes means of Hermite series, which \(name) is not exactly; "
        + "give its leading coefficients instead, or use the gram or direct engine."
    }
    return request.reasonAgainstSize(kept(request), engine: "population")
  }

  /// Alignments, and matrices of overlaps and of a step.
  public func numbersKept(of request: SGDRequest) -> Double { kept(request).count(request) }

  private func kept(_ request: SGDRequest) -> KeptNumbers {
    KeptNumbers(perNeuron: request.teacher.directions, perPair: 4)
  }

  /// Runs one member to its horizon; see `SGDEngine`.
  ///
  /// The batch and label noise of the request do
  /// not move it.
  public func run(
    _ request: SGDRequest, member: Int, from checkpoint: SGDCheckpoint?, monitor: SGDMonitor
  ) -> SGDRun {
    PopulationNetwork(request, member: member).run(monitor, from: checkpoint, engine: identity)
  }
}
