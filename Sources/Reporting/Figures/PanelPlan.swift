/// A figure made ready to draw: ranges settled, rows chosen, legend placed.
struct PanelPlan: Sendable {
  /// A layer that has numbers to draw.
  struct Item: Sendable {
    var layer: Figure.Layer
    var data: MarkData
  }

  let figure: Figure
  let x: ResolvedAxis
  let y: ResolvedAxis
  /// The layers with data, in drawing order.
  private(set) var items: [Item] = []
  /// Lines across and words.
  private(set) var annotations: [Figure.Layer] = []
  /// What to tell the reader.
  private(set) var notes: [String] = []

  init(_ figure: Figure) {
    self.figure = figure
    let layers = Self.ordered(figure.layers)
    let candidates = layers.compactMap { layer in
      MarkData(layer.mark).map { Item(layer: layer, data: $0) }
    }
    let xs = candidates.flatMap { $0.data.values(.x) } + layers.compactMap(\.mark.x)
    let ys = candidates.flatMap { $0.data.values(.y) } + layers.compactMap(\.mark.y)
    x = ResolvedAxis(figure.x, values: xs)
    y = ResolvedAxis(figure.y, values: ys)
    candidates.forEach { add($0) }
    layers.forEach { annotate($0) }
  }

  /// Whether anything at all can be seen.
  var isEmpty: Bool { items.isEmpty && annotations.isEmpty }

  /// Bands lie under everything else.
  private static func ordered(_ layers: [Figure.Layer]) -> [Figure.Layer] {
    layers.filter(\.mark.isBand) + layers.filter { !$0.mark.isBand }
  }

  private mutating func add(_ candidate: Item) {
    var item = candidate
    if case .arrows(_, _, _, _, let length) = item.layer.mark {
      item.data.scaleArrows(length, x: x, y: y)
    }
    item.data.select(x: figure.x, y: figure.y, mark: item.layer.mark)
    let name = item.layer.name.map { "“\($0)”: " } ?? ""
    notes += item.data.notes.map { name + $0 }
    if item.data.isDrawn.contains(true) {
      items.append(item)
    } else {
      notes.append("\(name)no data")
    }
  }

  private mutating func annotate(_ layer: Figure.Layer) {
    switch layer.mark {
    case .horizontal(let value) where figure.y.places(value): annotations.append(layer)
    case .vertical(let value) where figure.x.places(value): annotations.append(layer)
    case .label(_, let px, let py) where figure.x.places(px) && figure.y.places(py):
      annotations.append(layer)
    case .horizontal, .vertical: notes.append("a line is not shown: it has no place on its axis")
    case .label(let text, _, _): notes.append("“\(text)” is not shown: it has no place on the axes")
    case .line, .points, .linePoints, .band, .errorBars, .arrows: break
    }
  }
}

extension Figure.Mark {
  /// The position of an annotation along x, which the axis should show.
  var x: Double? {
    switch self {
    case .vertical(let x), .label(_, let x, _): x
    case .line, .points, .linePoints, .band, .errorBars, .arrows, .horizontal: nil
    }
  }

  /// The position of an annotation along y, which the axis should show.
  var y: Double? {
    switch self {
    case .horizontal(let y), .label(_, _, let y): y
    case .line, .points, .linePoints, .band, .errorBars, .arrows, .vertical: nil
    }
  }

  var isBand: Bool {
    if case .band = self { true } else { false }
  }
}
