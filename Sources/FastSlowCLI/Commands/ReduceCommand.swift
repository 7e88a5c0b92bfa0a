import ArgumentParser
import FastSlow
import Reporting

struct ReduceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reduce",
    abstract: "The slow flow on the critical manifold: direction, rate, rest points.",
    usage: "fastslow reduce [<options>] <model>",
    discussion: """
      Over two slow variables also the folded singularities, with their canards. Of \
      feature-unlearning without --over: what theory says before any integration.
      Examples:
        fastslow reduce van-der-pol --set a=1.2 --over y=-1:1
        fastslow reduce koper --over y=0:2 --over z=-1:4
        fastslow reduce feature-unlearning
        fastslow reduce feature-unlearning --phase c2=-1:1:41 --phase b2=0.1:1.5:29
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var range: ManifoldOptions
  @OptionGroup var theory: TheoryOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var plot: PlotOptions

  @Option(
    parsing: .unconditional,
    help: .init(
      "Also follow the slow flow from the initial state, to this time or the fold before.",
      valueName: "time"))
  var until: Double?

  @Option(
    parsing: .unconditional,
    help: "Add the slow manifold's series in ε to this order, at the middle of each branch."
  )
  var order: Int?

  func run() throws {
    if range.over.isEmpty && !model.isFile {
      try plot.refuse("theory without --over is words and tables")
      try theory.run(model, output)
      return
    }
    let system = try model.system()
    let folder = try output.folder()
    if range.isSurface {
      try plot.refuse("a surface has no place in a terminal")
      if order != nil {
        throw CommandFailure.badRequest(
          "--order goes along branches over one slow variable; over two use "
            + "`\(CommandContext.program) expand`")
      }
    }
    let orbit = try orbit(system)
    switch try range.shape(of: system) {
    case .curves(let manifold, _):
      let flow = try requiring { try ReducedFlow(on: manifold) }
      let series = try order.map { try BranchSeries.along(flow, order: $0) }
      if let folder { try write(flow, orbit, to: folder) }
      if output.json {
        try output.printJSON(RecordWithSeries(base: ReducedRecord(flow, orbit), series: series))
      } else {
        let names = flow.manifold.fastNames + [flow.manifold.slowName]
        let parts = [text(flow) + ending(orbit, names)] + (series ?? []).map(\.text)
        print(parts.joined(separator: "\n\n"))
      }
      plot.show([figure(flow, orbit)], output)
    case .surface(let surface):
      let flow = try requiring { try ReducedSurfaceFlow(on: surface) }
      if let folder { try SurfaceFlowFiles(flow: flow, orbit: orbit).write(to: folder, output) }
      if output.json {
        try output.printJSON(ReducedSurfaceRecord(flow, orbit))
      } else {
        print(
          SurfaceFlowText(flow: flow).lines + ending(orbit, surface.fastNames + surface.slowNames))
      }
    }
  }

  private func orbit(_ system: System) throws(CommandFailure) -> ReducedOrbit? {
    guard let until else { return nil }
    guard until > 0, until.isFinite else {
      throw .badRequest("--until \(until.brief): give a finite time above 0, such as --until 1")
    }
    return try requiring {
      try ReducedOrbit(
        of: system, from: system.fastIndices.map { system.initialState[$0] },
        system.slowIndices.map { system.initialState[$0] }, for: until)
    }
  }

  /// Where and when the orbit ends.
  private func ending(_ orbit: ReducedOrbit?, _ names: [String]) -> String {
    guard let orbit, let time = orbit.times.last, let fast = orbit.fast.last,
      let slow = orbit.slow.last
    else { return "" }
    let place = zip(names, fast + slow).map { "\($0) = \(formatted($1, digits: 10))" }
    return "\n  orbit from the initial state: \(orbit.ending.rawValue) at τ = "
      + "\(formatted(time, digits: 10)), " + place.joined(separator: ", ")
  }

  private func write(_ flow: ReducedFlow, _ orbit: ReducedOrbit?, to folder: OutputDirectory)
    throws
  {
    try requiring {
      try folder.write(
        table(flow), named: "reduced-flow", provenance: provenance(flow.manifold.system))
    }
    _ = output.draw(figure(flow, orbit), named: "reduced-flow", in: folder)
    Talk.note("Written to \(folder.path)", quiet: output.quiet)
  }

  private func text(_ flow: ReducedFlow) -> String {
    let name = flow.manifold.slowName
    var lines = [
      "\(flow.manifold.system.name): slow flow d\(name)/dτ on the critical manifold", "",
    ]
    for branch in flow.branches {
      let slow = branch.branch.points.map(\.slow)
      let interval = "\(formatted(slow.min() ?? 0)) ≤ \(name) ≤ \(formatted(slow.max() ?? 0))"
      let (low, high) = (branch.rates.min() ?? 0, branch.rates.max() ?? 0)
      let direction =
        branch.isAtRest
        ? "is at rest" : low > 0 ? "grows" : high < 0 ? "falls" : "changes direction"
      lines.append(
        "  \(branch.branch.id)  \(branch.branch.stability.rawValue), \(interval): "
          + "\(name) \(direction), rate from \(formatted(low)) to \(formatted(high))")
    }
    for rest in flow.equilibria {
      let fast = zip(flow.manifold.fastNames, rest.point.fast).map {
        "\($0) = \(formatted($1, digits: 10))"
      }
      lines.append(
        "  \(rest.isStable ? "stable" : "unstable") rest point on branch \(rest.branchID): "
          + (fast + ["\(name) = \(formatted(rest.point.slow, digits: 10))"]).joined(separator: ", ")
          + ", eigenvalue \(formatted(rest.eigenvalue, digits: 8))")
    }
    if flow.equilibria.isEmpty { lines.append("  no rest points") }
    return lines.joined(separator: "\n")
  }

  private func table(_ flow: ReducedFlow) throws -> Table {
    let rows = flow.branches.flatMap { branch in
      zip(branch.branch.points, branch.rates).map { (branch.branch, $0, $1) }
    }
    let fast = flow.manifold.fastNames.indices.map { k in
      Table.Column(flow.manifold.fastNames[k], rows.map { $0.1.fast[k] })
    }
    return try Table(
      [
        Table.Column("branch", rows.map(\.0.id)),
        Table.Column("stability", rows.map(\.0.stability.rawValue)),
        Table.Column(flow.manifold.slowName, rows.map(\.1.slow)),
      ] + fast + [
        Table.Column("rate", meaning: "d\(flow.manifold.slowName)/dτ", rows.map(\.2))
      ])
  }

  private func figure(_ flow: ReducedFlow, _ orbit: ReducedOrbit?) -> Figure {
    var layers = ManifoldLayers(manifold: flow.manifold)
    layers.limit = flow.manifold.interval
    return Figure(
      title: "\(flow.manifold.system.name): reduced flow",
      x: flow.manifold.system.axis(named: flow.manifold.slowName),
      y: flow.manifold.system.axis(named: flow.manifold.fastNames[0]),
      layers: layers.branches + [layers.arrows(flow)] + layers.nullcline + layers.specialPoints
        + layers.equilibria(flow) + (orbit.map { [layers.course($0)] } ?? []))
  }
}
