public import ArgumentParser
public import FastSlow

extension TimeUnit: ExpressibleByArgument {}
extension IntegrationOptions.Method: ExpressibleByArgument {}
extension LinearSolver: ExpressibleByArgument {}

/// How to integrate.
struct SolverOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: .init(
      "auto changes on the way between erk (not stiff) and a stiff method: radau, rosenbrock for few "
        + "variables, bdf for many; adams is not stiff; imex, mri split by scales."))
  var method = IntegrationOptions.Method.auto

  @Option(
    parsing: .unconditional,
    help: .init("The step of the slow part in the method mri.", valueName: "h"))
  var slowStep: Double?

  @Option(parsing: .unconditional, help: "Relative tolerance, from 1e-13 to 0.1.")
  var rtol = 1e-8

  @Option(
    name: .customLong("atol"), parsing: .unconditionalSingleValue,
    help: .init(
      "Absolute tolerance, for all variables or one; the default follows each variable's size.",
      valueName: "value | name=value"), transform: ToleranceArgument.init(parsing:))
  var atol: [ToleranceArgument] = []

  @Option(
    parsing: .unconditional,
    help: "What solves Newton's matrix; the default follows from the Jacobian's structure.")
  var linearSolver: LinearSolver?

  @Option(parsing: .unconditional, help: .init("The most steps to take.", valueName: "n"))
  var maxSteps: Int?

  /// The options for a system; a tolerance's Greek letter also answers to its spelt name.
  func integrationOptions(for system: System) throws(CommandFailure) -> IntegrationOptions {
    if slowStep != nil, method != .mri {
      throw .badRequest("--slow-step is for the method mri; add --method mri, or leave it out")
    }
    var tolerance = AbsoluteTolerance()
    for item in atol {
      guard let name = item.name else {
        tolerance.common = item.value
        continue
      }
      let index = try requiring { try system.variableIndex(named: name) }
      tolerance.exceptions[system.variables[index].name] = item.value
    }
    var options = IntegrationOptions(
      method: method, relativeTolerance: rtol, absoluteTolerance: tolerance)
    options.maximumSteps = maxSteps
    options.slowStep = slowStep
    return options
  }
}
