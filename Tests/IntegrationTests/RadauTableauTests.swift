import CKernels
import RealModule
import Testing

/// The coefficients of Radau IIA against what defines them.
///
/// Conditions and notation: Hairer and Wanner II, IV.5. With B(2s − 1) and C(s) a method of s stages
/// has order 2s − 1.
@Suite("Coefficients of Radau IIA", .serialized)
struct RadauTableauTests {
  /// Numbers of up to 10³ in products of 17 digits.
  private let rounding = 1e-12

  @Test("quadrature is exact to degree 2s − 2, and not beyond", arguments: [3, 5, 7])
  func quadrature(_ stages: Int) {
    let method = Coefficients(stages)
    for power in 1...(2 * stages) {
      let sum = zip(method.weights, method.nodes).reduce(0) { $0 + $1.0 * .pow($1.1, power - 1) }
      let difference = abs(sum - 1 / Double(power))
      #expect(power < 2 * stages ? difference < 1e-15 : difference > 1e-9)
    }
    #expect(method.nodes.last == 1)
  }

  @Test("stages integrate polynomials of degree s − 1 exactly", arguments: [3, 5, 7])
  func collocation(_ stages: Int) {
    let method = Coefficients(stages)
    for power in 1...stages {
      for (row, node) in zip(method.matrix, method.nodes) {
        let sum = zip(row, method.nodes).reduce(0) { $0 + $1.0 * .pow($1.1, power - 1) }
        #expect(abs(sum - .pow(node, power) / Double(power)) < 1e-15)
      }
    }
  }

  /// A T Λ w = T w for every w: 1/A is diagonal in the modes.
  @Test("the modes diagonalise 1/A", arguments: [3, 5, 7])
  func modes(_ stages: Int) {
    let method = Coefficients(stages)
    for stage in 0..<stages {
      var unit = [Double](repeating: 0, count: stages)
      unit[stage] = 1
      let mode = method.modes(of: unit)
      let back = method.stages(of: mode)
      let applied = method.stages(of: method.scaled(mode))
      for i in 0..<stages {
        #expect(abs(back[i] - unit[i]) < rounding)
        let product = zip(method.matrix[i], applied).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - unit[i]) < rounding)
      }
    }
  }

  /// For y' = t^(k-1) over a step 1, z_i = c_i^k / k.
  @Test(
    "the error estimate vanishes for polynomials up to degree s, and not beyond",
    arguments: [3, 5, 7])
  func estimate(_ stages: Int) {
    let method = Coefficients(stages)
    for power in 1...(stages + 1) {
      let sum = zip(method.error, method.nodes).reduce(0) {
        $0 + $1.0 * .pow($1.1, power) / Double(power)
      }
      let estimate = sum + (power == 1 ? 1 / method.alpha[0] : 0)
      #expect(power <= stages ? abs(estimate) < rounding : abs(estimate) > 1e-8)
    }
  }
}

/// A tableau as arrays.
private struct Coefficients {
  let nodes: [Double]
  let matrix: [[Double]]
  let alpha: [Double]
  let beta: [Double]
  let error: [Double]
  private let toStages: [[Double]]
  private let toModes: [[Double]]

  init(_ stages: Int) {
    let raw = fs_radau_get_tableau(Int32(stages))
    func values<Tuple>(_ tuple: Tuple) -> [Double] {
      unsafe withUnsafeBytes(of: tuple) { unsafe Array($0.bindMemory(to: Double.self)) }
    }
    func rows<Tuple>(_ tuple: Tuple) -> [[Double]] {
      let all = values(tuple)
      return stride(from: 0, to: all.count, by: 8).map { Array(all[$0..<($0 + 8)]) }
    }
    nodes = Array(values(raw.c).prefix(stages))
    matrix = rows(raw.a).prefix(stages).map { Array($0.prefix(stages)) }
    alpha = values(raw.alpha)
    beta = values(raw.beta)
    error = Array(values(raw.error).prefix(stages))
    toStages = rows(raw.to_stages)
    toModes = rows(raw.to_modes)
  }

  var weights: [Double] { matrix[matrix.count - 1] }

  func modes(of z: [Double]) -> [Double] {
    (0..<8).map { lane in zip(toModes, z).reduce(0) { $0 + $1.0[lane] * $1.1 } }
  }

  func stages(of w: [Double]) -> [Double] {
    nodes.indices.map { stage in zip(toStages, w).reduce(0) { $0 + $1.0[stage] * $1.1 } }
  }

  /// Each mode by its α + iβ.
  func scaled(_ w: [Double]) -> [Double] {
    var result = w
    for m in 0..<4 {
      result[m] = alpha[m] * w[m] - beta[m] * w[m + 4]
      result[m + 4] = beta[m] * w[m] + alpha[m] * w[m + 4]
    }
    return result
  }
}
