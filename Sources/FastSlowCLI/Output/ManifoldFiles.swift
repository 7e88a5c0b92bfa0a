import ComplexModule
import FastSlow
import Reporting

/// Curves of a critical manifold as a table and a figure.
struct ManifoldFiles {
  let manifold: CriticalManifold

  func write(to folder: OutputDirectory, _ output: OutputOptions) throws {
    try requiring {
      try folder.write(table(), named: "manifold", provenance: provenance(manifold.system))
    }
    _ = output.draw(figure, named: "critical-manifold", in: folder)
    Talk.note("Written to \(folder.path)", quiet: output.quiet)
  }

  private func table() throws -> Table {
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

  /// Branches by stability with the slow flow and special points.
  var figure: Figure {
    var layers = ManifoldLayers(manifold: manifold)
    let flow = try? ReducedFlow(on: manifold)
    layers.limit = manifold.interval
    let drawn =
      layers.branches + (flow.map { [layers.arrows($0)] } ?? [])
      + layers.nullcline + layers.specialPoints + (flow.map { layers.equilibria($0) } ?? [])
    return Figure(
      title: "\(manifold.system.name): "
        + (manifold.isOfEquilibria ? "equilibria" : "critical manifold"),
      x: manifold.system.axis(named: manifold.slowName),
      y: manifold.system.axis(named: manifold.fastNames[0]), layers: drawn)
  }
}
