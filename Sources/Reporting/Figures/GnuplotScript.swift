/// The gnuplot script and the data of a drawing.
struct GnuplotScript {
  /// The text of NAME.gp.
  private(set) var script = ""
  /// The text of NAME.dat.
  private(set) var data = ""
  /// What to tell the reader of the figure.
  let notes: [String]

  private let name: String
  private let grid: FigureGrid
  private let plans: [PanelPlan]
  private var blocks = 0

  init(_ drawing: some Drawing, named name: String, formats: [PictureFormat]) {
    self.name = name
    grid = drawing.grid
    let panels = grid.panels.isEmpty ? [Figure(x: .init(""), y: .init(""))] : grid.panels
    plans = panels.map(PanelPlan.init)
    notes = plans.flatMap(\.notes)
    data = "# Data of \(name).gp, a block for each layer; index N is the N-th block from 0.\n"
    script = GnuplotFrame.head(name, formats)
    script += GnuplotFrame.terminals(name, grid.size, fontSize: fontSize)
    writeLook()
    writeStyles()
    writePanels()
    script += GnuplotFrame.tail
  }

  /// The size of letters in pixels: smaller in small panels.
  private var fontSize: Double { min(max(panelWidth / 40, 9), 15) }
  private var panelWidth: Double { Double(grid.size.width) / Double(grid.columns) }
  private var panelHeight: Double { Double(grid.size.height) / Double(grid.rows) }

  private mutating func line(_ text: String = "") { script += text + "\n" }

  private mutating func writeLook() {
    line("set border 3 lc rgb '\(Palette.darkGrey.rawValue)' lw 1")
    line("set tics nomirror out scale 0.6 textcolor rgb '\(Palette.black.rawValue)'")
    line(
      "if (format ne 'txt') set grid back lt 1 lc rgb '\(Palette.lightGrey.rawValue)' lw 0.7")
    line("set minussign")
    line("set clip two")
    line("set bars 0.6")
    line()
  }

  private mutating func writeStyles() {
    let used = styles
    guard !used.isEmpty else { return }
    line("# Styles, by what they mean.")
    for (index, style) in used.enumerated() {
      line(
        "set style line \(index + 1) lc rgb '\(style.color.rawValue)' lw \(formatted(style.width))"
          + " dt \(style.dash.rawValue) pt \(style.symbol.rawValue)"
          + " ps \(formatted(style.symbolSize))  # \(style.meaning)")
    }
    line()
  }

  /// The styles in use, in order of appearance.
  private var styles: [Figure.Style] {
    var seen: Set<Figure.Style> = []
    return plans.flatMap { $0.items.map(\.layer) + $0.annotations }.map(\.style)
      .filter { seen.insert($0).inserted }
  }

  private mutating func writePanels() {
    let isSingle = plans.count == 1 && grid.rows * grid.columns == 1 && grid.title.isEmpty
    if !isSingle {
      line("set multiplot layout \(grid.rows),\(grid.columns)\(gridTitle)")
      line()
    }
    for (index, plan) in plans.enumerated() {
      if !isSingle { line("# Panel \(index + 1)") }
      write(plan)
      line()
    }
    if !isSingle { line("unset multiplot") }
  }

  private var gridTitle: String {
    guard !grid.title.isEmpty else { return "" }
    let letters = Int(Double(grid.size.width) / (fontSize * 0.68))
    return " title \(GnuplotText.wrapped(grid.title, width: letters)) noenhanced"
  }

  private mutating func write(_ plan: PanelPlan) {
    let letter = fontSize * 0.6
    var panel = PanelScript(
      plan: plan,
      legend: LegendPlan(plan, fontSize: fontSize, width: panelWidth, height: panelHeight),
      styles: styles, dataFile: name + ".dat", firstBlock: blocks,
      letters: (across: Int(panelWidth * 0.8 / letter), up: Int(panelHeight * 0.7 / letter)))
    panel.write()
    script += panel.script
    data += panel.data
    blocks += plan.items.count
  }
}
