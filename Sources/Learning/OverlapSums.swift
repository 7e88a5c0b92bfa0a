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

  init(_ student: Student, width: Int) {
    let b = student.activation
    let square = b.correlation(with: b)
    let slope = square.derivative
    let curvature = b.curvatureCorrelation(with: b)
    let count = square.coefficients.count
    outputSeries = square.coefficients
    pullSeries = (0..<count).map { slope[$0] }
    radialSeries = (0..<count).map { curvature[$0] }
    pull = [Double](repeating: 0, count: width * width)
    radial = [Double](repeating: 0, count: width)
    output = radial
  }
}
