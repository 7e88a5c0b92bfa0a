import CKernels
import ComplexModule
import RealModule
import Testing

/// The coefficients of Rodas5P against what defines the method's order and stability.
///
/// Conditions and notation: Hairer and Wanner, Solving Ordinary Differential Equations II, IV.7:
/// β = α + γ; in the condition of a rooted tree a vertex with one branch takes β, with several α.
@Suite("Coefficients of Rodas5P")
struct RosenbrockTableauTests {
  private let method = RosenbrockMethod()

  /// Published to 16 digits and up to 165 in size, the coefficients leave products of a few hundred
  /// terms with rounding of some 1e-12.
  private let rounding = 2e-12

  @Test("all seventeen conditions of order 5 hold")
  func order() {
    let trees = RootedTree.all(upTo: 5)
    #expect(trees.count == 17)
    for tree in trees {
      #expect(abs(method.weight(tree, method.b) - 1 / tree.density) < rounding, "\(tree)")
    }
  }

  @Test("the embedded method is of order 4, and not of order 5")
  func embedded() {
    for tree in RootedTree.all(upTo: 4) {
      #expect(abs(method.weight(tree, method.embedded) - 1 / tree.density) < rounding, "\(tree)")
    }
    let worst = RootedTree.all(upTo: 5).map {
      abs(method.weight($0, method.embedded) - 1 / $0.density)
    }
    #expect((worst.max() ?? 0) > 1e-4)
  }

  @Test("between the ends of a step the order is 4", arguments: [0.1, 0.3, 0.5, 0.77, 0.95])
  func dense(_ θ: Double) {
    let weights = method.weights(at: θ)
    for tree in RootedTree.all(upTo: 4) {
      let exact = Double.pow(θ, tree.order) / tree.density
      #expect(abs(method.weight(tree, weights) - exact) < rounding, "\(tree)")
    }
  }

  @Test("the times of the stages are the sums of the coefficients")
  func times() {
    for i in 0..<8 {
      #expect(abs(method.α[i].reduce(0, +) - method.tableau.alphaValues[i]) < rounding)
      #expect(abs(method.γ[i].reduce(0, +) - method.tableau.gammaSumValues[i]) < rounding)
    }
  }

  @Test("it is stiffly accurate: the last stage ends in the new state")
  func stifflyAccurate() {
    for i in 0..<8 { #expect(abs(method.β[7][i] - method.b[i]) < rounding) }
    #expect(abs(method.α[7].reduce(0, +) - 1) < rounding)
  }

  @Test("it is A-stable, and R(∞) = 0")
  func stable() {
    for k in 0...4000 {
      let y = Double.pow(10, -3 + 6 * Double(k) / 4000)
      // |R(iy)| ≤ 1 on the imaginary axis and no pole on the left: the maximum principle does the rest.
      #expect(method.stability(Complex(0, y)).length <= 1 + rounding)
    }
    #expect(method.stability(Complex(-1e9)).length < 1e-6)
    #expect(method.stability(Complex(0, 1e9)).length < 1e-6)
    let z = Complex(0.01)
    #expect((method.stability(z) - .exp(z)).length < 1e-13)
  }
}

/// The method in its own coefficients α, γ, b, from those that avoid products with the Jacobian:
/// Γ⁻¹ = 1/γ − C, α = A Γ, b = m Γ.
private struct RosenbrockMethod {
  let tableau = fs_rosenbrock_get_tableau()
  let Γ: [[Double]]
  let α: [[Double]]
  let b: [Double]
  let embedded: [Double]
  private let dense: [[Double]]

  var γ: [[Double]] { Γ }
  var β: [[Double]] { zip(α, Γ).map { zip($0, $1).map { $0 + $1 } } }

  init() {
    let c = tableau.cRows
    let γ = tableau.gamma
    var Γ = [[Double]](repeating: [Double](repeating: 0, count: 8), count: 8)
    for i in 0..<8 {
      Γ[i][i] = γ
      for j in 0..<i { Γ[i][j] = γ * (j..<i).reduce(0) { $0 + c[i][$1] * Γ[$1][j] } }
    }
    self.Γ = Γ
    let a = tableau.aRows
    let timesΓ = { (row: [Double]) in
      (0..<8).map { j in (0..<8).reduce(0.0) { $0 + row[$1] * Γ[$1][j] } }
    }
    α = a.map(timesΓ)
    var m = a[7]
    embedded = timesΓ(m)
    m[7] = 1
    b = timesΓ(m)
    dense = tableau.denseRows.map(timesΓ)
  }

  /// The weights of the dense output at θ.
  func weights(at θ: Double) -> [Double] {
    (0..<8).map { i in
      θ * (b[i] + (1 - θ) * (dense[0][i] + θ * (dense[1][i] + θ * dense[2][i])))
    }
  }

  /// Σ wᵢ φᵢ(t).
  func weight(_ tree: RootedTree, _ weights: [Double]) -> Double {
    zip(weights, elementary(tree)).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private func elementary(_ tree: RootedTree) -> [Double] {
    let matrix = tree.branches.count == 1 ? β : α
    return (0..<8).map { i in
      tree.branches.reduce(1.0) { product, branch in
        product * zip(matrix[i], elementary(branch)).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
  }

  /// R(z) = 1 + z bᵀ (I − z β)⁻¹ 1.
  func stability(_ z: Complex<Double>) -> Complex<Double> {
    var stages: [Complex<Double>] = []
    for row in β {
      let sum = zip(stages, row).reduce(Complex<Double>.zero) { $0 + $1.0 * Complex($1.1) }
      stages.append((1 + z * sum) / (1 - z * Complex(tableau.gamma)))
    }
    return zip(stages, b).reduce(Complex<Double>.one) { $0 + z * $1.0 * Complex($1.1) }
  }
}

extension fs_rosenbrock_tableau {
  var alphaValues: [Double] { values(alpha) }
  var gammaSumValues: [Double] { values(gamma_sums) }
  var aRows: [[Double]] { rows(values(a)) }
  var cRows: [[Double]] { rows(values(c)) }
  var denseRows: [[Double]] { rows(values(dense)) }

  /// A C array, which Swift sees as a tuple.
  private func values<Tuple>(_ tuple: Tuple) -> [Double] {
    unsafe withUnsafeBytes(of: tuple) { unsafe Array($0.bindMemory(to: Double.self)) }
  }

  private func rows(_ values: [Double]) -> [[Double]] {
    stride(from: 0, to: values.count, by: 8).map { Array(values[$0..<($0 + 8)]) }
  }
}
