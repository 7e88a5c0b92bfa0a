/// A kind of picture file.
public enum PictureFormat: String, Sendable, CaseIterable {
  /// Lines that stay sharp at any size; what the report shows.
  case svg
  /// Pixels.
  case png
  /// For papers.
  case pdf
  /// Letters, for a terminal.
  case txt

  /// A letter's width and height, in the pixels that a figure's size is given in.
  static let letter = (width: 8, height: 20)

  /// The gnuplot terminal that writes it.
  func terminal(_ size: Figure.Size, fontSize: Double) -> String {
    let pixels = "size \(size.width),\(size.height)"
    let points = formatted(fontSize * 0.75, digits: 3)
    switch self {
    case .svg:
      return
        "svg \(pixels) font 'sans-serif,\(formatted(fontSize, digits: 3))' background '#ffffff'"
    case .png: return "pngcairo \(pixels) font 'sans-serif,\(points)' background '#ffffff'"
    case .pdf:
      // 96 pixels to the inch, as in a browser.
      let width = formatted(Double(size.width) / 96, digits: 5)
      let height = formatted(Double(size.height) / 96, digits: 5)
      return "pdfcairo size \(width)in,\(height)in font 'sans-serif,\(points)'"
    case .txt:
      return
        "dumb mono noenhanced size \(size.width / Self.letter.width),"
        + "\(size.height / Self.letter.height)"
    }
  }
}
