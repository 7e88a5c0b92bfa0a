/// The curves of a manifold and the box they were followed in.
struct KnownCurves: Sendable {
  /// Points of each curve, z = (x, y).
  let points: [[[Double]]]
  /// Their unit tangents in scaled coordinates.
  let tangents: [[[Double]]]
  /// Units of length of the components of z.
  let scales: [Double]
  /// The box of z.
  let bounds: [ClosedRange<Double>]
  /// What was given of the box, by name.
  let box: [String: ClosedRange<Double>]

  /// As the tracer has them.
  var traced: [[CurveTracer.Point]] {
    zip(points, tangents).map { points, tangents in
      zip(points, tangents).map { CurveTracer.Point(z: $0, tangent: $1, crossing: 0) }
    }
  }
}

extension ManifoldSurvey {
  /// The curves as followed.
  var knownCurves: KnownCurves {
    KnownCurves(
      points: curves.map { $0.map(\.z) }, tangents: curves.map { $0.map(\.tangent) },
      scales: tracer.scales, bounds: bounds, box: box)
  }
}
