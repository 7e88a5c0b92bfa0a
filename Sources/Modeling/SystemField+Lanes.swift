import CKernels
package import NumericKernel
import Symbolic

extension SystemField: LaneField {
  /// The rate and its linearisation as programs over lanes; nil for a system with populations.
  package func makeLanePrograms() -> (any LanePrograms)? {
    system.populations.isEmpty ? SystemLanes(system, unit) : nil
  }
}

/// The programs of a system, with its parameters left open.
private final class SystemLanes: LanePrograms {
  let dependsOnTime: Bool
  let parameterNames: [String]
  private let rateProgram: LaneProgram
  private let linearisationProgram: LaneProgram

  init(_ system: System, _ unit: TimeUnit) {
    dependsOnTime = !system.isAutonomous
    parameterNames = system.parameters.map(\.name)
    rateProgram = LaneProgram(
      system.tapes.tape(for: .rate(unit)) { system.tape(system.rates(in: unit)) })
    linearisationProgram = LaneProgram(
      system.tapes.tape(for: .linearisation(unit)) {
        system.tape(system.linearisation(of: system.rates(in: unit)))
      })
  }

  var rate: UnsafePointer<fs_lane_program> { unsafe rateProgram.pointer }
  var linearisation: UnsafePointer<fs_lane_program> { unsafe linearisationProgram.pointer }
}
