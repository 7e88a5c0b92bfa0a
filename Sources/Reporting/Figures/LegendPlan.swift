/// The legend's entries and where they go.
struct LegendPlan: Sendable {
  /// Layers that have an entry: the first of each name and style.
  let entries: [Int]
  /// Where they go; `.automatic` no more.
  let place: Figure.Legend

  /// Entries are indices into the plan's items, then its annotations.
  init(_ plan: PanelPlan, fontSize: Double, width: Double, height: Double) {
    let layers = plan.items.map(\.layer) + plan.annotations
    var seen: Set<String> = []
    entries = layers.indices.filter { index in
      guard let name = layers[index].name, !name.isEmpty else { return false }
      return seen.insert(layers[index].style.meaning + "\u{0}" + name).inserted
    }
    guard !entries.isEmpty else {
      place = .hidden
      return
    }
    guard plan.figure.legend == .automatic else {
      place = plan.figure.legend
      return
    }
    let longest = entries.compactMap { layers[$0].name?.count }.max() ?? 0
    // A letter is about 0.6 of the font's size wide; the axes take about four fifths of the panel.
    let box = (
      width: (Double(longest) * 0.62 + 6) * fontSize / (0.82 * width),
      height: (Double(entries.count) + 0.8) * 1.5 * fontSize / (0.78 * height)
    )
    let corner = Self.freeCorner(plan, width: box.width, height: box.height)
    place = corner.map { .corner($0) } ?? .below
  }

  private static func freeCorner(
    _ plan: PanelPlan, width: Double, height: Double
  ) -> Figure.Corner? {
    guard width < 0.6, height < 0.6 else { return nil }
    let inked = Ink(plan)
    return Figure.Corner.allCases.first { corner in
      let isRight = corner == .topRight || corner == .bottomRight
      let isTop = corner == .topRight || corner == .topLeft
      return !inked.touches(
        x: isRight ? (1 - width)...1.0 : 0.0...width,
        y: isTop ? (1 - height)...1.0 : 0.0...height)
    }
  }
}
