import ArgumentParser
import FastSlow
import Reporting

struct ManifoldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manifold",
    abstract: "The critical manifold: branches by stability, folds, branch points.",
    usage: "fastslow manifold [<options>] <model> --over <y=lo:hi>",
    discussion: """
      Over one slow variable: curves, with typed special points and whether any was missed. Over \
      two: a surface with its folds (JSON, OBJ, VTK). Over a parameter: equilibria of the full \
      system; over two: their folds and Hopf points as curves.
      Example: fastslow manifold van-der-pol --over y=-1:1 --out runs/manifold
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var range: ManifoldOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var plot: PlotOptions

  func run() throws {
    let system = try model.system()
    let folder = try output.folder()
    if range.isSurface { try plot.refuse("a surface has no place in a terminal") }
    switch try range.shape(of: system) {
    case .curves(let manifold, let completeness):
      if let folder { try ManifoldFiles(manifold: manifold).write(to: folder, output) }
      if output.json {
        try output.printJSON(ManifoldRecord(manifold, completeness))
      } else {
        print(ManifoldText(manifold: manifold).lines(completeness))
      }
      plot.show([ManifoldFiles(manifold: manifold).figure], output)
    case .surface(let surface):
      if let folder { try SurfaceFiles(surface: surface).write(to: folder, output) }
      if output.json {
        try output.printJSON(SurfaceRecord(surface))
      } else {
        print(SurfaceText(surface: surface).lines)
      }
    }
  }
}

/// What made a file.
func provenance(_ system: System) -> [String: String] {
  [
    "command": CommandContext.current.commandLine, "model": system.name,
    "parameters": system.parameterText, "fastslow": RootCommand.version,
  ]
}
