extension MarkData {
  /// Gives arrows the length asked for, measured in fractions of the axes.
  mutating func scaleArrows(_ length: Figure.ArrowLength, x: ResolvedAxis, y: ResolvedAxis) {
    guard length != .asGiven else { return }
    let (px, py, dx, dy) = (columns[0], columns[1], columns[2], columns[3])
    let across = px.indices.map { x.fraction(ofStep: dx[$0], from: px[$0]) }
    let up = py.indices.map { y.fraction(ofStep: dy[$0], from: py[$0]) }
    let sizes = zip(across, up).map { ($0 * $0 + $1 * $1).squareRoot() }
    let greatest = sizes.filter(\.isFinite).max() ?? 0
    let factors = sizes.map { size in
      switch length {
      case .asGiven: 1.0
      case .equal(let fraction): size > 0 ? fraction / size : 0
      case .longest(let fraction): greatest > 0 ? fraction / greatest : 0
      }
    }
    setSteps(
      dx: px.indices.map { Self.step(from: px[$0], by: across[$0] * factors[$0], on: x) },
      dy: py.indices.map { Self.step(from: py[$0], by: up[$0] * factors[$0], on: y) })
  }

  private static func step(from value: Double, by fraction: Double, on axis: ResolvedAxis) -> Double
  {
    axis.value(at: axis.fraction(of: value) + fraction) - value
  }
}
