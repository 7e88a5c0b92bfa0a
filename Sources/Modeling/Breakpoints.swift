import NumericKernel
private import RealModule
import Symbolic

/// The instants at which conditions on time alone change.
///
/// Between its own jumps each condition's argument u is affine in t, so that the next instant is
/// t + (level − u)/u′, exact to rounding.
struct Breakpoints: Sendable {
  let conditions: [SwitchingForm.TimeCondition]
  /// u and du/dt of each condition.
  let tape: Tape

  init(_ conditions: [SwitchingForm.TimeCondition], _ system: System) {
    self.conditions = conditions
    let arguments = conditions.map(\.argument)
    tape = system.tape(arguments + arguments.map { $0.derivative(withRespectTo: modelTime) })
  }

  /// The next instant after `time` on the way to `end`, if one comes before it.
  func next(after time: Double, toward end: Double, parameters: [Double]) -> Double? {
    let direction: Double = end > time ? 1 : -1
    let inside = time + direction * Branch.margin(at: time)
    let nothing = [Double](repeating: 0, count: tape.inputs.count)
    let values = TapeEvaluator(tape, parameters: parameters).values(nothing, time: inside)
    var nearest = end
    for (index, condition) in conditions.enumerated() {
      let (u, slope) = (values[index], values[conditions.count + index] * direction)
      guard u.isFinite, slope.isFinite, slope != 0,
        let level = condition.levels.next(after: u, rising: slope > 0)
      else { continue }
      let instant = inside + direction * (level - u) / slope
      // An inner condition that changes before makes u another function: it is looked at then.
      if (nearest - instant) * direction > 0 { nearest = instant }
    }
    let instant = Breakpoints.roundedDecimal(nearest)
    return (end - instant) * direction > Branch.margin(at: end) ? instant : nil
  }

  /// The decimal number of few digits that a model means, if it is within rounding.
  private static func roundedDecimal(_ time: Double) -> Double {
    guard time != 0, time.isFinite else { return time }
    let leading = Int(Double.log10(time.magnitude).rounded(.down))
    for digits in 1...13 {
      let power = digits - 1 - leading
      guard power.magnitude <= 22 else { continue }
      let scale = Double.pow(10, Int(power.magnitude))
      let decimal = power >= 0 ? (time * scale).rounded() / scale : (time / scale).rounded() * scale
      if abs(decimal - time) <= Branch.margin(at: time) / 4 { return decimal }
    }
    return time
  }
}

extension SwitchingForm.Levels {
  /// The level that u meets next, rising or falling.
  fileprivate func next(after u: Double, rising: Bool) -> Double? {
    switch self {
    case .zero: (rising ? u < 0 : u > 0) ? 0 : nil
    case .integers: rising ? u.rounded(.down) + 1 : u.rounded(.up) - 1
    case .knots(let knots):
      rising ? knots.first { $0 > u } : knots.last { $0 < u }
    }
  }
}
