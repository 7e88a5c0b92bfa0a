/// One pair of axes and what is drawn on them.
///
/// ```swift
/// let figure = Figure(
///   title: "Van der Pol", x: .init("y"), y: .init("x"),
///   layers: [
///     .line("attracting", x: y, y: x, style: .attracting),
///     .line("full system", x: ys, y: xs, style: .trajectory),
///   ])
/// try Gnuplot().draw(figure, named: "phase-plane", in: folder)
/// ```
///
/// Every name is shown literally, whatever characters it holds. Rows with a value that is not
/// finite, or not positive on a logarithmic axis, are left out, and the result says how many.
public struct Figure: Sendable {
  /// What the figure shows; may be empty.
  public var title: String
  /// Width and height in pixels.
  public var size: Size
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis.
  public var y: Axis
  /// Where the names of the layers go.
  public var legend: Legend
  /// What is drawn, the first undermost; bands lie under everything.
  public var layers: [Layer]

  /// A figure of the given layers.
  public init(
    title: String = "", size: Size = .init(width: 800, height: 520), x: Axis, y: Axis,
    legend: Legend = .automatic, layers: [Layer] = []
  ) {
    self.title = title
    self.size = size
    self.x = x
    self.y = y
    self.legend = legend
    self.layers = layers
  }

  /// Width and height in pixels.
  public struct Size: Sendable, Equatable {
    /// Width in pixels.
    public var width: Int
    /// Height in pixels.
    public var height: Int

    /// A size, held within what gnuplot can draw (100 to 10,000 pixels a side).
    public init(width: Int, height: Int) {
      self.width = min(max(width, 100), 10_000)
      self.height = min(max(height, 100), 10_000)
    }
  }

  /// Where the names of the layers go.
  public enum Legend: Sendable, Equatable {
    /// In the emptiest corner when it is free of data, otherwise below the axes.
    case automatic
    /// Below the axes.
    case below
    /// To the right of the axes.
    case right
    /// In a corner, over whatever lies there.
    case corner(Corner)
    /// Nowhere.
    case hidden
  }

  /// A corner of the axes.
  public enum Corner: String, Sendable, CaseIterable {
    /// Upper right.
    case topRight = "top right"
    /// Upper left.
    case topLeft = "top left"
    /// Lower right.
    case bottomRight = "bottom right"
    /// Lower left.
    case bottomLeft = "bottom left"
  }
}
