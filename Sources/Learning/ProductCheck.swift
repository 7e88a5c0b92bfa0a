extension Kernels {
  /// What OpenBLAS's kernels get wrong on this processor, in the products and the factorisation that
  /// the engines use; nil: nothing.
  ///
  /// Matrices of small integers, whose products are exact in any order of the sum. Cost: some
  /// milliseconds.
  public static func faultOfProducts() -> String? {
    fault(Float.self, "single") ?? fault(Double.self, "double") ?? faultOfFactor()
  }

  private static func entry(_ k: Int) -> Int { (k * 7919 % 23) - 11 }

  private static func fault<Scalar: KernelScalar>(_: Scalar.Type, _ name: String) -> String? {
    // Sizes that no blocking divides.
    for (rows, width, dimension) in [(67, 133, 201), (301, 37, 149), (5, 19, 3)] {
      let shape = BlockShape(
        rows: rows, width: width, stride: (width + 15) / 16 * 16, dimension: dimension)
      let inputs = (0..<(rows * dimension)).map { Scalar(entry($0)) }
      let weights = (0..<(width * dimension)).map { Scalar(entry($0 + 5)) }
      var fields = [Scalar](repeating: 0, count: rows * shape.stride)
      Scalar.fields(of: inputs, weights: weights, into: &fields, shape: shape)
      for i in 0..<rows {
        for j in 0..<width {
          let exact = (0..<dimension).reduce(0) {
            $0 + entry(i * dimension + $1) * entry(j * dimension + $1 + 5)
          }
          if fields[i * shape.stride + j] != Scalar(exact) {
            return "a product in \(name) precision"
          }
        }
      }
      let slopes = (0..<(rows * shape.stride)).map { Scalar(entry($0 + 3)) }
      var gradient = [Scalar](repeating: 0, count: width * dimension)
      Scalar.accumulate(
        slopes: slopes, inputs: inputs, into: &gradient, adding: false, shape: shape)
      for j in 0..<width {
        for k in 0..<dimension {
          let exact = (0..<rows).reduce(0) {
            $0 + entry($1 * shape.stride + j + 3) * entry($1 * dimension + k)
          }
          if gradient[j * dimension + k] != Scalar(exact) {
            return "a transposed product in \(name) precision"
          }
        }
      }
    }
    return nil
  }

  /// Cholesky's factor of L Lᵀ is L: with integers and ones on the diagonal without rounding.
  private static func faultOfFactor() -> String? {
    let n = 131
    var lower = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in max(0, i - 9)..<i { lower[i * n + j] = Double(entry(i * n + j)) }
      lower[i * n + i] = 1
    }
    var (square, factor) = (lower, lower)
    gram(of: lower, count: n, dimension: n, into: &square)
    var scratch = FactorScratch(order: n)
    let rank = self.factor(
      &square, order: n, tolerance: 1e-14, into: &factor, scratch: &scratch)
    return rank == n && factor == lower ? nil : "Cholesky's factorisation"
  }
}
