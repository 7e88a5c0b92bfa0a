/// The gnuplot script and the data of a heat map.
struct HeatMapScript {
  /// The text of NAME.gp.
  private(set) var script = ""
  /// The text of NAME.dat.
  private(set) var data = ""
  /// What to tell the reader of the figure.
  let notes: [String]

  /// Ten colours of viridis, evenly spaced; gnuplot blends between them.
  static let palette = [
    "#440154", "#482878", "#3E4989", "#31688E", "#26828E", "#1F9E89", "#35B779", "#6ECE58",
    "#B5DE2B", "#FDE725",
  ]

  init(_ map: HeatMap, named name: String, formats: [PictureFormat]) {
    let cells = HeatMapCells(map)
    notes = cells.notes + (cells.filled.isEmpty ? ["no data"] : [])
    let fontSize = min(max(Double(map.size.width) / 40, 9), 15)
    let letters = (
      across: Int(Double(map.size.width) * 0.7 / (fontSize * 0.6)),
      up: Int(Double(map.size.height) * 0.7 / (fontSize * 0.6))
    )
    script = GnuplotFrame.head(name, formats)
    script += GnuplotFrame.terminals(name, map.size, fontSize: fontSize)
    let colors = Self.palette.enumerated().map { "\($0) '\($1)'" }.joined(separator: ", ")
    line("set title \(GnuplotText.wrapped(map.title, width: letters.across)) noenhanced")
    line("set border 15 lc rgb '\(Palette.darkGrey.rawValue)' lw 1 front")
    line("set tics nomirror out scale 0.6 textcolor rgb '\(Palette.black.rawValue)'")
    line("set minussign")
    line("set palette defined (\(colors))")
    script += cells.x.script(letter: "x", room: letters.across)
    script += cells.y.script(letter: "y", room: letters.up)
    script += cells.value.script(letter: "cb", room: letters.up)
    line("set style fill solid noborder")
    writeKey(cells, map.missing)
    writePlot(cells, name, map.missing)
    script += GnuplotFrame.tail
    data = "# Data of \(name).gp: x y and the cell's borders xlow xhigh ylow yhigh, value.\n"
    write("colours", cells.filled)
    data += "\n"
    write("grey: \(GnuplotText.clean(map.missing))", cells.missing)
  }

  private mutating func line(_ text: String) { script += text + "\n" }

  private mutating func writeKey(_ cells: HeatMapCells, _ missing: String) {
    guard !cells.missing.isEmpty else { return line("unset key") }
    line("set key outside below center horizontal Left reverse noenhanced height 1 samplen 1.5")
  }

  private mutating func writePlot(_ cells: HeatMapCells, _ name: String, _ missing: String) {
    var clauses: [String] = []
    let box = "using 1:2:3:4:5:6"
    if !cells.filled.isEmpty {
      clauses.append("'\(name).dat' index 0 \(box):7 with boxxyerror fc palette notitle")
    }
    // Grey last: colours reach a little over their borders.
    if !cells.missing.isEmpty {
      clauses.append(
        "'\(name).dat' index 1 \(box) with boxxyerror fc rgb '\(Palette.missing.rawValue)' notitle")
      clauses.append(
        "keyentry with boxes fc rgb '\(Palette.missing.rawValue)' title \(GnuplotText.quoted(missing))"
      )
    }
    if clauses.isEmpty { clauses.append("NaN notitle") }
    line("plot " + clauses.joined(separator: ", \\\n  "))
  }

  private mutating func write(_ title: String, _ cells: [HeatMapCells.Cell]) {
    data += "\n# \(title)\n"
    for cell in cells {
      let numbers = [
        cell.x.center, cell.y.center, cell.x.low, cell.x.high, cell.y.low, cell.y.high, cell.value,
      ]
      data += numbers.map(spelled).joined(separator: " ") + "\n"
    }
    // A block without rows would not count as one.
    if cells.isEmpty { data += "NaN NaN NaN NaN NaN NaN NaN\n" }
  }
}
