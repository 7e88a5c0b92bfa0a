import NumericKernel

/// Looks for what is wrong with a request before anything is computed.
struct RequestCheck {
  let names: [String]
  let state: [Double]
  let interval: (start: Double, end: Double)
  let output: OutputPlan
  let options: IntegrationOptions
  /// Whether the field knows its fast and its slow part.
  let isSplit: Bool
  /// Variables that are integrals along the solution.
  let integrals: Set<String>

  typealias Problem = (message: String, advice: String)

  /// The absolute tolerance of each variable; negative: by its size, see `ErrorScale`.
  var tolerances: [Double] {
    names.map { name in
      given(name) ?? (integrals.contains(name) ? ErrorScale.byOwnSize : ErrorScale.bySize)
    }
  }

  private func given(_ name: String) -> Double? {
    options.absoluteTolerance.exceptions[name] ?? options.absoluteTolerance.common
  }

  /// The first thing wrong, in the order a user would mend it.
  func firstProblem() -> Problem? {
    stateProblem ?? intervalProblem ?? relativeToleranceProblem ?? absoluteToleranceProblem
      ?? methodProblem ?? limitProblem ?? outputProblem
  }

  private var methodProblem: Problem? {
    switch options.method {
    case .rosenbrock, .radau:
      // The dense matrix of a step must stay small.
      let most = 500
      guard names.count > most else { return nil }
      return (
        "the method \(options.method.rawValue) for \(names.count) variables",
        "it is meant for up to twelve and goes to \(most); use bdf"
      )
    case .imex, .mri: return splitProblem
    case .bdf, .adams, .erk, .auto: return nil
    }
  }

  private var splitProblem: Problem? {
    let method = options.method.rawValue
    guard isSplit else {
      return (
        "the method \(method) for a model without declared fast and slow variables",
        "it takes up to thirty of them, smooth and without populations; use auto"
      )
    }
    guard options.method == .mri else { return nil }
    guard let step = options.slowStep else {
      return (
        "the method mri without a slow step",
        "give one (--slow-step, or slowStep of the options), such as a thousandth of the run"
      )
    }
    if !(step > 0 && step.isFinite) {
      return ("the slow step is \(step.brief)", "use a number above 0")
    }
    if !(2...4).contains(options.multirateOrder) {
      return ("the order \(options.multirateOrder) of mri", "use 2, 3 or 4")
    }
    return nil
  }

  private var stateProblem: Problem? {
    if state.count != names.count {
      return (
        "\(state.count) initial values for \(names.count) variables",
        "give one each for " + names.joined(separator: ", ")
      )
    }
    guard let index = state.firstIndex(where: { !$0.isFinite }) else { return nil }
    return ("the initial value of \(names[index]) is \(state[index].brief)", "give a finite number")
  }

  private var intervalProblem: Problem? {
    let (start, end) = interval
    if !start.isFinite { return ("the start time is \(start.brief)", "give a finite time") }
    if !end.isFinite { return ("the end time is \(end.brief)", "give a finite time") }
    // Beyond this CVODE's products of step sizes overflow.
    if max(start.magnitude, end.magnitude) > 1e100 {
      return (
        "the time \(max(start.magnitude, end.magnitude).brief) is too far", "stay below 1e100"
      )
    }
    return nil
  }

  private var relativeToleranceProblem: Problem? {
    let rtol = options.relativeTolerance
    if rtol.isFinite, rtol >= 1e-13, rtol < 0.1 { return nil }
    let advice =
      rtol > 0 && rtol < 1e-13
      ? "rounding allows no less than 1e-13" : "use a number from 1e-13 to 0.1, such as 1e-8"
    return ("the relative tolerance is \(rtol.brief)", advice)
  }

  private var absoluteToleranceProblem: Problem? {
    for name in options.absoluteTolerance.exceptions.keys.sorted() where !names.contains(name) {
      return ("an absolute tolerance for \"\(name)\"", Spelling.advice(for: name, in: names))
    }
    for (index, name) in names.enumerated() {
      guard let atol = given(name) else { continue }
      if !atol.isFinite || atol < 0 {
        return (
          "the absolute tolerance of \(names[index]) is \(atol.brief)",
          "use 0 or more, such as 1e-12"
        )
      }
      if atol == 0, state[index] == 0 {
        return (
          "\(names[index]) starts at 0 with absolute tolerance 0",
          "give it the size below which it does not matter"
        )
      }
    }
    return nil
  }

  private var limitProblem: Problem? {
    if let limit = options.maximumSteps, limit < 1 {
      return ("a budget of \(limit) steps", "allow at least 1")
    }
    if let limit = options.maximumSeconds, !(limit > 0) {
      return ("a budget of \(limit.brief) seconds", "allow more than 0")
    }
    if options.stopsAtSteadyState, names.count > SteadyStateTest.largestDimension {
      return (
        "a stop at rest for \(names.count) variables",
        "it is looked for up to \(SteadyStateTest.largestDimension); give an end time instead"
      )
    }
    for (name, step) in [("first", options.firstStep), ("largest", options.largestStep)] {
      if let step, !(step > 0), step.isNaN || name == "largest" {
        return ("the \(name) step is \(step.brief)", "use a number above 0")
      }
    }
    return nil
  }

  private var outputProblem: Problem? {
    switch output {
    case .everyStep: return nil
    case .times(let times):
      let range = min(interval.start, interval.end)...max(interval.start, interval.end)
      let outside = times.filter { !range.contains($0) }
      guard !outside.isEmpty else { return nil }
      let list = outside.prefix(5).map(\.brief).joined(separator: ", ")
      return (
        "output times outside the run: \(list)",
        "they must lie from \(range.lowerBound.brief) to \(range.upperBound.brief)"
      )
    case .points(let count, let spacing):
      if count < 2 { return ("\(count) output points", "ask for 2 or more") }
      if case .logarithmic(let first?) = spacing {
        let length = (interval.end - interval.start).magnitude
        if !(first > 0 && first < length) {
          return ("logarithmic points from \(first.brief)", "begin between 0 and \(length.brief)")
        }
      }
      return nil
    }
  }
}
