package import CKernels

/// A field whose programs run in C for several points at once, with parameters of their own.
package protocol LaneField: VectorField {
  /// The programs, or nil if the field has none of this kind.
  func makeLanePrograms() -> (any LanePrograms)?
}

/// Programs over lanes. They hold no work slots and may be shared between threads.
package protocol LanePrograms: AnyObject, Sendable {
  /// F.
  @unsafe var rate: UnsafePointer<fs_lane_program> { get }
  /// F, then ∂F/∂y by columns, then ∂F/∂t if ``dependsOnTime``.
  @unsafe var linearisation: UnsafePointer<fs_lane_program> { get }
  /// Whether F depends on t.
  var dependsOnTime: Bool { get }
  /// Names of the parameters, in the order of a point's values.
  var parameterNames: [String] { get }
}
