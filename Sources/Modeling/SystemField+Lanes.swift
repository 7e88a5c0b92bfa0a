import CKernels
package import NumericKernel
import Symbolic

extension SystemField: LaneField {
  /// The rate and its linearisation as programs over lanes; nil for a system with populations, or
  /// with jumps, where each trajectory would stop at its own times.
  package func makeLanePrograms() -> (any LanePrograms)? {
    system.populations.isEmpty && !isPiecewise ? SystemLanes(self) : nil
  }
}

/// The programs of a system, with its parameters left open.
private final class SystemLanes: LanePrograms {
  let dependsOnTime: Bool
  let parameterNames: [String]
  private let rateProgram: LaneProgram
  private let linearisationProgram: LaneProgram

  init(_ field: SystemField) {
    dependsOnTime = !field.system.isAutonomous
    parameterNames = field.system.parameters.map(\.name)
    rateProgram = LaneProgram(field.rateTape(.whole))
    linearisationProgram = LaneProgram(field.linearisationTape(.whole))
  }

  var rate: UnsafePointer<fs_lane_program> { unsafe rateProgram.pointer }
  var linearisation: UnsafePointer<fs_lane_program> { unsafe linearisationProgram.pointer }
}
