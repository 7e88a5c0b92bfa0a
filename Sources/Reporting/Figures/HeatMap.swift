/// A number over two parameters: a colour for each pair of their values.
///
/// ```swift
/// let map = HeatMap(
///   title: "Final alignment", x: .init("c[2]"), y: .init("a(0)"), value: .init("s"),
///   columns: c2, rows: a0, values: s)   // s[row][column]
/// try Gnuplot().draw(map, named: "heat-map-s", in: folder)
/// ```
///
/// Colours are those of viridis, which keep their order for colour-blind readers and in a grey
/// print (van der Walt and Smith, <https://bids.github.io/colormap/>). A value that is not finite, or
/// not positive on a logarithmic scale, leaves its cell grey.
public struct HeatMap: Sendable {
  /// What the figure shows; may be empty.
  public var title: String
  /// Width and height in pixels.
  public var size: Figure.Size
  /// The horizontal axis; its range is that of the cells.
  public var x: Figure.Axis
  /// The vertical axis; likewise.
  public var y: Figure.Axis
  /// What the colours mean; without a range they span the values.
  public var value: Figure.Axis
  /// Positions along x, ascending.
  public var columns: [Double]
  /// Positions along y, ascending.
  public var rows: [Double]
  /// A list for each row, a value for each column.
  public var values: [[Double]]
  /// What a grey cell means.
  public var missing: String

  /// A heat map.
  public init(
    title: String = "", size: Figure.Size = .init(width: 800, height: 560), x: Figure.Axis,
    y: Figure.Axis, value: Figure.Axis, columns: [Double], rows: [Double], values: [[Double]],
    missing: String = "no value"
  ) {
    self.title = title
    self.size = size
    self.x = x
    self.y = y
    self.value = value
    self.columns = columns
    self.rows = rows
    self.values = values
    self.missing = missing
  }
}

extension Gnuplot {
  /// Writes NAME.gp and NAME.dat into the folder and runs gnuplot there, as for other figures.
  @discardableResult
  public func draw(_ map: HeatMap, named name: String, in folder: OutputDirectory)
    throws(ReportingError) -> DrawnFigure
  {
    try draw(
      script: { name in
        let text = HeatMapScript(map, named: name, formats: formats)
        return (text.script, text.data, text.notes)
      }, named: name, in: folder)
  }
}
