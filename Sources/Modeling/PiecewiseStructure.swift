import Symbolic

/// Where the rates of a system jump, in one of its times.
struct PiecewiseStructure: Sendable {
  let form: SwitchingForm
  /// nil if no condition depends on time alone.
  let breakpoints: Breakpoints?

  init(_ system: System, _ unit: TimeUnit) {
    // Members would switch one by one: in a population jumps are left to error control.
    form = SwitchingForm(
      system.rates(in: unit), states: Set(system.variables.map(\.symbol)),
      withSurfaces: system.populations.isEmpty)
    breakpoints = form.timeConditions.isEmpty ? nil : Breakpoints(form.timeConditions, system)
  }

  var modes: [Symbol] { form.surfaces.map(\.mode) }

  /// h, then for each surface its gradient in the state, then its derivative in time.
  func surfaceOutputs(_ states: [Symbol]) -> [Expression] {
    let slopes = form.surfaces.flatMap { surface in
      let gradient = surface.h.gradient(withRespectTo: Set(states + [modelTime]))
      return (states + [modelTime]).map { gradient[$0] ?? 0 }
    }
    return form.surfaces.map(\.h) + slopes
  }

  /// The rates while the solution slides along a surface (Filippov 1988, §4): with F⁻, F⁺ the
  /// branches and n± = ∇h·F± + ∂h/∂t, F = (n⁻ F⁺ − n⁺ F⁻)/(n⁻ − n⁺).
  func slidingRates(along index: Int, states: [Symbol]) -> [Expression] {
    let surface = form.surfaces[index]
    let below = form.rates.substituting([surface.mode: 0])
    let above = form.rates.substituting([surface.mode: 1])
    let gradient = surface.h.gradient(withRespectTo: Set(states + [modelTime]))
    let normal = { (rates: [Expression]) in
      zip(states, rates).map { (gradient[$0] ?? 0) * $1 }.sum() + (gradient[modelTime] ?? 0)
    }
    let (nBelow, nAbove) = (normal(below), normal(above))
    return zip(below, above).map { (nBelow * $1 - nAbove * $0) / (nBelow - nAbove) }
  }
}

extension System {
  func piecewiseStructure(in unit: TimeUnit) -> PiecewiseStructure {
    tapes.structure(in: unit) { PiecewiseStructure(self, unit) }
  }

  /// The Jacobian of some rates by columns.
  func jacobian(of rates: [Expression]) -> [Expression] {
    let symbols = variables.map(\.symbol)
    let gradients = rates.map { $0.gradient(withRespectTo: Set(symbols)) }
    return symbols.flatMap { symbol in gradients.map { $0[symbol] ?? 0 } }
  }

  /// A tape over the state and time, with modes as further parameters.
  func tape(_ outputs: [Expression], modes: [Symbol]) -> Tape {
    do {
      return try Tape(
        outputs, inputs: variables.map(\.symbol), time: modelTime,
        parameters: parameters.map(\.symbol) + modes)
    } catch {
      preconditionFailure("an expression of \(name) has symbols of another model")
    }
  }
}
