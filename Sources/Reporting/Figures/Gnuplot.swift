internal import FoundationEssentials

/// Draws figures with gnuplot, and leaves the script and the data beside each picture.
public struct Gnuplot: Sendable {
  /// The kinds of picture to make.
  public var formats: [PictureFormat]
  /// The program: a name searched for in PATH, or a path.
  public var program: String

  /// A gnuplot that makes the given kinds of picture.
  public init(formats: [PictureFormat] = [.svg, .png], program: String = "gnuplot") {
    self.formats = formats
    self.program = program
  }

  /// Whether gnuplot is installed.
  public var isInstalled: Bool { ChildProcess.find(program) != nil }

  /// Writes NAME.gp and NAME.dat into the folder and runs gnuplot there.
  ///
  /// The name is made fit for a file name. Throws `.gnuplotMissing` or `.gnuplotFailed`, with
  /// gnuplot's own words; the script and the data remain, and the error lists them.
  @discardableResult
  public func draw(
    _ drawing: some Drawing, named name: String, in folder: OutputDirectory
  ) throws(ReportingError) -> DrawnFigure {
    try drawn(write(drawing, named: name, in: folder), in: folder)
  }

  /// Runs the script of a figure that was written.
  func drawn(_ written: DrawnFigure, in folder: OutputDirectory) throws(ReportingError)
    -> DrawnFigure
  {
    var figure = written
    let name = figure.name
    for format in formats {
      figure.pictures[format] = folder.path(of: name + "." + format.rawValue)
    }
    // A picture of an earlier run must not pass for this one.
    for picture in figure.pictures.values { try? FileManager.default.removeItem(atPath: picture) }
    try run(figure, name: name, in: folder)
    return figure
  }

  /// Writes NAME.gp and NAME.dat without running gnuplot.
  public func write(
    _ drawing: some Drawing, named name: String, in folder: OutputDirectory
  ) throws(ReportingError) -> DrawnFigure {
    let name = Self.fileName(name)
    let text = GnuplotScript(drawing, named: name, formats: formats)
    return DrawnFigure(
      name: name, script: try folder.write(text.script, to: name + ".gp"),
      data: try folder.write(text.data, to: name + ".dat"), pictures: [:], notes: text.notes)
  }

  private func run(
    _ figure: DrawnFigure, name: String, in folder: OutputDirectory
  ) throws(ReportingError) {
    let written = [figure.script, figure.data]
    guard let path = ChildProcess.find(program) else {
      throw ReportingError(
        .gnuplotMissing,
        "gnuplot is not installed, so \(figure.script) was written but not drawn. "
          + "Install it (Debian: apt-get install gnuplot-nox), then run: gnuplot \(name).gp",
        written: written)
    }
    // Without the user's own start-up file, so that figures look the same everywhere. The script
    // names its files relative to its folder; "./" because gnuplot would expand a leading "~".
    let place = folder.path.hasPrefix("/") ? folder.path : "./" + folder.path
    let outcome = ChildProcess.run(
      path, ["-d", "-e", "cd \(GnuplotText.quoted(place))", name + ".gp"])
    let isDrawn = figure.pictures.values.allSatisfy(Self.hasContent)
    guard outcome?.code != 0 || !isDrawn else { return }
    let words = outcome.map { "(exit code \($0.code)):\n\($0.output)" } ?? "to start."
    throw ReportingError(
      .gnuplotFailed, "gnuplot failed to draw \(figure.script) \(words)", written: written)
  }

  private static func hasContent(_ path: String) -> Bool {
    let size = try? FileManager.default.attributesOfItem(atPath: path)[.size]
    return (size as? Int ?? 0) > 0
  }

  /// The name with everything but letters, digits, `-`, `_` and `.` replaced.
  static func fileName(_ name: String) -> String {
    let allowed = name.map { letter in
      letter.isASCII && (letter.isLetter || letter.isNumber) || "-_.".contains(letter)
        ? letter : "-"
    }
    let text = String(allowed.drop { $0 == "." || $0 == "-" })
    return text.isEmpty ? "figure" : text
  }
}
