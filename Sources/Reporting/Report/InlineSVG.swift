/// Makes an SVG file fit to stand inside an HTML page.
///
/// gnuplot gives every picture the same ids, so that two pictures in one page would borrow each
/// other's symbols: all ids get a prefix, and so do the references to them. The prolog and the
/// fixed size go; the picture shrinks with the page.
enum InlineSVG {
  /// The `<svg>` element with its own ids; nil when the text is no SVG or holds a script.
  static func element(_ file: String, prefix: String, label: String) -> String? {
    guard let start = file.firstRange(of: "<svg"), let end = file.lastRange(of: "</svg>"),
      start.upperBound <= end.lowerBound
    else { return nil }
    var svg = String(file[start.lowerBound..<end.upperBound])
    // Pictures that users restyled may hold anything; a script has no place in a report.
    guard svg.lowercased().firstRange(of: "<script") == nil else { return nil }
    svg = removing("<title>Gnuplot</title>", from: svg)
    svg = prefixed(svg, with: prefix)
    guard let open = svg.firstIndex(of: ">"), svg[..<open].lastIndex(of: "<") == svg.startIndex
    else { return nil }
    let size = pixels(svg[..<open])
    let tag = removingSize(String(svg[..<open]))
    let style = size.map { " style=\"--width:\($0)px;max-width:\($0)px\"" } ?? ""
    return "\(tag) role=\"img\" aria-label=\"\(escaped(label))\"\(style)\(svg[open...])"
  }

  /// Puts the prefix before every id and every reference to one.
  static func prefixed(_ svg: String, with prefix: String) -> String {
    [" id=\"", " id='", "href=\"#", "href='#", "url(#"].reduce(svg) { text, mark in
      text.split(separator: mark, omittingEmptySubsequences: false).joined(
        separator: mark + prefix)
    }
  }

  private static func removing(_ part: String, from text: String) -> String {
    text.split(separator: part, omittingEmptySubsequences: false).joined()
  }

  /// The width of the picture in pixels.
  private static func pixels(_ tag: Substring) -> Int? {
    guard let start = tag.firstRange(of: " width=\"") else { return nil }
    return Int(tag[start.upperBound...].prefix { $0.isNumber })
  }

  /// The tag without its fixed width and height; the view box keeps the shape.
  private static func removingSize(_ tag: String) -> String {
    [" width=\"", " height=\""].reduce(tag) { tag, mark in
      guard let start = tag.firstRange(of: mark),
        let quote = tag[start.upperBound...].firstIndex(of: "\"")
      else { return tag }
      return String(tag[..<start.lowerBound] + tag[tag.index(after: quote)...])
    }
  }

  /// The text as an attribute's value.
  static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, letter in
      switch letter {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(letter)
      }
    }
  }
}

extension StringProtocol {
  /// The last place of a text.
  fileprivate func lastRange(of text: String) -> Range<Index>? { ranges(of: text).last }
}
