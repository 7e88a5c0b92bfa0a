/// A number at scattered places: a coloured point for each.
///
/// Colours are those of ``HeatMap``; a value that is not finite, or not positive on a logarithmic
/// scale, leaves its point grey.
public struct PointMap: Sendable {
  /// What the figure shows; may be empty.
  public var title: String
  /// Width and height in pixels.
  public var size: Figure.Size
  /// The horizontal axis.
  public var x: Figure.Axis
  /// The vertical axis.
  public var y: Figure.Axis
  /// What the colours mean; without a range they span the values.
  public var value: Figure.Axis
  /// Where each point lies, and its value.
  public var points: [(x: Double, y: Double, value: Double)]
  /// What a grey point means.
  public var missing: String

  /// Coloured points.
  public init(
    title: String = "", size: Figure.Size = .init(width: 800, height: 560), x: Figure.Axis,
    y: Figure.Axis, value: Figure.Axis, points: [(x: Double, y: Double, value: Double)],
    missing: String = "no value"
  ) {
    self.title = title
    self.size = size
    self.x = x
    self.y = y
    self.value = value
    self.points = points
    self.missing = missing
  }
}

extension Gnuplot {
  /// Writes NAME.gp and NAME.dat into the folder and runs gnuplot there, as for other figures.
  @discardableResult
  public func draw(_ map: PointMap, named name: String, in folder: OutputDirectory)
    throws(ReportingError) -> DrawnFigure
  {
    try draw(
      script: { name in
        let text = PointMapScript(map, named: name, formats: formats)
        return (text.script, text.data, text.notes)
      }, named: name, in: folder)
  }
}
