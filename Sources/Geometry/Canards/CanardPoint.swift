public import Modeling
import NumericKernel
import Symbolic

/// A canard point of a planar system: a fold of the critical manifold at which the slow flow
/// vanishes, f = f_x = g = 0 at ε = 0, found by varying one parameter.
public struct CanardPoint: Sendable {
  /// The system.
  public let system: System
  /// The name of the parameter.
  public let parameter: String
  /// x at the fold.
  public let fast: Double
  /// y at the fold.
  public let slow: Double
  /// The parameter's value: the singular Hopf and canard value at ε = 0.
  public let value: Double

  let form: StandardForm
  let symbol: Symbol

  /// Finds the canard point near a state.
  ///
  /// - Parameters:
  ///   - system: one fast and one slow variable.
  ///   - parameter: its name; its current value is the guess.
  ///   - state: a guess of (x, y), as a fold that `manifold` found.
  /// - Throws: ``GeometryError`` if the system is not planar, or there is no such point.
  ///
  /// Newton's method on f = f_x = g = 0 in (x, y, parameter), to rounding.
  public init(of system: System, parameter: String, near state: (fast: Double, slow: Double))
    throws(GeometryError)
  {
    let form = try StandardForm(system)
    guard form.n == 1, form.m == 1 else {
      throw GeometryError(
        problem: "\(system.name) has \(form.n) fast and \(form.m) slow variables",
        advice: "canard values are for one of each; with two slow variables canards pass folded "
          + "singularities at an open set of parameters")
    }
    let index: Int
    do { index = try system.parameterIndex(named: parameter) } catch {
      throw GeometryError(problem: "\(error)", advice: "")
    }
    let info = system.parameters[index]
    if info.isSmall {
      throw GeometryError(
        problem: "\(info.name) is the small parameter", advice: "name another parameter to vary")
    }
    self.system = system
    self.parameter = info.name
    self.form = form
    symbol = info.symbol
    let limit = (form.f + form.g).substituting([form.ε: 0])
    let slope = limit[0].derivative(withRespectTo: form.fast[0])
    let layer = try LayerProblem(system)
    let newton = try NewtonSystem(
      [limit[0], slope, limit[1]], unknowns: form.fast + form.slow + [symbol], of: layer)
    guard
      let z = newton.solve(from: [state.fast, state.slow, system.parameterValues[index]]),
      newton.residual(z) < 1e-9 * (1 + z.map(\.magnitude).reduce(0, max))
    else {
      throw GeometryError(
        problem: "no value of \(info.name) puts a rest point on the fold near "
          + SlowManifoldSeries.place(
            form.fastNames + form.slowNames, [state.fast, state.slow]),
        advice: "choose a parameter that moves the rest point, or another fold")
    }
    (fast, slow, value) = (z[0], z[1], z[2])
  }

  /// Constants of the model other than ε and the parameter varied.
  var constants: [Symbol: Double] { form.constants.filter { $0.key != symbol } }
}
