/// The rectangles of a heat map, on axes that end where the cells do.
struct HeatMapCells: Sendable {
  /// A rectangle with its centre and colour.
  struct Cell: Sendable {
    let x: (center: Double, low: Double, high: Double)
    let y: (center: Double, low: Double, high: Double)
    let value: Double
  }

  let x: ResolvedAxis
  let y: ResolvedAxis
  let value: ResolvedAxis
  private(set) var filled: [Cell] = []
  private(set) var missing: [Cell] = []
  private(set) var notes: [String] = []

  /// The most cells along an axis; a picture of 800 pixels shows no more.
  static let most = 250

  init(_ map: HeatMap) {
    let columns = Self.thinned(min(map.columns.count, map.values.map(\.count).min() ?? 0))
    let rows = Self.thinned(min(map.rows.count, map.values.count))
    if columns.step > 1 || rows.step > 1 {
      notes.append(
        "every \(columns.step). value across and every \(rows.step). value up is shown; the table "
          + "has them all")
    }
    let across = Self.edges(columns.places.map { map.columns[$0] }, on: map.x)
    let up = Self.edges(rows.places.map { map.rows[$0] }, on: map.y)
    x = Self.axis(map.x, across)
    y = Self.axis(map.y, up)
    let values = rows.places.map { row in columns.places.map { map.values[row][$0] } }
    value = ResolvedAxis(map.value, tightlyAround: values.joined())
    func isShown(_ row: Int, _ column: Int) -> Bool {
      row < values.count && column < values[row].count && map.value.places(values[row][column])
    }
    for (row, line) in values.enumerated() where across.count == line.count {
      for (column, number) in line.enumerated() {
        // A little over the neighbours that are drawn later, so that no seams show.
        var (cellX, cellY) = (across[column], up[row])
        if isShown(row, column), isShown(row, column + 1) {
          cellX.high = Self.between(cellX.high, across[column + 1].center, on: map.x)
        }
        if isShown(row, column), isShown(row + 1, column) {
          cellY.high = Self.between(cellY.high, up[row + 1].center, on: map.y)
        }
        let cell = Cell(x: cellX, y: cellY, value: number)
        if isShown(row, column) { filled.append(cell) } else { missing.append(cell) }
      }
    }
  }

  private static func thinned(_ count: Int) -> (places: [Int], step: Int) {
    let step = max((count + most - 1) / most, 1)
    return (Array(stride(from: 0, to: count, by: step)), step)
  }

  private typealias Edges = [(center: Double, low: Double, high: Double)]

  /// Each position with the borders to its neighbours, halfway on the axis.
  private static func edges(_ positions: [Double], on axis: Figure.Axis) -> Edges {
    guard positions.count > 1 else {
      return positions.map { position in
        axis.scale == .logarithmic
          ? (position, position / 2, position * 2) : (position, position - 0.5, position + 0.5)
      }
    }
    let inner = zip(positions, positions.dropFirst()).map { between($0, $1, on: axis) }
    let first = beyond(positions[0], inner[0], on: axis)
    let last = beyond(positions[positions.count - 1], inner[inner.count - 1], on: axis)
    let borders = [first] + inner + [last]
    return positions.indices.map { (positions[$0], borders[$0], borders[$0 + 1]) }
  }

  private static func between(_ a: Double, _ b: Double, on axis: Figure.Axis) -> Double {
    axis.scale == .logarithmic ? power(10, (decade(a) + decade(b)) / 2) : a + (b - a) / 2
  }

  /// The border's mirror image in the position.
  private static func beyond(_ position: Double, _ border: Double, on axis: Figure.Axis) -> Double {
    axis.scale == .logarithmic ? position * (position / border) : position + (position - border)
  }

  private static func axis(_ axis: Figure.Axis, _ edges: Edges) -> ResolvedAxis {
    var axis = axis
    if let low = edges.first?.low, let high = edges.last?.high, low < high {
      axis.range = low...high
    }
    return ResolvedAxis(axis, values: [])
  }
}

extension ResolvedAxis {
  /// An axis that ends where the values do; where they are all alike, with room around.
  init(_ axis: Figure.Axis, tightlyAround values: some Sequence<Double>) {
    var axis = axis
    let shown = values.filter { axis.places($0) }
    if axis.range == nil, let low = shown.min(), let high = shown.max(), low < high {
      axis.range = low...high
    }
    self.init(axis, values: shown)
  }
}
