/// What a neuron's mean gradient takes from the other neurons, with the series that give it.
///
///     pull_ij = a_j U'(r_ij),   radial_i = Σ_j a_j S(r_ij),   output_i = Σ_j a_j U(r_ij)
///
/// with U(q) = E σ(x)σ(x') and S(q) = E σ''(x)σ(x') at correlation q. Cost: 3 K m².
struct OverlapSums {
  let pullSeries: [Double]
  let radialSeries: [Double]
  let outputSeries: [Double]
  var pull: [Double]
  var radial: [Double]
  var output: [Double]

  init(_ series: OverlapSeries, width: Int) {
    let count = series.square.coefficients.count
    outputSeries = series.square.coefficients
    pullSeries = (0..<count).map { series.squareSlope[$0] }
    radialSeries = (0..<count).map { series.studentCurvature[$0] }
    pull = [Double](repeating: 0, count: width * width)
    radial = [Double](repeating: 0, count: width)
    output = radial
  }
}
