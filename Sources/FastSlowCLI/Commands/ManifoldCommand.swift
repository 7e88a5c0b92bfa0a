import ArgumentParser
import ComplexModule
import FastSlow
import Reporting

struct ManifoldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manifold",
    abstract: "The critical manifold: branches by stability, folds, branch points.",
    discussion: "Example: fastslow manifold van-der-pol --over y=-1:1 --out runs/manifold")

  @OptionGroup var model: ModelOptions
  @OptionGroup var range: ManifoldOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let system = try model.system()
    let folder = try output.folder()
    let manifold = try range.manifold(of: system)
    if let folder {
      try requiring {
        try folder.write(table(manifold), named: "manifold", provenance: provenance(manifold))
      }
      _ = output.draw(figure(manifold), named: "critical-manifold", in: folder)
      Talk.note("Written to \(folder.path)", quiet: output.quiet)
    }
    if output.json {
      try output.printJSON(ManifoldRecord(manifold))
    } else {
      print(text(manifold))
    }
  }

  private func text(_ manifold: CriticalManifold) -> String {
    let range = manifold.interval
    var lines = [
      "\(manifold.system.name): \(manifold.branches.count) "
        + "\(manifold.branches.count == 1 ? "branch" : "branches") for "
        + "\(formatted(range.lowerBound)) ≤ \(manifold.slowName) ≤ \(formatted(range.upperBound))",
      "",
    ]
    for branch in manifold.branches {
      let (first, last) = (branch.points[0], branch.points[branch.points.count - 1])
      lines.append(
        "  \(branch.id)  \(branch.stability.rawValue), from \(place(first, manifold)) "
          + "(\(name(branch.ends.first))) to \(place(last, manifold)) (\(name(branch.ends.last)))")
    }
    for fold in manifold.folds { lines.append("  fold at \(place(fold, manifold, digits: 12))") }
    for crossing in manifold.branchPoints {
      lines.append("  \(crossing.kind.rawValue) at \(place(crossing.point, manifold, digits: 12))")
    }
    for hopf in manifold.hopfPoints {
      lines.append("  Hopf point of the layer problem at \(place(hopf, manifold, digits: 10))")
    }
    return lines.joined(separator: "\n")
  }

  private func name(_ end: CriticalManifold.BranchEnd) -> String {
    switch end {
    case .fold: "fold"
    case .branchPoint: "branch point"
    case .hopf: "Hopf point"
    case .cusp: "cusp"
    case .slowBound: "end of interval"
    case .fastBound: "border of box"
    case .closed: "closed"
    case .lost: "lost"
    }
  }

  private func place(
    _ point: CriticalManifold.Point, _ manifold: CriticalManifold, digits: Int = 5
  ) -> String {
    let fast = zip(manifold.fastNames, point.fast).map {
      "\($0) = \(formatted($1, digits: digits))"
    }
    return (fast + ["\(manifold.slowName) = \(formatted(point.slow, digits: digits))"])
      .joined(separator: ", ")
  }

  private func table(_ manifold: CriticalManifold) throws -> Table {
    let rows = manifold.branches.flatMap { branch in branch.points.map { (branch, $0) } }
    let fast = manifold.fastNames.indices.map { k in
      Table.Column(manifold.fastNames[k], rows.map { $0.1.fast[k] })
    }
    return try Table(
      [
        Table.Column("branch", rows.map(\.0.id)),
        Table.Column("stability", rows.map(\.0.stability.rawValue)),
        Table.Column(manifold.slowName, rows.map(\.1.slow)),
      ] + fast + [
        Table.Column(
          "growth", meaning: "largest real part of the layer problem's eigenvalues",
          rows.map { $0.1.eigenvalues.first?.real ?? .nan })
      ])
  }

  private func figure(_ manifold: CriticalManifold) -> Figure {
    let layers = ManifoldLayers(manifold: manifold)
    return Figure(
      title: "\(manifold.system.name): critical manifold", x: .init(manifold.slowName),
      y: .init(manifold.fastNames[0]), layers: layers.branches + layers.specialPoints)
  }
}

/// What made a file.
func provenance(_ manifold: CriticalManifold) -> [String: String] {
  [
    "command": CommandContext.current.commandLine, "model": manifold.system.name,
    "parameters": manifold.system.parameterText, "fastslow": RootCommand.version,
  ]
}
