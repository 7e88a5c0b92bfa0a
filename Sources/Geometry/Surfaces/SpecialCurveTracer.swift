import ComplexModule
import NumericKernel
import Symbolic

/// Follows curves of special points over two coordinates.
final class SpecialCurveTracer {
  /// A curve as followed, in all the unknowns of its system.
  private struct Traced {
    let curve: SpecialCurve
    let places: [[Double]]
  }

  let layer: LayerProblem
  let forms: NormalForms
  private let problem: SurfaceProblem
  private let bounds: [ClosedRange<Double>]
  private let foldTracer: CurveTracer
  private var crossingTracers: [Int: CurveTracer] = [:]
  private var traced: [Traced] = []
  /// Curves that turned out to be none of their kind.
  private var dismissed: [Traced] = []
  private var n: Int { layer.n }

  /// All curves followed so far.
  var curves: [SpecialCurve] { traced.map(\.curve) }

  init(_ problem: SurfaceProblem, bounds: [ClosedRange<Double>]) throws(GeometryError) {
    self.problem = problem
    self.bounds = bounds
    layer = problem.layer
    forms = try NormalForms(layer, jacobian: problem.jacobian)
    let fold = layer.foldSystem()
    foldTracer = try CurveTracer(
      fold.equations, unknowns: fold.unknowns, of: layer,
      scales: problem.scales + [Double](repeating: 1, count: layer.n))
  }

  /// Follows the fold curve near a point, unless it is known.
  func followFold(near z: [Double]) {
    guard !isKnown(z, .fold), let v = problem.fastJacobian(z).nullVector else { return }
    follow(foldTracer, from: z + v, .fold) { z in
      // Where sheets cross, ∂f/∂x is singular as well, but w·∂f/∂y is 0: no fold.
      self.forms.fold(z).flatMap { self.isTransverse($0.b) ? $0.a : nil }
    }
  }

  /// Follows the curve of Hopf points near a point, unless it is known.
  func followHopf(near z: [Double]) throws(GeometryError) {
    guard !isKnown(z, .hopf), let start = HopfStart(problem.fastJacobian(z)) else { return }
    let system = layer.hopfSystem(normal: start.normal)
    let tracer = try CurveTracer(
      system.equations, unknowns: system.unknowns, of: layer,
      scales: problem.scales + [Double](repeating: 1, count: n) + [
        max(start.squaredFrequency, 1e-300)
      ])
    // κ ≥ 0: beyond a Bogdanov-Takens point the curve goes on as neutral saddles.
    let range = [-Double.infinity...Double.infinity]
    follow(
      tracer, from: z + start.v + [start.squaredFrequency], .hopf,
      further: Array(repeating: range[0], count: n) + [0...Double.infinity]
    ) { z in
      HopfStart(self.problem.fastJacobian(z)).flatMap {
        self.forms.hopf(z, frequency: $0.squaredFrequency.squareRoot())?.lyapunov
      }
    }
  }

  /// Follows the curve along which two sheets cross between two points of one of them.
  func followCrossing(between a: [Double], and b: [Double]) throws(GeometryError) {
    let middle = a.indices.map { (a[$0] + b[$0]) / 2 }
    let across = [n, n + 1].map { ((b[$0] - a[$0]) / problem.scales[$0]).magnitude }
    guard let w = problem.jacobian(middle).transposed.nullVector else { return }
    let tracer = try crossingTracer(across: across[0] > across[1] ? 0 : 1)
    follow(tracer, from: middle + w + [0], .transcritical) { z in
      // All of ∂f/∂z loses rank, not only in the direction across.
      self.forms.fold(z).flatMap { self.isTransverse($0.b) ? nil : 0 }
    }
  }

  /// Whether w·∂f/∂y is not 0: the manifold is smooth there.
  private func isTransverse(_ b: [Double]) -> Bool { (b.map(\.magnitude).max() ?? 0) > 1e-7 }

  /// Compiled once for each of the two slow variables.
  private func crossingTracer(across k: Int) throws(GeometryError) -> CurveTracer {
    if let known = crossingTracers[k] { return known }
    let system = layer.branchSystem(across: k == 0 ? [1, 0] : [0, 1])
    let tracer = try CurveTracer(
      system.equations, unknowns: system.unknowns, of: layer,
      scales: problem.scales + [Double](repeating: 1, count: n + 1))
    crossingTracers[k] = tracer
    return tracer
  }

  /// Traces both ways from a guess.
  private func follow(
    _ tracer: CurveTracer, from guess: [Double], _ kind: SpecialPoint.Kind,
    further: [ClosedRange<Double>]? = nil, coefficient: @escaping (_ z: [Double]) -> Double?
  ) {
    guard let rough = tracer.start(at: guess),
      let place = tracer.correct(guess, across: rough.tangent, iterations: 20),
      let start = tracer.start(at: place), isInside(place),
      !isKnown(Array(place.prefix(n + 2)), kind)
    else { return }
    let rest = Array(
      repeating: -Double.infinity...Double.infinity, count: guess.count - bounds.count)
    let box = bounds + (further ?? rest)
    let (ahead, end) = tracer.trace(from: start, bounds: box)
    var places = ahead.map(\.z)
    if end != .closed {
      let back = CurveTracer.Point(
        z: start.z, tangent: start.tangent.map { -$0 }, crossing: start.crossing)
      places = tracer.trace(from: back, bounds: box).points.dropFirst().reversed().map(\.z) + places
    } else {
      places.append(start.z)
    }
    let points = places.map { place -> SpecialCurve.Point in
      let z = Array(place.prefix(n + 2))
      return SpecialCurve.Point(
        fast: Array(z.prefix(n)), slow: Array(z.suffix(2)),
        eigenvalues: problem.fastJacobian(z).eigenvalues, coefficient: coefficient(z))
    }
    let found = Traced(
      curve: SpecialCurve(kind: kind, points: points, isClosed: end == .closed), places: places)
    let isOther =
      kind != .hopf && points.filter { $0.coefficient == nil }.count * 10 >= points.count
    if isOther { dismissed.append(found) } else { traced.append(found) }
  }

  private func isInside(_ place: [Double]) -> Bool {
    bounds.indices.allSatisfy { bounds[$0].contains(place[$0]) }
  }

  /// Whether a point lies within a step of a curve already followed.
  private func isKnown(_ z: [Double], _ kind: SpecialPoint.Kind) -> Bool {
    (traced + dismissed).contains { item in
      item.curve.kind == kind
        && item.places.contains { place in
          norm(z.indices.map { (z[$0] - place[$0]) / problem.scales[$0] }) < 0.03
        }
    }
  }

  /// Points on fold curves at which a function of (z, v) changes its sign, refined by Newton's
  /// method on a system in (z, v, w, γ).
  func roots(
    of system: ExtendedSystem, where function: (_ z: [Double], _ v: [Double]) -> Double?
  ) throws(GeometryError) -> [(z: [Double], residual: Double)] {
    let newton = try NewtonSystem(system, of: layer)
    var found: [(z: [Double], residual: Double)] = []
    for item in traced where item.curve.kind == .fold {
      let values = item.places.map { place in
        function(Array(place.prefix(n + 2)), Array(place.suffix(n)))
      }
      for k in item.places.indices.dropLast() {
        guard let p = values[k], let q = values[k + 1], p * q <= 0, p != q else { continue }
        let share = p / (p - q)
        let (a, b) = (item.places[k], item.places[k + 1])
        let guess = a.indices.map { a[$0] + share * (b[$0] - a[$0]) }
        let z = Array(guess.prefix(n + 2))
        guard let w = problem.fastJacobian(z).transposed.nullVector,
          let solution = newton.solve(from: guess + w + [0])
        else { continue }
        let root = Array(solution.prefix(n + 2))
        let gap = distance(root, z)
        guard gap < 3 * distance(Array(a.prefix(n + 2)), Array(b.prefix(n + 2))) + 1e-9 else {
          continue
        }
        if found.contains(where: { distance($0.z, root) < 1e-8 }) { continue }
        found.append((root, newton.residual(solution)))
      }
    }
    return found
  }

  private func distance(_ a: [Double], _ b: [Double]) -> Double {
    norm(a.indices.map { (a[$0] - b[$0]) / problem.scales[$0] })
  }

  /// w with w·v = 1 at a fold.
  func leftVector(_ z: [Double], _ v: [Double]) -> [Double]? {
    guard let w = problem.fastJacobian(z).transposed.nullVector else { return nil }
    let overlap = dot(w, v)
    return overlap.magnitude > 1e-12 ? w.map { $0 / overlap } : nil
  }

  /// Cusps on the fold curves, described.
  func cusps() throws(GeometryError) -> [SpecialPoint] {
    let derivatives = try DirectionalDerivatives(layer)
    let found = try roots(of: layer.cuspSystem()) { z, v in
      self.leftVector(z, v).map { dot($0, derivatives.second(z, v, v)) }
    }
    return found.map { z, residual in
      let b = forms.fold(z)?.b ?? []
      return SpecialPoint(
        kind: .cusp, fast: Array(z.prefix(n)), slow: Array(z.suffix(2)),
        eigenvalues: problem.fastJacobian(z).eigenvalues,
        coefficients: (forms.cubic(z).map { [.init(name: "c", value: $0)] } ?? [])
          + b.enumerated().map { .init(name: "b\($0.offset + 1)", value: $0.element) },
        residual: residual)
    }
  }
}
