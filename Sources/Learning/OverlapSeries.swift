/// The power series in which a single-index teacher and a student meet.
struct OverlapSeries: Sendable {
  /// V(s) = Σ c_k b_k s^k.
  let value: PowerSeries
  /// V'.
  let valueSlope: PowerSeries
  /// U(q) = Σ b_k² q^k.
  let square: PowerSeries
  /// U'.
  let squareSlope: PowerSeries
  /// U''.
  let squareCurvature: PowerSeries
  /// U'''.
  let squareThird: PowerSeries
  /// E σ''(x) φ(x'), as a series in the correlation.
  let teacherCurvature: PowerSeries
  /// E σ''(x) σ(x').
  let studentCurvature: PowerSeries

  init(link c: HermiteSeries, student: Student) {
    let b = student.activation
    value = c.correlation(with: b)
    valueSlope = value.derivative
    square = b.correlation(with: b)
    squareSlope = square.derivative
    squareCurvature = squareSlope.derivative
    squareThird = squareCurvature.derivative
    teacherCurvature = b.curvatureCorrelation(with: c)
    studentCurvature = b.curvatureCorrelation(with: b)
  }
}
