/// The gnuplot script and the data of a heat map.
struct HeatMapScript {
  /// The text of NAME.gp.
  private(set) var script = ""
  /// The text of NAME.dat.
  private(set) var data = ""
  /// What to tell the reader of the figure.
  let notes: [String]

  init(_ map: HeatMap, named name: String, formats: [PictureFormat]) {
    let cells = HeatMapCells(map)
    notes = cells.notes + (cells.filled.isEmpty ? ["no data"] : [])
    script = ColorFrame.head(
      name, formats, title: map.title, size: map.size, x: cells.x, y: cells.y, value: cells.value,
      hasKey: !cells.missing.isEmpty)
    line("set style fill solid noborder")
    writePlot(cells, name, map.missing)
    script += GnuplotFrame.tail
    data = "# Data of \(name).gp: x y and the cell's borders xlow xhigh ylow yhigh, value.\n"
    write("colours", cells.filled)
    data += "\n"
    write("grey: \(GnuplotText.clean(map.missing))", cells.missing)
  }

  private mutating func line(_ text: String) { script += text + "\n" }

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
