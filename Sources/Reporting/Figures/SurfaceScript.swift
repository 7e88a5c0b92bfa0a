/// The gnuplot script and the data of a surface.
struct SurfaceScript {
  /// The text of NAME.gp.
  private(set) var script = ""
  /// The text of NAME.dat.
  private(set) var data = ""

  private let name: String
  private let figure: SurfaceFigure
  private var blocks = 0
  private var sheets: [String] = []
  private var overlay: [String] = []
  /// The size of letters in pixels: smaller in small pictures.
  private var fontSize: Double { min(max(Double(figure.size.width) / 40, 9), 15) }
  /// How many letters fit along the picture.
  private var letters: Int { Int(Double(figure.size.width) / (fontSize * 0.6)) }
  /// The height that three lines of a legend take, as a part of the picture's.
  private var legendHeight: Double { 4.6 * fontSize / Double(figure.size.height) }

  init(_ figure: SurfaceFigure, named name: String, formats: [PictureFormat]) {
    self.name = name
    self.figure = figure
    data = "# Data of \(name).gp, a block for each layer; index N is the N-th block from 0.\n"
    script = GnuplotFrame.head(name, formats)
    script += GnuplotFrame.terminals(name, figure.size, fontSize: fontSize)
    writeAxes()
    for patch in figure.patches where !patch.triangles.isEmpty { write(patch) }
    for trace in figure.traces where !trace.places.isEmpty { write(trace) }
    writePlots()
    script += GnuplotFrame.tail
  }

  /// Sorted triangles are drawn last of a plot, so what lies on them is a second plot on top.
  private mutating func writePlots() {
    line("set multiplot")
    line("set origin 0,\(legendHeight / 2)")
    line("set size 1,\(1 - legendHeight / 2)")
    line("unset key")
    line("splot " + list(sheets))
    line(
      "set key at screen 0.5,\(legendHeight) center top vertical maxrows 3 samplen 2 Left reverse noenhanced"
    )
    line("set title ' '")
    line("splot " + list(overlay))
    line("unset multiplot")
  }

  private func list(_ clauses: [String]) -> String {
    clauses.isEmpty ? "NaN notitle" : clauses.joined(separator: ", \\\n  ")
  }

  private mutating func line(_ text: String = "") { script += text + "\n" }

  private mutating func writeAxes() {
    line("set title \(GnuplotText.wrapped(figure.title, width: letters * 4 / 5)) noenhanced")
    line("set xlabel \(GnuplotText.quoted(figure.axes.x)) noenhanced offset 0,-0.5")
    line("set ylabel \(GnuplotText.quoted(figure.axes.y)) noenhanced offset 0,-0.5")
    line("set zlabel \(GnuplotText.quoted(figure.axes.z)) noenhanced rotate by 90 offset 1,0")
    line("set view \(formatted(figure.view.tilt)),\(formatted(figure.view.turn))")
    line("set xyplane relative 0.05")
    line("set border 127 lc rgb '\(Palette.grey.rawValue)' lw 0.7")
    line("set tics nomirror out scale 0.6 textcolor rgb '\(Palette.black.rawValue)'")
    writeRanges()
    line("set minussign")
    line("# Farther triangles first; a thin border shows the mesh.")
    line("set pm3d depthorder border lc rgb '#60FFFFFF' lw 0.2")
    line("set style fill transparent solid 0.75")
    line()
  }

  /// The same for both plots.
  private mutating func writeRanges() {
    let places =
      figure.patches.flatMap { $0.triangles.flatMap { $0 } }
      + figure.traces.flatMap(\.places)
    let columns = [places.map(\.x), places.map(\.y), places.map(\.z)]
    for (letter, values) in zip(["x", "y", "z"], columns) {
      guard let low = values.min(), let high = values.max(), low < high else { continue }
      let margin = 0.02 * (high - low)
      line("set \(letter)range [\(low - margin):\(high + margin)]")
      // Marks of the slanting axes have some two fifths of the width, five letters each.
      guard letter != "z", letters < 70,
        let step = ResolvedAxis.roundStep(high - low, atMost: letters * 2 / 25)
      else { continue }
      line("set \(letter)tics \(step)")
    }
  }

  private mutating func write(_ patch: SurfaceFigure.Patch) {
    let color = patch.style.color.rawValue
    sheets.append("'\(name).dat' index \(blocks) using 1:2:3 with polygons fc rgb '\(color)'")
    overlay.append(
      "NaN with points pt 5 ps 2.5 lc rgb '\(color)' title \(GnuplotText.quoted(patch.name))")
    begin(patch.name)
    // A polygon is a run of lines that ends where it began; blank lines part them.
    data += patch.triangles.map { corners in
      (corners + corners.prefix(1)).map { "\($0.x) \($0.y) \($0.z)" }.joined(separator: "\n")
    }.joined(separator: "\n\n")
    data += "\n"
  }

  private mutating func write(_ trace: SurfaceFigure.Trace) {
    let style = trace.style
    let look =
      trace.isJoined
      ? "lines lc rgb '\(style.color.rawValue)' lw \(formatted(style.width + 1)) "
        + "dt \(style.dash.rawValue)"
      : "points lc rgb '\(style.color.rawValue)' pt \(style.symbol.rawValue) "
        + "ps \(formatted(style.symbolSize + 0.4)) lw 2"
    let title = trace.name.map { "title \(GnuplotText.quoted($0))" } ?? "notitle"
    overlay.append("'\(name).dat' index \(blocks) using 1:2:3 with \(look) \(title)")
    begin(trace.name ?? style.meaning)
    data += trace.places.map { "\($0.x) \($0.y) \($0.z)\n" }.joined()
  }

  private mutating func begin(_ title: String) {
    data += blocks == 0 ? "\n" : "\n\n"
    data += "# index \(blocks): \(GnuplotText.clean(title))\n"
    blocks += 1
  }
}
