/// What every script begins and ends with: the formats are drawn one after another by loading the
/// script anew.
enum GnuplotFrame {
  /// How to use the script, and the format now drawn.
  static func head(_ name: String, _ formats: [PictureFormat]) -> String {
    """
    # Made by FastSlow. Change the look here, then run: gnuplot \(name).gp
    # Other formats: gnuplot -e "formats='pdf'" \(name).gp

    if (!exists("formats")) formats = '\(formats.map(\.rawValue).joined(separator: " "))'
    format = word(formats, 1)
    reset
    set encoding utf8


    """
  }

  /// The terminal of each format, and the file drawn to.
  static func terminals(_ name: String, _ size: Figure.Size, fontSize: Double) -> String {
    let lines = PictureFormat.allCases.map { format in
      "if (format eq '\(format.rawValue)') set terminal \(format.terminal(size, fontSize: fontSize))\n"
    }
    return lines.joined() + "set output '\(name).'.format\n\n"
  }

  /// Goes on to the next format.
  static let tail = """
    unset output

    # Draw the next format.
    formats = formats[strlen(format) + 2:]
    if (strlen(formats) > 0) load ARG0

    """
}
