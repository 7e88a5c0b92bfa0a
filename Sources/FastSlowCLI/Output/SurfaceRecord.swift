import ComplexModule
import FastSlow
import RealModule

/// The JSON of `manifold` for a surface.
struct SurfaceRecord: Encodable {
  struct Vertex: Encodable {
    let fast: [String: Double]
    let slow: [String: Double]
    var eigenvalues: [[Double]]?
    var coefficient: Double?
  }

  struct Triangle: Encodable {
    let vertices: [Int]
    let stability: CriticalManifold.Stability
    let unstableCount: Int
  }

  struct Curve: Encodable {
    let closed: Bool
    let points: [Vertex]
  }

  let model: String
  let parameters: [String: ParameterRecord]
  let slowNames: [String]
  let vertices: [Vertex]
  let triangles: [Triangle]
  let foldCurves: [Curve]
  let branchCurves: [Curve]
  let hopfCurves: [Curve]
  let cusps: [SpecialPointRecord]
  let charts: Int
  let truncated: Bool

  init(_ surface: CriticalSurface) {
    let names = Names(surface.fastNames, surface.slowNames)
    let curve = { (curve: SpecialCurve) in
      Curve(
        closed: curve.isClosed,
        points: curve.points.map {
          Vertex(
            fast: names.fast($0.fast), slow: names.slow($0.slow), coefficient: $0.coefficient)
        })
    }
    model = surface.system.name
    parameters = surface.system.parameterRecord
    slowNames = surface.slowNames
    vertices = surface.vertices.map {
      Vertex(
        fast: names.fast($0.fast), slow: names.slow($0.slow), eigenvalues: pairs($0.eigenvalues))
    }
    triangles = surface.triangles.map {
      Triangle(vertices: $0.corners, stability: $0.stability, unstableCount: $0.unstableCount)
    }
    foldCurves = surface.foldCurves.map(curve)
    branchCurves = surface.branchCurves.map(curve)
    hopfCurves = surface.hopfCurves.map(curve)
    cusps = surface.cusps.map { SpecialPointRecord($0, names) }
    charts = surface.chartCount
    truncated = surface.isTruncated
  }
}

/// Names of variables, to make states into JSON objects.
struct Names {
  private let fastNames: [String]
  private let slowNames: [String]

  init(_ fast: [String], _ slow: [String]) {
    fastNames = fast
    slowNames = slow
  }

  func fast(_ values: [Double]) -> [String: Double] { Names.object(fastNames, values) }
  func slow(_ values: [Double]) -> [String: Double] { Names.object(slowNames, values) }
  /// Of a vector over all of them, fast first.
  func all(_ values: [Double]) -> [String: Double] { Names.object(fastNames + slowNames, values) }

  private static func object(_ names: [String], _ values: [Double]) -> [String: Double] {
    Dictionary(zip(names, values)) { first, _ in first }
  }
}

/// Complex numbers as [real, imaginary].
func pairs(_ values: [Complex<Double>]) -> [[Double]] { values.map { [$0.real, $0.imaginary] } }

/// A special point in JSON.
struct SpecialPointRecord: Encodable {
  let kind: SpecialPoint.Kind
  let fast: [String: Double]
  let slow: [String: Double]
  let coefficients: [String: Double]
  let eigenvalues: [[Double]]
  let residual: Double

  init(_ point: SpecialPoint, _ names: Names) {
    kind = point.kind
    fast = names.fast(point.fast)
    slow = names.slow(point.slow)
    coefficients = Dictionary(point.coefficients.map { ($0.name, $0.value) }) { first, _ in first }
    eigenvalues = pairs(point.eigenvalues)
    residual = point.residual
  }
}
