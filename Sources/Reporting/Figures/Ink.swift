/// Where a panel has ink, on a coarse raster of the axes: enough to find a free corner.
struct Ink {
  private static let cells = 60
  private var raster = [Bool](repeating: false, count: cells * cells)

  init(_ plan: PanelPlan) {
    for item in plan.items { draw(item, in: plan) }
    for layer in plan.annotations { draw(layer, in: plan) }
  }

  /// Whether any ink lies in a box, given in fractions of the axes.
  func touches(x: ClosedRange<Double>, y: ClosedRange<Double>) -> Bool {
    let columns = Self.cell(x.lowerBound)...Self.cell(x.upperBound)
    let rows = Self.cell(y.lowerBound)...Self.cell(y.upperBound)
    return rows.contains { row in columns.contains { raster[row * Self.cells + $0] } }
  }

  private mutating func draw(_ item: PanelPlan.Item, in plan: PanelPlan) {
    let data = item.data
    var last: (Double, Double)?
    for row in 0..<data.rowCount {
      guard data.isDrawn[row] else {
        last = nil
        continue
      }
      let x = plan.x.fraction(of: data.columns[0][row])
      let y = plan.y.fraction(of: data.columns[1][row])
      switch item.layer.mark {
      case .line, .linePoints: segment(from: last ?? (x, y), to: (x, y))
      case .band: segment(from: (x, y), to: (x, plan.y.fraction(of: data.columns[2][row])))
      case .errorBars:
        let low = plan.y.fraction(of: data.columns[2][row])
        segment(from: (x, low), to: (x, plan.y.fraction(of: data.columns[3][row])))
      case .points, .arrows, .horizontal, .vertical, .label: segment(from: (x, y), to: (x, y))
      }
      last = (x, y)
    }
  }

  private mutating func draw(_ layer: Figure.Layer, in plan: PanelPlan) {
    switch layer.mark {
    case .horizontal(let value):
      let y = plan.y.fraction(of: value)
      segment(from: (0, y), to: (1, y))
    case .vertical(let value):
      let x = plan.x.fraction(of: value)
      segment(from: (x, 0), to: (x, 1))
    case .label(let text, let x, let y):
      let place = (plan.x.fraction(of: x), plan.y.fraction(of: y))
      let reach = Double(text.count) * (place.0 > 0.6 ? -0.013 : 0.013)
      segment(from: place, to: (place.0 + reach, place.1))
    case .line, .points, .linePoints, .band, .errorBars, .arrows: break
    }
  }

  private mutating func segment(from start: (Double, Double), to end: (Double, Double)) {
    let span = max(abs(end.0 - start.0), abs(end.1 - start.1))
    guard span.isFinite else { return }
    let steps = Int(min(span, 4) * Double(Self.cells)) + 1
    for step in 0...steps {
      let part = Double(step) / Double(steps)
      let x = start.0 + (end.0 - start.0) * part
      let y = start.1 + (end.1 - start.1) * part
      guard (0.0...1.0).contains(x), (0.0...1.0).contains(y) else { continue }
      raster[Self.cell(y) * Self.cells + Self.cell(x)] = true
    }
  }

  private static func cell(_ fraction: Double) -> Int {
    Int(max(0, min(fraction, 1)) * Double(cells - 1))
  }
}
