package import NumericKernel
import Symbolic

extension SystemField: PiecewiseField {
  private var structure: PiecewiseStructure { system.piecewiseStructure(in: unit) }

  package var isPiecewise: Bool {
    !structure.form.surfaces.isEmpty || structure.breakpoints != nil
  }

  package var surfaceNames: [String] {
    structure.form.surfaces.map { $0.h.formatted(.text, names: system.symbolNames) }
  }

  package func nextBreakpoint(after time: Double, toward end: Double) -> Double? {
    structure.breakpoints?.next(after: time, toward: end, parameters: system.parameterValues)
  }

  package func makeSurfaces() -> any SwitchingSurfaces {
    let tape = system.tapes.tape(for: .surfaces(unit)) {
      let structure = structure
      return system.tape(
        structure.surfaceOutputs(system.variables.map(\.symbol)), modes: structure.modes)
    }
    let count = structure.form.surfaces.count
    return TapeSurfaces(
      TapeEvaluator(
        tape, parameters: system.parameterValues + [Double](repeating: 0, count: count)),
      count: count)
  }

  package func makeEvaluator(on branch: Branch) -> any FieldEvaluator {
    guard system.populations.isEmpty else {
      let evaluator = populationEvaluator()
      evaluator.window = branch.window
      return evaluator
    }
    let (rate, jacobian) = branchTapes(sliding: branch.sliding)
    let modes = branch.sides.map { $0 ? 1.0 : 0 }
    let evaluators = [rate, jacobian].map {
      TapeEvaluator($0, parameters: system.parameterValues + modes)
    }
    for evaluator in evaluators { evaluator.limitTime(to: branch.window) }
    return TapeFieldEvaluator(
      names: variableNames, symbolNames: branchNames, rate: evaluators[0], jacobian: evaluators[1])
  }

  private func branchTapes(sliding: Int?) -> (rate: Tape, jacobian: Tape) {
    let structure = structure
    let rates = { () -> [Expression] in
      guard let sliding else { return structure.form.rates }
      return structure.slidingRates(along: sliding, states: system.variables.map(\.symbol))
    }
    let purposes: (rate: TapeCache.Purpose, jacobian: TapeCache.Purpose) =
      sliding.map { (.slidingRate(unit, $0), .slidingJacobian(unit, $0)) }
      ?? (.branchRate(unit), .branchJacobian(unit))
    return (
      system.tapes.tape(for: purposes.rate) { system.tape(rates(), modes: structure.modes) },
      system.tapes.tape(for: purposes.jacobian) {
        system.tape(system.jacobian(of: rates()), modes: structure.modes)
      }
    )
  }

  /// Modes print as the condition they stand for.
  private var branchNames: [Symbol: String] {
    var names = system.symbolNames
    for (surface, text) in zip(structure.form.surfaces, surfaceNames) {
      names[surface.mode] = "heaviside(\(text))"
    }
    return names
  }
}

/// Runs the tape of the surfaces and their slopes.
private final class TapeSurfaces: SwitchingSurfaces {
  private let evaluator: TapeEvaluator
  private let count: Int

  init(_ evaluator: TapeEvaluator, count: Int) {
    self.evaluator = evaluator
    self.count = count
  }

  private func outputs(_ time: Double, _ state: Span<Double>) -> [Double] {
    evaluator.values(state.indices.map { state[$0] }, time: time)
  }

  func values(at time: Double, state: Span<Double>) -> [Double] {
    Array(outputs(time, state).prefix(count))
  }

  func speed(of surface: Int, at time: Double, state: Span<Double>, rate: [Double]) -> Double {
    let outputs = outputs(time, state)
    let first = count + surface * (rate.count + 1)
    return rate.indices.reduce(outputs[first + rate.count]) { $0 + outputs[first + $1] * rate[$1] }
  }
}
