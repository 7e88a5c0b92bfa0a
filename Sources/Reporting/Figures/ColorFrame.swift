/// What scripts with a scale of colours begin with.
enum ColorFrame {
  /// Ten colours of viridis, evenly spaced; gnuplot blends between them.
  static let palette = [
    "#440154", "#482878", "#3E4989", "#31688E", "#26828E", "#1F9E89", "#35B779", "#6ECE58",
    "#B5DE2B", "#FDE725",
  ]

  /// Terminals, look, axes and colours.
  static func head(
    _ name: String, _ formats: [PictureFormat], title: String, size: Figure.Size, x: ResolvedAxis,
    y: ResolvedAxis, value: ResolvedAxis, hasKey: Bool
  ) -> String {
    let fontSize = min(max(Double(size.width) / 40, 9), 15)
    let letters = (
      across: Int(Double(size.width) * 0.7 / (fontSize * 0.6)),
      up: Int(Double(size.height) * 0.7 / (fontSize * 0.6))
    )
    let colors = palette.enumerated().map { "\($0) '\($1)'" }.joined(separator: ", ")
    let key =
      hasKey
      ? "set key outside below center horizontal Left reverse noenhanced height 1 samplen 1.5"
      : "unset key"
    return GnuplotFrame.head(name, formats)
      + GnuplotFrame.terminals(name, size, fontSize: fontSize)
        + """
        set title \(GnuplotText.wrapped(title, width: letters.across)) noenhanced
        set border 15 lc rgb '\(Palette.darkGrey.rawValue)' lw 1 front
        set tics nomirror out scale 0.6 textcolor rgb '\(Palette.black.rawValue)'
        set minussign
        set palette defined (\(colors))

        """
      + x.script(letter: "x", room: letters.across) + y.script(letter: "y", room: letters.up)
      + value.script(letter: "cb", room: letters.up) + key + "\n"
  }
}

extension Gnuplot {
  /// Writes a script with its data and runs it.
  func draw(
    script: (String) -> (script: String, data: String, notes: [String]), named name: String,
    in folder: OutputDirectory
  ) throws(ReportingError) -> DrawnFigure {
    let name = Self.fileName(name)
    let text = script(name)
    let figure = DrawnFigure(
      name: name, script: try folder.write(text.script, to: name + ".gp"),
      data: try folder.write(text.data, to: name + ".dat"), pictures: [:], notes: text.notes)
    return try drawn(figure, in: folder)
  }
}
