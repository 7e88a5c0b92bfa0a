import ComplexModule
import Modeling

extension CriticalSurface {
  /// The mesh as a Wavefront OBJ file: the two slow variables and one fast variable as x, y, z,
  /// one group for each stability, curves as lines.
  ///
  /// - Parameter fast: which fast variable.
  public func wavefront(fast: Int = 0) -> String {
    var lines = [
      "# \(system.name): critical surface, x = \(slowNames[0]), y = \(slowNames[1]), "
        + "z = \(fastNames[fast])"
    ]
    lines += vertices.map { "v \($0.slow[0]) \($0.slow[1]) \($0.fast[fast])" }
    for stability in [CriticalManifold.Stability.attracting, .saddle, .repelling] {
      let chosen = triangles.filter { $0.stability == stability }
      if chosen.isEmpty { continue }
      lines.append("g \(stability.rawValue)")
      lines += chosen.map { "f " + $0.corners.map { "\($0 + 1)" }.joined(separator: " ") }
    }
    var next = vertices.count + 1
    for curve in curves {
      lines.append("g \(curve.kind.rawValue)-curve")
      lines += curve.points.map { "v \($0.slow[0]) \($0.slow[1]) \($0.fast[fast])" }
      lines.append(
        "l "
          + (next..<(next + curve.points.count)).map { "\($0)" }
          .joined(separator: " "))
      next += curve.points.count
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The mesh as a legacy VTK file: places as in ``wavefront(fast:)``, all fast variables and the
  /// growth rate at points, the number of unstable directions on triangles.
  public func vtk(fast: Int = 0) -> String {
    var lines = [
      "# vtk DataFile Version 3.0", "\(system.name) critical surface", "ASCII",
      "DATASET POLYDATA", "POINTS \(vertices.count) double",
    ]
    lines += vertices.map { "\($0.slow[0]) \($0.slow[1]) \($0.fast[fast])" }
    lines.append("POLYGONS \(triangles.count) \(4 * triangles.count)")
    lines += triangles.map { "3 " + $0.corners.map { "\($0)" }.joined(separator: " ") }
    lines += ["CELL_DATA \(triangles.count)", "SCALARS unstable int 1", "LOOKUP_TABLE default"]
    lines += triangles.map { "\($0.unstableCount)" }
    lines.append("POINT_DATA \(vertices.count)")
    for (k, name) in fastNames.enumerated() {
      lines += ["SCALARS \(name) double 1", "LOOKUP_TABLE default"]
      lines += vertices.map { "\($0.fast[k])" }
    }
    lines += ["SCALARS growth double 1", "LOOKUP_TABLE default"]
    lines += vertices.map { "\($0.eigenvalues.first?.real ?? .nan)" }
    return lines.joined(separator: "\n") + "\n"
  }
}
