import FastSlow
import Reporting

/// A critical surface as a figure: slow variables across, a fast one up.
struct SurfaceLayers {
  let surface: CriticalSurface
  /// Which fast variable is drawn.
  var fast = 0

  /// The figure, with the rest points and folded singularities of a flow if there is one, and an
  /// orbit of it.
  func figure(_ flow: ReducedSurfaceFlow? = nil, _ orbit: ReducedOrbit? = nil) -> SurfaceFigure {
    let title =
      "\(surface.system.name): \(surface.isOfEquilibria ? "equilibria" : "critical surface")"
    let names = surface.slowNames
    return SurfaceFigure(
      title: title, axes: (names[0], names[1], surface.fastNames[fast]), patches: patches,
      traces: curves + points + (flow.map(marks) ?? []) + (orbit.map { [course($0)] } ?? []))
  }

  private func place(_ fast: [Double], _ slow: [Double]) -> SurfaceFigure.Place {
    (slow[0], slow[1], fast[self.fast])
  }

  private func course(_ orbit: ReducedOrbit) -> SurfaceFigure.Trace {
    .init(
      "slow orbit", places: zip(orbit.fast, orbit.slow).map { place($0, $1) }, style: .reduced)
  }

  private var patches: [SurfaceFigure.Patch] {
    let kinds: [(CriticalManifold.Stability, Figure.Style)] = [
      (.attracting, .attractingSheet), (.saddle, .saddleSheet), (.repelling, .repellingSheet),
    ]
    return kinds.map { stability, style in
      let triangles = surface.triangles.filter { $0.stability == stability }.map { triangle in
        triangle.corners.map { place(surface.vertices[$0].fast, surface.vertices[$0].slow) }
      }
      return SurfaceFigure.Patch("\(stability.rawValue) sheet", triangles: triangles, style: style)
    }
  }

  private var curves: [SurfaceFigure.Trace] {
    var named: Set<String> = []
    return surface.curves.map { curve in
      let (name, style): (String, Figure.Style) =
        switch curve.kind {
        case .fold, .cusp: ("fold curve", .fold)
        case .transcritical, .pitchfork: ("branch curve", .branchPoint)
        case .hopf: ("Hopf points", .series(2))
        }
      return SurfaceFigure.Trace(
        named.insert(name).inserted ? name : nil,
        places: curve.points.map { place($0.fast, $0.slow) }, style: style)
    }
  }

  private var points: [SurfaceFigure.Trace] {
    [
      .init(
        "cusp", places: surface.cusps.map { place($0.fast, $0.slow) }, style: .branchPoint,
        isJoined: false)
    ]
  }

  private func marks(_ flow: ReducedSurfaceFlow) -> [SurfaceFigure.Trace] {
    let groups = Dictionary(grouping: flow.foldedSingularities, by: \.kind)
    let folded = groups.sorted { $0.key.rawValue < $1.key.rawValue }.enumerated().map {
      SurfaceFigure.Trace(
        "folded \($1.key.rawValue)", places: $1.value.map { place($0.fast, $0.slow) },
        style: .simulation($0 + 2), isJoined: false)
    }
    let rest = [(true, "stable rest point"), (false, "unstable rest point")].map { stable, name in
      SurfaceFigure.Trace(
        name,
        places: flow.equilibria.filter { $0.isStable == stable }.map { place($0.fast, $0.slow) },
        style: stable ? .stableEquilibrium : .unstableEquilibrium, isJoined: false)
    }
    return folded + rest
  }
}
