/// A surface in space, with curves and points on it.
///
/// Triangles of one patch share a colour and are drawn see-through, those farther away
/// first; curves and points lie over them.
public struct SurfaceFigure: Sendable {
  /// A point in space.
  public typealias Place = (x: Double, y: Double, z: Double)

  /// Triangles of one meaning.
  public struct Patch: Sendable {
    /// The entry in the legend.
    public var name: String
    /// Its colour's meaning.
    public var style: Figure.Style
    /// Three corners each.
    public var triangles: [[Place]]

    /// A patch of triangles.
    public init(_ name: String, triangles: [[Place]], style: Figure.Style) {
      self.name = name
      self.style = style
      self.triangles = triangles
    }
  }

  /// A curve, or points, on the surface.
  public struct Trace: Sendable {
    /// The entry in the legend; nil for none.
    public var name: String?
    /// How it looks.
    public var style: Figure.Style
    /// Its points.
    public var places: [Place]
    /// Whether the points are joined.
    public var isJoined: Bool

    /// A curve through points, or the points alone.
    public init(_ name: String?, places: [Place], style: Figure.Style, isJoined: Bool = true) {
      self.name = name
      self.style = style
      self.places = places
      self.isJoined = isJoined
    }
  }

  /// What the figure shows; may be empty.
  public var title: String
  /// Width and height in pixels.
  public var size: Figure.Size
  /// Names of the axes.
  public var axes: (x: String, y: String, z: String)
  /// From where it is seen: degrees from above, degrees around.
  public var view: (tilt: Double, turn: Double)
  /// The surface.
  public var patches: [Patch]
  /// What lies on it.
  public var traces: [Trace]

  /// A surface seen from a little above.
  public init(
    title: String = "", size: Figure.Size = .init(width: 900, height: 680),
    axes: (x: String, y: String, z: String), view: (tilt: Double, turn: Double) = (62, 35),
    patches: [Patch], traces: [Trace] = []
  ) {
    self.title = title
    self.size = size
    self.axes = axes
    self.view = view
    self.patches = patches
    self.traces = traces
  }
}

extension Figure.Style {
  /// An attracting sheet of a surface.
  public static let attractingSheet = Figure.Style("attracting", .skyBlue)
  /// A sheet of saddle type.
  public static let saddleSheet = Figure.Style("saddle", .lightGrey)
  /// A repelling sheet.
  public static let repellingSheet = Figure.Style("repelling", .orange)
}

extension Gnuplot {
  /// Writes NAME.gp and NAME.dat into the folder and runs gnuplot there, as for other figures.
  @discardableResult
  public func draw(
    _ surface: SurfaceFigure, named name: String, in folder: OutputDirectory
  ) throws(ReportingError) -> DrawnFigure {
    try draw(
      script: { name in
        let text = SurfaceScript(surface, named: name, formats: formats)
        return (text.script, text.data, [])
      }, named: name, in: folder)
  }
}
