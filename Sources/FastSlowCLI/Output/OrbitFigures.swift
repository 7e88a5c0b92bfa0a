import FastSlow
import Reporting

/// The figures of a singular orbit.
struct OrbitFigures {
  let result: OrbitResult

  /// Those there are.
  var all: [Figure] { [orbit] + (ladder.map { [$0] } ?? []) }

  /// Both orbits over the critical manifold.
  var orbit: Figure {
    let manifold = result.flow.manifold
    let layers = ManifoldLayers(manifold: manifold)
    let singular = result.segments.flatMap(\.points)
    var drawn = layers.branches
    if let full = result.full, let slow = full.states.first.map({ $0.count - 1 }) {
      drawn.append(
        .line(
          "full system, ε = \(formatted(full.epsilon))", x: full.states.map { $0[slow] },
          y: full.states.map { $0[0] }, style: .trajectory))
    }
    drawn.append(
      .line(
        "singular orbit", x: singular.map(\.slow), y: singular.map { $0.fast[0] },
        style: .prediction))
    return Figure(
      title: "\(manifold.system.name): singular and full orbit",
      x: manifold.system.axis(named: manifold.slowName),
      y: manifold.system.axis(named: manifold.fastNames[0]), layers: drawn + layers.specialPoints)
  }

  /// Relative errors against ε, each with its fitted power; nil without rungs.
  var ladder: Figure? {
    guard let ladder = result.ladder, !ladder.rungs.isEmpty else { return nil }
    return Figure(
      title: "Error of the reduction", x: .init("ε", scale: .logarithmic),
      y: .init("relative error", scale: .logarithmic),
      layers: course("singular period", ladder, 0) { $0.relativeError }
        + course("with the next terms", ladder, 1) { $0.correctedError }
        + course("distance of orbits", ladder, 2) { $0.orbitDistance })
  }

  private func course(
    _ name: String, _ ladder: EpsilonLadder, _ style: Int,
    _ error: (EpsilonLadder.Rung) -> Double?
  ) -> [Figure.Layer] {
    let ε = ladder.rungs.map(\.full.epsilon)
    let values = ladder.rungs.map { error($0) ?? .nan }
    guard values.contains(where: \.isFinite) else { return [] }
    guard let fit = ladder.order(of: error), let low = ε.min(), let high = ε.max() else {
      return [.points(name, x: ε, y: values, style: .series(style))]
    }
    let power = formatted(fit.value, plusMinus: fit.standardError)
    return [
      .fittedPower(exponent: fit.value, factor: fit.factor, over: low...high),
      .points("\(name) ~ ε^(\(power))", x: ε, y: values, style: .series(style)),
    ]
  }
}
