import ComplexModule
import NumericKernel
import Symbolic

/// Finds folded singularities along fold curves and classifies them.
struct FoldedSingularityFinder {
  private let layer: LayerProblem
  private let problem: SurfaceProblem
  private let jacobian: TapeEvaluator
  private let push: TapeEvaluator
  private let slowRates: TapeEvaluator

  init(_ layer: LayerProblem, scales: [Double]) throws(GeometryError) {
    self.layer = layer
    problem = try SurfaceProblem(layer, scales: scales)
    let rows = layer.gradients(of: DesingularisedFlow(layer).rates, in: layer.symbols)
    let byColumns = layer.symbols.indices.flatMap { j in rows.map { $0[j] } }
    jacobian = try layer.evaluator(byColumns, unknowns: layer.symbols)
    push = try layer.evaluator(
      layer.derivative(of: layer.f, in: layer.slowSymbols, along: layer.slowRates),
      unknowns: layer.symbols)
    slowRates = try layer.evaluator(layer.slowRates, unknowns: layer.symbols)
  }

  /// All on the fold curves of a surface.
  func all(on surface: CriticalSurface) throws(GeometryError) -> [FoldedSingularity] {
    let tracer = try SpecialCurveTracer(problem, bounds: surface.bounds)
    for curve in surface.foldCurves {
      for point in curve.points { tracer.followFold(near: point.fast + point.slow) }
    }
    let found = try tracer.roots(of: layer.foldedSystem()) { z, v in
      tracer.leftVector(z, v).map { dot($0, push.values(z)) }
    }
    return found.compactMap { classified($0.z, residual: $0.residual) }
  }

  private func classified(_ z: [Double], residual: Double) -> FoldedSingularity? {
    let size = layer.n + 2
    guard let (_, vectors) = problem.jacobian(z).singularValues else { return nil }
    let tangents = [layer.n, layer.n + 1].map { row in (0..<size).map { vectors[row, $0] } }
    let whole = Matrix(rows: size, columns: size, byColumns: jacobian.values(z))
    var plane = Matrix(rows: 2, columns: 2)
    for j in 0..<2 {
      let image = whole * tangents[j]
      for i in 0..<2 { plane[i, j] = dot(tangents[i], image) }
    }
    let eigenvalues = plane.eigenvalues.sorted { $0.length > $1.length }
    guard eigenvalues.count == 2 else { return nil }
    let kind = kind(eigenvalues, z)
    let isReal = eigenvalues[0].imaginary == 0
    let ratio = isReal ? eigenvalues[1].real / eigenvalues[0].real : nil
    let directions = eigenvalues.map { λ -> [Double]? in
      guard isReal else { return nil }
      var shifted = plane
      for k in 0..<2 { shifted[k, k] -= λ.real }
      return shifted.nullVector.map { v in
        (0..<size).map { v[0] * tangents[0][$0] + v[1] * tangents[1][$0] }
      }
    }
    return FoldedSingularity(
      kind: kind, fast: Array(z.prefix(layer.n)), slow: Array(z.suffix(2)),
      eigenvalues: eigenvalues, ratio: ratio,
      smallOscillations: kind == .node && eigenvalues[0].real < 0
        ? ratio.flatMap { Int(exactly: ((1 + $0) / (2 * $0) + 1e-9).rounded(.down)) } : nil,
      weakDirection: directions[1], strongDirection: directions[0], residual: residual)
  }

  private func kind(_ eigenvalues: [Complex<Double>], _ z: [Double]) -> FoldedSingularity.Kind {
    let (strong, weak) = (eigenvalues[0], eigenvalues[1])
    if strong.imaginary != 0 { return .focus }
    if weak.real.magnitude <= 1e-9 * strong.real.magnitude {
      let rates = slowRates.values(z).map(\.magnitude).max() ?? 0
      return rates < 1e-9 ? .saddleNodeII : .saddleNodeI
    }
    return strong.real * weak.real > 0 ? .node : .saddle
  }
}
