public import Integration
public import Modeling

extension System {
  /// How stiff a run of this system was; see ``StiffnessReport``.
  ///
  /// - Parameters:
  ///   - solution: from ``solve(until:in:from:output:events:charts:options:linearSolver:monitor:)``
  ///     with ``IntegrationOptions/logsSteps``, in the model's own variables.
  ///   - unit: the time it was integrated in.
  /// - Throws: ``StiffnessReport/Refusal``.
  public func stiffness(of solution: Solution, in unit: TimeUnit = .slow)
    throws(StiffnessReport.Refusal) -> StiffnessReport
  {
    if dimension > StiffnessReport.largestDimension {
      // The refusal knows the words; a large population is not written out for it.
      return try StiffnessReport(of: solution, field: field(in: unit))
    }
    let whole = expandingPopulations()
    return try StiffnessReport(
      of: solution, field: whole.field(in: unit), fast: hasScales ? whole.fastIndices : nil)
  }
}
