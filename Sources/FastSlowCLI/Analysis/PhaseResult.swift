import ArgumentParser
import FastSlow
import Reporting

/// `name=lo:hi:n` on the command line: an axis of a phase diagram.
struct PhaseAxis: ExpressibleByArgument, Sendable {
  let name: String
  let values: [Double]

  init?(argument: String) {
    let halves = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[0].isEmpty else { return nil }
    let parts = halves[1].split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, let low = Double(parts[0]), let high = Double(parts[1]),
      let count = Int(parts[2]), low < high, low.isFinite, high.isFinite, (2...1000).contains(count)
    else { return nil }
    name = String(halves[0])
    values = (0..<count).map { low + (high - low) * Double($0) / Double(count - 1) }
  }
}

/// Outcomes over a plane, with the integrated fates if they were asked for.
struct PhaseResult {
  let model: String
  let names: (x: String, y: String)
  let phases: UnlearningPhases
  let fates: [[FeatureFate]]?

  struct Record: Encodable {
    struct Axis: Encodable {
      let name: String
      let values: [Double]
    }

    let model: String
    let x: Axis
    let y: Axis
    /// A row for each y.
    let outcomes: [[String]]
    let integrated: [[FeatureFate]]?
    let agreeing: Int?
  }

  var record: Record {
    Record(
      model: model, x: .init(name: names.x, values: phases.axes.x.values),
      y: .init(name: names.y, values: phases.axes.y.values),
      outcomes: phases.outcomes.map { $0.map(\.name) }, integrated: fates, agreeing: agreeing)
  }

  private var cells: [(x: Double, y: Double, outcome: FeatureOutcome, fate: FeatureFate?)] {
    phases.axes.y.values.indices.flatMap { j in
      phases.axes.x.values.indices.map { i in
        (
          phases.axes.x.values[i], phases.axes.y.values[j], phases.outcomes[j][i],
          fates?[j][i]
        )
      }
    }
  }

  private var agreeing: Int? {
    fates.map { _ in
      cells.filter { cell in cell.fate.map { cell.outcome.agrees(with: $0) } ?? false }.count
    }
  }

  private static let kinds = ["kept", "partly kept", "unlearned", "undetermined"]

  /// A map in letters and what they count, top row the largest y.
  var text: String {
    let letters = ["kept": "K", "partly kept": "p", "unlearned": "u", "undetermined": "?"]
    let rows = phases.outcomes.indices.reversed().map { j in
      "  " + phases.outcomes[j].map { letters[$0.name] ?? "?" }.joined()
        + "  \(names.y) = \(formatted(phases.axes.y.values[j]))"
    }
    let counts = Self.kinds.compactMap { kind in
      let count = cells.count { $0.outcome.name == kind }
      return count > 0 ? "\(letters[kind] ?? "?") \(kind) at \(count)" : nil
    }
    let x = phases.axes.x.values
    var lines = ["\(model): outcome of the reduced flow", ""] + rows
    lines.append("  \(names.x) from \(formatted(x[0])) to \(formatted(x[x.count - 1]))")
    lines.append("  " + counts.joined(separator: ", "))
    if let agreeing {
      lines.append(
        "  integration of the full system agrees at \(agreeing) of \(cells.count) points")
    }
    return lines.joined(separator: "\n")
  }

  func table() throws -> Table {
    let cells = self.cells
    var columns = [
      Table.Column(names.x, cells.map(\.x)), Table.Column(names.y, cells.map(\.y)),
      Table.Column("outcome", meaning: "of the reduced flow", cells.map(\.outcome.name)),
    ]
    if fates != nil {
      columns.append(
        Table.Column(
          "integrated", meaning: "fate in the full system",
          cells.map { $0.fate?.rawValue ?? "" }))
    }
    return try Table(columns)
  }

  var figure: Figure {
    let styles: [String: Figure.Style] = [
      "kept": .series(0), "partly kept": .series(2), "unlearned": .series(1),
      "undetermined": .series(6),
    ]
    var layers = Self.kinds.compactMap { kind -> Figure.Layer? in
      let chosen = cells.filter { $0.outcome.name == kind }
      guard !chosen.isEmpty, let style = styles[kind] else { return nil }
      return .points(kind, x: chosen.map(\.x), y: chosen.map(\.y), style: style)
    }
    let differing = cells.filter { cell in
      cell.fate.map { !cell.outcome.agrees(with: $0) } ?? false
    }
    if !differing.isEmpty {
      layers.append(
        .points(
          "integration differs", x: differing.map(\.x), y: differing.map(\.y),
          style: .unstableEquilibrium))
    }
    return Figure(
      title: "\(model): what becomes of the feature", x: .init(names.x), y: .init(names.y),
      layers: layers)
  }
}
