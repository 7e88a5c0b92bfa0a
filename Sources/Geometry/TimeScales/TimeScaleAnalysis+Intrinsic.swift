import Modeling
import NumericKernel

extension TimeScaleAnalysis {
  /// A point of the intrinsic low-dimensional manifold: where the fast modes have no amplitude.
  ///
  /// - Parameters:
  ///   - guess: a state; the variables not solved for keep their values.
  ///   - fastModes: how many modes are to be without amplitude.
  /// - Throws: ``GeometryError`` if the iteration does not settle.
  ///
  /// Solves bⁱ·F = 0 for i up to `fastModes` in the fast variables (of a model without scales: those that
  /// the modes point to), by Newton steps with the covectors held; converges at the rate of the
  /// spectral gap. U. Maas, S. B. Pope, Combust. Flame 88 (1992) 239, doi:10.1016/0010-2180(92)90034-M.
  /// It differs from the slow manifold at second order in the gap.
  public func intrinsicManifoldPoint(near guess: [Double], fastModes: Int) throws(GeometryError)
    -> [Double]
  {
    guard (1..<names.count).contains(fastModes) else {
      throw GeometryError(
        problem: "\(fastModes) fast modes of \(names.count)",
        advice: "give a number from 1 to \(names.count - 1)")
    }
    let chosen = try solvedVariables(guess, fastModes)
    var (z, smallest) = (guess, Double.infinity)
    for _ in 0..<200 {
      let (_, rate, jacobian) = try parts(z)
      let basis = try modeBasis(jacobian, z)
      var matrix = Matrix(rows: fastModes, columns: fastModes)
      var residual = [Double](repeating: 0, count: fastModes)
      for i in 0..<fastModes {
        let row = names.indices.map { basis.covectors[i, $0] }
        residual[i] = dot(row, rate)
        for (column, variable) in chosen.enumerated() {
          matrix[i, column] = dot(row, names.indices.map { jacobian[$0, variable] })
        }
      }
      guard let step = matrix.solve(residual) else { break }
      for (position, variable) in chosen.enumerated() { z[variable] -= step[position] }
      let move = zip(step, chosen).map { $0.magnitude / (1 + z[$1].magnitude) }.max() ?? 0
      if !move.isFinite { break }
      if move < 1e-15 || (move < 1e-13 && move >= smallest) { return z }
      smallest = min(smallest, move)
    }
    throw GeometryError(
      problem: "no intrinsic manifold with \(fastModes) fast modes near "
        + SlowManifoldSeries.place(names, guess),
      advice: "start nearer to the slow manifold, or ask for another number of modes")
  }

  private func solvedVariables(_ state: [Double], _ count: Int) throws(GeometryError) -> [Int] {
    if system.fastIndices.count == count { return system.fastIndices }
    let pointers = try modes(at: state).pointers
    let weight = names.indices.map { j in
      pointers.prefix(count).map { $0[j].magnitude }.reduce(0, +)
    }
    return Array(names.indices.sorted { weight[$0] > weight[$1] }.prefix(count)).sorted()
  }
}
