/// A passage of a switching surface, where the equations of a model jump.
public struct SwitchRecord: Sendable, Codable {
  /// What the solution did there.
  public enum Kind: String, Sendable, Codable {
    /// It crossed from h < 0 to h > 0.
    case rises
    /// It crossed from h > 0 to h < 0.
    case falls
    /// Both sides lead back: from here it moves along the surface (Filippov).
    case slides
    /// It left the surface for h > 0.
    case leavesAbove = "leaves above"
    /// It left the surface for h < 0.
    case leavesBelow = "leaves below"
  }

  /// h, as the model has it.
  public let surface: String
  /// When.
  public let time: Double
  /// What happened.
  public let kind: Kind
}
