import Integration
import Modeling
public import Sweeps
import Symbolic

extension Sweep {
  /// Everything a result depends on, for the store.
  public var plan: SweepPlan {
    let changing = Set(design.names)
    let parameters = zip(system.parameters, system.parameterValues)
      .filter { $0.0.population == nil && !changing.contains($0.0.name) }
      .map { SweepPlan.Fact("parameter \($0.name)", "\($1)") }
    let starts = system.variables.indices
      .filter { system.variables[$0].population == nil }
      .filter { !changing.contains(system.variables[$0].name) }
      .map { index in
        let value = system.initialState[system.components(of: index).lowerBound]
        return SweepPlan.Fact("start of \(system.variables[index].name)", "\(value)")
      }
    return SweepPlan(
      settings: [.init("model", system.name), .init("equations", equations)] + parameters + starts
        + members + request, design: design, measures: measureNames)
  }

  private var request: [SweepPlan.Fact] {
    let tolerance = options.absoluteTolerance
    let exceptions = tolerance.exceptions.sorted { $0.key < $1.key }.map {
      " \($0.key)=\($0.value)"
    }
    let multirate: [SweepPlan.Fact] =
      options.method == .mri
      ? [
        .init("slow step", options.slowStep.map { "\($0)" } ?? "none"),
        .init("order of mri", "\(options.multirateOrder)"),
      ] : []
    let kept: [SweepPlan.Fact] =
      measures.isEmpty ? [] : [.init("transient", "\(transient)")]
    return [
      .init("time", unit.rawValue), .init("until", "\(end)"),
      .init("method", options.method.rawValue),
      .init("relative tolerance", "\(options.relativeTolerance)"),
      .init(
        "absolute tolerance",
        (tolerance.common.map { "\($0)" } ?? "by size") + exceptions.joined()),
      .init("most steps", options.maximumSteps.map { "\($0)" } ?? "no limit"),
      .init("charts", chartText), .init("linear solver", linearSolver?.rawValue ?? "by structure"),
    ] + multirate + kept
  }

  private var chartText: String {
    switch charts {
    case .automatic: "auto"
    case .none: "none"
    case .only(let name): name
    }
  }

  /// Equations, observables, events and charts as a fingerprint: a model that was edited is another.
  private var equations: String {
    var print = Fingerprint()
    let names = system.symbolNames
    func add(_ expression: Expression) { print.add(expression.formatted(.text, names: names)) }
    for text in system.formattedEquations(.text) + system.formattedObservables(.text) {
      print.add(text)
    }
    for event in system.events {
      print.add(event.name + event.direction.rawValue + "\(event.isTerminal)")
      add(event.expression)
      for reset in event.resets {
        add(reset.variable)
        add(reset.value)
      }
    }
    for chart in system.charts {
      print.add(chart.name)
      add(chart.rule)
      chart.coordinates.forEach { add($0.inverse) }
    }
    return print.text
  }

  /// Counts of populations exactly, values of their members as a fingerprint.
  private var members: [SweepPlan.Fact] {
    if system.populations.isEmpty { return [] }
    var print = Fingerprint()
    system.initialState.forEach { print.add($0) }
    for (_, values) in system.memberParameterValues.sorted(by: { $0.key < $1.key }) {
      values.forEach { print.add($0) }
    }
    return system.populations.map { .init("count of \($0.name)", "\($0.count)") }
      + [.init("values of members", print.text)]
  }
}
