/// A figure on disk.
public struct DrawnFigure: Sendable {
  /// The name its files share.
  public let name: String
  /// The path of the gnuplot script.
  public let script: String
  /// The path of the data.
  public let data: String
  /// The paths of the pictures.
  public internal(set) var pictures: [PictureFormat: String]
  /// What a reader must know: points left out, layers without data.
  public let notes: [String]
}
