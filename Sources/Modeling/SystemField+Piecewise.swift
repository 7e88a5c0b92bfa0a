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
    let surfaces = zip(structure.form.surfaces, surfaceNames)
    let modes = zip(surfaces, branch.sides).map { surface, side in
      TapeFieldEvaluator.Mode(symbol: surface.0.mode, text: surface.1, value: side ? 1 : 0)
    }
    return evaluator(of: .branch(sliding: branch.sliding), modes: modes, window: branch.window)
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
