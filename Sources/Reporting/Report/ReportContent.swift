extension Report {
  /// One thing in a section.
  ///
  /// A struct with one maker for each kind, so that new kinds break nobody's code.
  public struct Content: Sendable {
    /// The kinds.
    enum Kind: Sendable {
      case paragraph(String)
      case list([String])
      case table(Table, caption: String?, digits: Int, maximumRows: Int)
      case facts([Fact])
      case figure(svg: String, caption: String, notes: [String])
      case equations([String])
      case warning(String)
      case command(String)
    }

    let kind: Kind

    /// A name and its value, such as a setting or a version.
    public struct Fact: Sendable, Equatable {
      /// What it is.
      public var name: String
      /// What it is here.
      public var value: String

      /// A fact.
      public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
      }
    }

    /// A paragraph of plain text.
    public static func paragraph(_ text: String) -> Content { Content(kind: .paragraph(text)) }

    /// A list of plain texts.
    public static func list(_ items: [String]) -> Content { Content(kind: .list(items)) }

    /// A table: numbers with `digits` significant digits, at most `maximumRows` rows.
    public static func table(
      _ table: Table, caption: String? = nil, digits: Int = 4, maximumRows: Int = 60
    ) -> Content {
      Content(kind: .table(table, caption: caption, digits: digits, maximumRows: maximumRows))
    }

    /// Names and values in two columns: parameters, settings, provenance.
    public static func facts(_ facts: [Fact]) -> Content { Content(kind: .facts(facts)) }

    /// A picture, as the text of an SVG file; `notes` follow the caption.
    public static func figure(svg: String, caption: String, notes: [String] = []) -> Content {
      Content(kind: .figure(svg: svg, caption: caption, notes: notes))
    }

    /// A figure that was drawn; where it has no SVG, a warning with the script's name instead.
    public static func figure(_ figure: DrawnFigure, caption: String) -> Content {
      guard let path = figure.pictures[.svg], let svg = try? readText(path) else {
        return .warning("\(caption) (the figure could not be drawn; see \(figure.name).gp)")
      }
      return .figure(svg: svg, caption: caption, notes: figure.notes)
    }

    /// Equations as MathML, one `<math>` element each; anything else is shown as text.
    public static func equations(_ mathML: [String]) -> Content {
      Content(kind: .equations(mathML))
    }

    /// Something the reader must know.
    public static func warning(_ text: String) -> Content { Content(kind: .warning(text)) }

    /// A command to type.
    public static func command(_ text: String) -> Content { Content(kind: .command(text)) }
  }
}
