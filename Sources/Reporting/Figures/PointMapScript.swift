/// The gnuplot script and the data of coloured points.
struct PointMapScript {
  /// The text of NAME.gp.
  private(set) var script = ""
  /// The text of NAME.dat.
  private(set) var data = ""
  /// What to tell the reader of the figure.
  private(set) var notes: [String] = []

  /// The most points; more would only lie on each other.
  static let most = 20_000

  init(_ map: PointMap, named name: String, formats: [PictureFormat]) {
    let placed = map.points.filter { map.x.places($0.x) && map.y.places($0.y) }
    if placed.count < map.points.count {
      notes.append(
        "\(map.points.count - placed.count) of \(map.points.count) points are not shown: no place on "
          + "the axes")
    }
    if placed.count > Self.most { notes.append("the first \(Self.most) points are shown") }
    let shown = placed.prefix(Self.most)
    let colored = shown.filter { map.value.places($0.value) }
    let grey = shown.filter { !map.value.places($0.value) }
    if colored.isEmpty { notes.append("no data") }
    script = ColorFrame.head(
      name, formats, title: map.title, size: map.size,
      x: ResolvedAxis(map.x, values: shown.map(\.x)),
      y: ResolvedAxis(map.y, values: shown.map(\.y)),
      value: ResolvedAxis(map.value, tightlyAround: colored.map(\.value)), hasKey: !grey.isEmpty)
    // Fewer points are larger ones.
    let size = formatted(
      min(max(30 / Double(max(shown.count, 1)).squareRoot(), 0.3), 1.4), digits: 2)
    var clauses: [String] = []
    if !grey.isEmpty {
      clauses.append(
        "'\(name).dat' index 1 using 1:2 with points pt 7 ps \(size) lc rgb "
          + "'\(Palette.missing.rawValue)' title \(GnuplotText.quoted(map.missing))")
    }
    if !colored.isEmpty {
      clauses.append(
        "'\(name).dat' index 0 using 1:2:3 with points pt 7 ps \(size) lc palette notitle")
    }
    if clauses.isEmpty { clauses.append("NaN notitle") }
    script += "plot " + clauses.joined(separator: ", \\\n  ") + "\n" + GnuplotFrame.tail
    data = "# Data of \(name).gp: x y value.\n"
    write("colours", colored.map { [$0.x, $0.y, $0.value] })
    data += "\n"
    write("grey: \(GnuplotText.clean(map.missing))", grey.map { [$0.x, $0.y, $0.value] })
  }

  private mutating func write(_ title: String, _ rows: [[Double]]) {
    data += "\n# \(title)\n"
    for row in rows { data += row.map(spelled).joined(separator: " ") + "\n" }
    // A block without rows would not count as one.
    if rows.isEmpty { data += "NaN NaN NaN\n" }
  }
}
