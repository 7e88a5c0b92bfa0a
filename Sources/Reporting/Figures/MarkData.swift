/// The numbers of one layer as columns of its data block.
struct MarkData: Sendable {
  /// Which axis a column belongs to; a step belongs to none.
  enum Role: Sendable {
    case x
    case y
    case step
  }

  /// The columns, equally long.
  private(set) var columns: [[Double]] = []
  private(set) var names: [String] = []
  private(set) var roles: [Role] = []
  /// What to tell the reader about these numbers.
  private(set) var notes: [String] = []
  /// Which rows can be drawn.
  private(set) var isDrawn: [Bool] = []

  /// The columns of a mark; nil for marks that are drawn without data.
  init?(_ mark: Figure.Mark) {
    switch mark {
    case .line(let x, let y), .points(let x, let y), .linePoints(let x, let y):
      set([("x", .x, x), ("y", .y, y)])
    case .band(let x, let lower, let upper):
      set([("x", .x, x), ("lower", .y, lower), ("upper", .y, upper)])
    case .errorBars(let x, let y, let error):
      set([
        ("x", .x, x), ("y", .y, y), ("low", .y, zip(y, error).map { $0 - $1 }),
        ("high", .y, zip(y, error).map { $0 + $1 }),
      ])
    case .arrows(let x, let y, let dx, let dy, _):
      set([("x", .x, x), ("y", .y, y), ("dx", .step, dx), ("dy", .step, dy)])
    case .horizontal, .vertical, .label: return nil
    }
  }

  /// The values that the given axis should show.
  func values(_ role: Role) -> [Double] {
    zip(roles, columns).flatMap { $0 == role ? $1 : [] }
  }

  var rowCount: Int { columns.first?.count ?? 0 }

  /// Replaces the steps of arrows.
  mutating func setSteps(dx: [Double], dy: [Double]) {
    columns[2] = dx
    columns[3] = dy
  }

  /// Marks the rows that have a place on both axes, and notes how many have none.
  mutating func select(x: Figure.Axis, y: Figure.Axis, mark: Figure.Mark) {
    if case .errorBars = mark { cutBars(y) }
    var unplaced = 0
    var invalid = 0
    isDrawn = (0..<rowCount).map { row in
      let values = columns.map { $0[row] }
      let isFinite = values.allSatisfy(Figure.Axis.isDrawable)
      let isPlaced = zip(roles, values).allSatisfy { role, value in
        switch role {
        case .x: x.places(value)
        case .y: y.places(value)
        case .step: Figure.Axis.isDrawable(value)
        }
      }
      if isFinite, !isPlaced { unplaced += 1 }
      if !isFinite, !(mark.usesGaps && values.contains(where: \.isNaN)) { invalid += 1 }
      return isPlaced
    }
    if unplaced > 0 {
      notes.append(
        "\(unplaced) of \(rowCount) points are not shown: not positive on a logarithmic axis")
    }
    if invalid > 0 {
      notes.append("\(invalid) of \(rowCount) points are not shown: not finite, or beyond 1e300")
    }
  }

  private mutating func set(_ given: [(name: String, role: Role, values: [Double])]) {
    let lengths = given.map(\.values.count)
    let count = lengths.min() ?? 0
    names = given.map(\.name)
    roles = given.map(\.role)
    columns = given.map { Array($0.values.prefix(count)) }
    if let longest = lengths.max(), longest > count {
      let pairs = zip(names, lengths).map { "\($0) \($1)" }.joined(separator: ", ")
      notes.append("the lengths differ (\(pairs)); the first \(count) are shown")
    }
  }

  /// Ends a bar that reaches to zero or below at its point.
  private mutating func cutBars(_ axis: Figure.Axis) {
    guard axis.scale == .logarithmic else { return }
    var cut = 0
    for row in 0..<rowCount where columns[1][row] > 0 && columns[2][row] <= 0 {
      columns[2][row] = columns[1][row]
      cut += 1
    }
    if cut > 0 { notes.append("\(cut) error bars reach zero or below and lack their lower half") }
  }
}

extension Figure.Mark {
  /// Whether a value that is not a number is meant as a break.
  var usesGaps: Bool {
    switch self {
    case .line, .linePoints, .band: true
    case .points, .errorBars, .arrows, .horizontal, .vertical, .label: false
    }
  }
}
