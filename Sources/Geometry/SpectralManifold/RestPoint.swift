import Modeling
import NumericKernel

/// Finds a rest point of a system by Newton's method with shortened steps.
struct RestPoint {
  private let analysis: TimeScaleAnalysis

  init(of analysis: TimeScaleAnalysis) { self.analysis = analysis }

  func near(_ guess: [Double]) throws(GeometryError) -> [Double] {
    let names = analysis.names
    guard guess.allSatisfy(\.isFinite) else {
      throw GeometryError(problem: "a value that is not finite", advice: "give finite numbers")
    }
    var (state, smallest) = (guess, Double.infinity)
    var (_, rate, jacobian) = try analysis.parts(state)
    for _ in 0..<100 {
      if norm(rate) == 0 { return state }
      guard let step = jacobian.solve(rate) else { break }
      let move = zip(step, state).map { $0.magnitude / (1 + $1.magnitude) }.max() ?? 0
      guard move.isFinite else { break }
      if move < 1e-15 || (move < 1e-11 && move >= smallest) { return state }
      smallest = min(smallest, move)
      var (length, isShorter) = (1.0, false)
      while length > 1e-4 {
        let trial = zip(state, step).map { $0 - length * $1 }
        if let parts = try? analysis.parts(trial), norm(parts.1) < norm(rate) || move < 1e-9 {
          (state, rate, jacobian, isShorter) = (trial, parts.1, parts.2, true)
          break
        }
        length /= 2
      }
      if !isShorter { break }
    }
    if smallest < 1e-9 { return state }
    throw GeometryError(
      problem: "no rest point of \(analysis.system.name) is found from "
        + SlowManifoldSeries.place(names, guess),
      advice: "start nearer, from a point that `run --until steady` or `manifold` shows")
  }
}
