import RealModule

extension HermiteSeries {
  /// The series of erf(x/√2), in closed form up to an order.
  ///
  ///     b_{2n+1} = (−1)^n √(2/π) (2n−1)!!/√((2n+1)!) 2^{−n−1/2},   b_{2n} = 0
  ///
  /// It is the average of sign(x + ξ) over a further standard normal ξ.
  public static func erf(order: Int) -> HermiteSeries {
    var coefficients = [Double](repeating: 0, count: order + 1)
    var value = 1 / Double.pi.squareRoot()
    for k in stride(from: 1, through: order, by: 2) {
      if k > 1 {
        let (i, j) = (Double(k - 1), Double(k))
        value *= -(i - 1) / (2 * (i * j).squareRoot())
      }
      coefficients[k] = value
    }
    return HermiteSeries(coefficients)
  }
}
