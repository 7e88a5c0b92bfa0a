/// Several figures side by side in one picture, filled row by row.
public struct FigureGrid: Sendable {
  /// What the whole shows; may be empty.
  public var title: String
  /// Width and height of the whole in pixels.
  public var size: Figure.Size
  /// The number of columns.
  public var columns: Int
  /// The panels; their own sizes do not count.
  public var panels: [Figure]

  /// A grid of panels; without a size, each is 560 by 440 pixels.
  public init(
    title: String = "", columns: Int, size: Figure.Size? = nil, panels: [Figure]
  ) {
    self.title = title
    self.columns = max(columns, 1)
    self.panels = panels
    let rows = (max(panels.count, 1) + self.columns - 1) / self.columns
    let height = 440 * rows + (title.isEmpty ? 0 : 40)
    self.size = size ?? .init(width: 560 * self.columns, height: height)
  }

  /// The number of rows.
  public var rows: Int { (max(panels.count, 1) + max(columns, 1) - 1) / max(columns, 1) }
}

/// What can be drawn: a figure, or a grid of them.
public protocol Drawing: Sendable {
  /// The panels to draw.
  var grid: FigureGrid { get }
}

extension Figure: Drawing {
  /// This figure alone.
  public var grid: FigureGrid { FigureGrid(columns: 1, size: size, panels: [self]) }
}

extension FigureGrid: Drawing {
  /// This grid.
  public var grid: FigureGrid { self }
}
