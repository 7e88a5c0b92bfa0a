import ComplexModule
import FastSlow
import RealModule
import Reporting

/// The slow flow on a critical surface in words.
struct SurfaceFlowText {
  let flow: ReducedSurfaceFlow

  /// Rest points and folded singularities.
  var lines: String {
    let surface = flow.surface
    let place = SurfaceText(surface: surface).place
    var lines = [
      "\(surface.system.name): slow flow of \(surface.slowNames.joined(separator: " and ")) on the "
        + "critical surface", "",
    ]
    for rest in flow.equilibria {
      lines.append(
        "  \(rest.isStable ? "stable" : "unstable") rest point on a sheet that is "
          + "\(rest.sheet.rawValue): \(place(rest.fast, rest.slow, 10)), eigenvalues "
          + complex(rest.eigenvalues))
    }
    for point in flow.foldedSingularities {
      lines.append(
        "  folded \(name(point.kind)) at \(place(point.fast, point.slow, 12)), eigenvalues "
          + complex(point.eigenvalues) + canards(point))
    }
    if flow.equilibria.isEmpty { lines.append("  no rest points") }
    if flow.foldedSingularities.isEmpty { lines.append("  no folded singularities") }
    return lines.joined(separator: "\n")
  }

  private func name(_ kind: FoldedSingularity.Kind) -> String {
    switch kind {
    case .node, .saddle, .focus: kind.rawValue
    case .saddleNodeI: "saddle-node of type I"
    case .saddleNodeII: "saddle-node of type II"
    }
  }

  private func canards(_ point: FoldedSingularity) -> String {
    var text = point.ratio.map { ", μ = \(formatted($0, digits: 11))" } ?? ""
    if let count = point.smallOscillations { text += ", at most \(count) small oscillations" }
    return text
  }

  private func complex(_ values: [Complex<Double>]) -> String {
    values.map { value in
      value.imaginary == 0
        ? formatted(value.real, digits: 10)
        : "\(formatted(value.real, digits: 10)) "
          + (value.imaginary < 0 ? "− " : "+ ")
          + "\(formatted(value.imaginary.magnitude, digits: 10)) i"
    }.joined(separator: ", ")
  }
}

/// The slow flow on a critical surface as files.
struct SurfaceFlowFiles {
  let flow: ReducedSurfaceFlow
  let orbit: ReducedOrbit?

  func write(to folder: OutputDirectory, _ output: OutputOptions) throws {
    let files = SurfaceFiles(surface: flow.surface)
    try requiring {
      try folder.write(JSON.encode(ReducedSurfaceRecord(flow, orbit)), to: "reduced-flow.json")
    }
    files.draw(SurfaceLayers(surface: flow.surface).figure(flow, orbit), folder, output)
    Talk.note("Written to \(folder.path)", quiet: output.quiet)
  }
}
