import ComplexModule
import FastSlow

/// A critical surface in words.
struct SurfaceText {
  let surface: CriticalSurface

  /// The mesh, its curves and cusps.
  var lines: String {
    var lines = [
      "\(surface.system.name): surface over \(surface.slowNames[0]) and \(surface.slowNames[1]), "
        + "\(surface.vertices.count) vertices, \(surface.triangles.count) triangles "
        + "(\(surface.chartCount) charts)", "",
    ]
    if surface.isTruncated { lines.append("  the chart limit left it unfinished") }
    for stability in [CriticalManifold.Stability.attracting, .saddle, .repelling] {
      let count = surface.triangles.filter { $0.stability == stability }.count
      if count > 0 { lines.append("  \(stability.rawValue): \(count) triangles") }
    }
    lines += surface.curves.map(curve)
    for cusp in surface.cusps {
      lines.append(
        "  cusp at \(place(cusp.fast, cusp.slow, digits: 12)) "
          + "(residual \(formatted(cusp.residual, digits: 2)))")
    }
    return lines.joined(separator: "\n")
  }

  private func curve(_ curve: SpecialCurve) -> String {
    let title =
      switch curve.kind {
      case .hopf: "curve of Hopf points"
      case .transcritical, .pitchfork: "branch curve"
      case .fold, .cusp: "fold curve"
      }
    let (first, last) = (curve.points[0], curve.points[curve.points.count - 1])
    if curve.isClosed {
      return "  \(title), closed, through \(place(first.fast, first.slow))"
    }
    return "  \(title) from \(place(first.fast, first.slow)) to \(place(last.fast, last.slow))"
  }

  func place(_ fast: [Double], _ slow: [Double], digits: Int = 5) -> String {
    zip(surface.fastNames + surface.slowNames, fast + slow)
      .map { "\($0) = \(formatted($1, digits: digits))" }.joined(separator: ", ")
  }
}
