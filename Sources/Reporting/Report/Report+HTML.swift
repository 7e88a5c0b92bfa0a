internal import Mustache

extension Report {
  /// The page, complete in itself.
  ///
  /// Throws `.malformedTemplate` only where this library's own template does not parse.
  public func html() throws(ReportingError) -> String {
    do {
      return try MustacheTemplate(string: ReportTemplate.page).render(context)
    } catch {
      throw ReportingError(.malformedTemplate, "The report's own template is broken: \(error)")
    }
  }

  /// Mustache looks a missing name up further out, so no name here is used on two levels, and what
  /// is absent is left out on every level.
  private var context: [String: Any] {
    var figures = 0
    var page: [String: Any] = [
      "title": title, "style": ReportTemplate.style, "command": command,
      "reproduction": reproduction,
      "sections": sections.map { section -> [String: Any] in
        [
          "heading": section.title,
          "contents": section.contents.map { $0.context(figure: &figures) },
        ]
      },
    ]
    if !subtitle.isEmpty { page["subtitle"] = subtitle }
    if let verdict {
      page["verdict"] =
        [
          "status": verdict.status.rawValue, "sign": verdict.status.sign,
          "headline": verdict.headline, "hasReasons": !verdict.reasons.isEmpty,
          "reasons": verdict.reasons,
        ] as [String: Any]
    }
    return page
  }
}

extension Report.Content {
  /// The template's values; `figure` counts the pictures of the page, for their ids.
  fileprivate func context(figure: inout Int) -> [String: Any] {
    switch kind {
    case .paragraph(let text): return ["paragraph": text]
    case .list(let items): return ["list": ["items": items]]
    case .warning(let text): return ["warning": text]
    case .command(let text): return ["typed": text]
    case .facts(let facts):
      return ["facts": ["pairs": facts.map { ["name": $0.name, "value": $0.value] }]]
    case .equations(let lines): return ["equations": ["lines": lines.map(Self.equation)]]
    case .table(let table, let caption, let digits, let maximumRows):
      return ["table": table.context(caption, digits: digits, maximumRows: maximumRows)]
    case .figure(let svg, let caption, let notes):
      figure += 1
      let label = "Figure \(figure). \(caption)"
      guard let element = InlineSVG.element(svg, prefix: "f\(figure)-", label: caption) else {
        return ["warning": "\(label) (this picture cannot be shown here: it is no plain SVG)"]
      }
      return ["figure": ["svg": element, "figureCaption": label, "notes": notes] as [String: Any]]
    }
  }

  /// MathML goes in as it is; what does not look like it goes in as text.
  private static func equation(_ line: String) -> [String: Any] {
    let isMath = line.hasPrefix("<math") && line.hasSuffix("</math>")
    let isPlain = line.lowercased().firstRange(of: "<script") == nil
    return isMath && isPlain ? ["math": line] : ["plain": line]
  }
}

extension Table {
  /// The template's values for a table.
  fileprivate func context(_ caption: String?, digits: Int, maximumRows: Int) -> [String: Any] {
    let aligned = columns.map { $0.values.isNumeric ? "number" : "words" }
    let rows = Self.shownRows(rowCount, maximum: maximumRows)
    var values: [String: Any] = [
      "headers": zip(columns, aligned).map { ["text": $0.header, "align": $1] },
      "rows": rows.map { row -> [String: Any] in
        let cells = zip(columns, aligned).map { column, align in
          ["text": row.map { column.values.shown(at: $0, digits: digits) } ?? "…", "align": align]
        }
        return ["cells": cells]
      },
    ]
    if let caption, !caption.isEmpty { values["caption"] = caption }
    if rows.contains(nil) {
      values["elided"] = "\(rowCount - rows.count + 1) of \(rowCount) rows are not shown."
    }
    return values
  }
}
