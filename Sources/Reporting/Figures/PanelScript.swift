/// The part of a script that draws one panel, and its data blocks.
struct PanelScript {
  private(set) var script = ""
  private(set) var data = ""

  let plan: PanelPlan
  let legend: LegendPlan
  let styles: [Figure.Style]
  let dataFile: String
  let firstBlock: Int
  /// How many letters fit along the axes.
  let letters: (across: Int, up: Int)

  init(
    plan: PanelPlan, legend: LegendPlan, styles: [Figure.Style], dataFile: String, firstBlock: Int,
    letters: (across: Int, up: Int)
  ) {
    self.plan = plan
    self.legend = legend
    self.styles = styles
    self.dataFile = dataFile
    self.firstBlock = firstBlock
    self.letters = letters
  }

  /// Writes everything.
  mutating func write() {
    line("unset label")
    line("unset arrow")
    line("set title \(GnuplotText.wrapped(plan.figure.title, width: letters.across)) noenhanced")
    // A legend on the right takes about half the width.
    let across = legend.place == .right ? letters.across / 2 : letters.across
    script += plan.x.script(letter: "x", room: across)
    script += plan.y.script(letter: "y", room: letters.up)
    writeLegend()
    plan.annotations.forEach { annotate($0) }
    if plan.isEmpty {
      line(
        "set label 'no data' at graph 0.5,0.5 center front tc rgb "
          + "'\(Palette.darkGrey.rawValue)'")
    }
    writePlot()
  }

  private mutating func line(_ text: String) { script += text + "\n" }

  private mutating func writeLegend() {
    let place: String? =
      switch legend.place {
      case .hidden: nil
      case .below: "outside below center horizontal"
      case .right: "outside right top vertical"
      case .corner(let corner): "inside \(corner.rawValue) vertical"
      case .automatic: "inside top right vertical"
      }
    guard let place else { return line("unset key") }
    // Keeps a legend below the axes clear of their name.
    let gap = legend.place == .below ? " height 1" : ""
    line("set key \(place) Left reverse noenhanced noopaque nobox samplen 2.5 spacing 1.15\(gap)")
  }

  private mutating func annotate(_ layer: Figure.Layer) {
    let style = number(of: layer.style)
    switch layer.mark {
    case .horizontal(let y):
      line("set arrow from graph 0,first \(y) to graph 1,first \(y) nohead back ls \(style)")
    case .vertical(let x):
      line("set arrow from first \(x),graph 0 to first \(x),graph 1 nohead back ls \(style)")
    case .label(let text, let x, let y):
      let isRight = plan.x.fraction(of: x) > 0.6
      let isTop = plan.y.fraction(of: y) > 0.9
      line(
        "set label \(GnuplotText.quoted(text)) at first \(x),first \(y) "
          + (isRight ? "right" : "left") + " offset char \(isRight ? -0.8 : 0.8),"
          + "\(isTop ? -0.6 : 0.5) front noenhanced tc rgb '\(Palette.black.rawValue)'")
    case .line, .points, .linePoints, .band, .errorBars, .arrows: break
    }
  }

  private mutating func writePlot() {
    var clauses: [String] = []
    for (index, item) in plan.items.enumerated() {
      let block = firstBlock + index
      clauses.append(
        "'\(dataFile)' index \(block) \(drawing(item)) \(title(index, name: item.layer.name))")
      write(item, block: block)
    }
    for (offset, layer) in plan.annotations.enumerated() {
      let index = plan.items.count + offset
      guard legend.place != .hidden, legend.entries.contains(index) else { continue }
      clauses.append(
        "keyentry with lines ls \(number(of: layer.style)) \(title(index, name: layer.name))")
    }
    // Something must be plotted for the axes to appear.
    if plan.items.isEmpty { clauses.insert("NaN notitle", at: 0) }
    line("plot " + clauses.joined(separator: ", \\\n  "))
  }

  private func title(_ index: Int, name: String?) -> String {
    guard legend.entries.contains(index), let name else { return "notitle" }
    return "title \(GnuplotText.quoted(name))"
  }

  private func drawing(_ item: PanelPlan.Item) -> String {
    let style = number(of: item.layer.style)
    switch item.layer.mark {
    case .line: return "using 1:2 with lines ls \(style)"
    case .points: return "using 1:2 with points ls \(style)"
    case .linePoints:
      let interval = max(item.data.rowCount / 15, 1)
      return "using 1:2 with linespoints ls \(style) pi \(interval)"
    case .band:
      return "using 1:2:3 with filledcurves fc ls \(style) fs transparent solid 0.25 noborder"
    case .errorBars: return "using 1:2:3:4 with yerrorbars ls \(style)"
    case .arrows:
      return "using 1:2:3:4 with vectors ls \(style) head filled size graph 0.014,22"
    case .horizontal, .vertical, .label: return ""
    }
  }

  private func number(of style: Figure.Style) -> Int {
    (styles.firstIndex(of: style) ?? 0) + 1
  }

  /// A block of numbers; a row with no place becomes a gap and keeps its numbers in a comment.
  private mutating func write(_ item: PanelPlan.Item, block: Int) {
    let columns = item.data.columns
    let name = GnuplotText.clean(item.layer.name ?? item.layer.style.meaning)
    data += block == 0 ? "\n" : "\n\n"
    data += "# index \(block): \(name)\n# \(item.data.names.joined(separator: " "))\n"
    let gap = columns.map { _ in "NaN" }.joined(separator: " ")
    for row in 0..<item.data.rowCount {
      let numbers = columns.map { spelled($0[row]) }.joined(separator: " ")
      data += item.data.isDrawn[row] ? numbers + "\n" : gap + "  # not drawn: \(numbers)\n"
    }
  }
}
