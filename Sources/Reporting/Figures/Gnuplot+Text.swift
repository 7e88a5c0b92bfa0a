internal import FoundationEssentials

extension Gnuplot {
  /// A drawing as lines of text for a terminal, its panels one below the other.
  ///
  /// - Parameters:
  ///   - drawing: what to draw; its own size does not count.
  ///   - columns: the terminal's width; pictures are between 40 and 100 columns wide.
  /// - Throws: ``ReportingError``, `.gnuplotMissing` or `.gnuplotFailed`.
  public func text(_ drawing: some Drawing, columns: Int) throws(ReportingError) -> String {
    guard isInstalled else {
      throw ReportingError(
        .gnuplotMissing,
        "gnuplot is not installed, so nothing is drawn in the terminal. "
          + "Install it (Debian: apt-get install gnuplot-nox).")
    }
    let place = FileManager.default.temporaryDirectory.appending(
      path: "fastslow-\(UInt64.random(in: 0 ... .max))")
    defer { try? FileManager.default.removeItem(at: place) }
    let folder = try OutputDirectory(place.path)
    let width = min(max(columns - 2, 40), 100)
    var text = ""
    for panel in drawing.grid.panels {
      var panel = panel
      panel.size = .init(
        width: width * PictureFormat.letter.width, height: 24 * PictureFormat.letter.height)
      // Letters cannot be turned, so the upright axis is named above.
      panel.title = [panel.title, panel.y.label].filter { !$0.isEmpty }.joined(separator: ": ")
      panel.y = .init("", range: panel.y.range, scale: panel.y.scale)
      if panel.legend == .right { panel.legend = .automatic }
      try Gnuplot(formats: [.txt], program: program).draw(panel, named: "panel", in: folder)
      text += Self.lines(of: try folder.read("panel.txt"))
    }
    return text
  }

  /// Without empty lines above and below, and with powers of ten as letters can show them.
  private static func lines(of picture: String) -> String {
    var lines = picture.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var line = String(line.filter { $0 != "\u{0C}" })
      while let start = line.firstRange(of: "10^{"),
        let end = line[start.upperBound...].firstIndex(of: "}")
      {
        let power = "1e" + line[start.upperBound..<end]
        let gap = line.distance(from: start.lowerBound, to: end) + 1 - power.count
        line.replaceSubrange(
          start.lowerBound...end, with: String(repeating: " ", count: max(gap, 0)) + power)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
    while lines.first?.isEmpty == true { lines.removeFirst() }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }
}
