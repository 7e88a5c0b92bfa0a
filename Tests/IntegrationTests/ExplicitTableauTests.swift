import CKernels
import RealModule
import Testing

/// The coefficients of DOP853 against what defines the method's orders.
///
/// Conditions and notation: Hairer, Nørsett and Wanner I, II.2: Σ wᵢ Φᵢ(t) = 1/γ(t) for each rooted
/// tree t, where Φᵢ is a product over the branches of Σⱼ aᵢⱼ Φⱼ.
@Suite("Coefficients of DOP853")
struct ExplicitTableauTests {
  private let tableau = fs_explicit_get_tableau()

  /// The coefficients have 17 digits and are up to 165 in size; products of up to seven of them
  /// leave a rounding of some 1e-11.
  private let rounding = 1e-11

  @Test("all two hundred conditions of order 8 hold")
  func order() {
    let trees = RootedTree.all(upTo: 8)
    #expect(trees.count == 200)
    for tree in trees {
      #expect(abs(weight(tree, padded(tableau.bValues)) - 1 / tree.density) < rounding, "\(tree)")
    }
  }

  /// The estimates are differences from the methods of orders 5 and 3.
  @Test("the error estimates vanish up to orders 5 and 3, and not beyond")
  func estimates() {
    for (estimate, order) in [(tableau.fifthValues, 5), (tableau.thirdValues, 3)] {
      for tree in RootedTree.all(upTo: order) {
        #expect(abs(weight(tree, padded(estimate))) < rounding, "\(tree)")
      }
      let next = RootedTree.all(upTo: order + 1).map { abs(weight($0, padded(estimate))) }
      #expect((next.max() ?? 0) > 1e-6)
    }
  }

  @Test("between the ends of a step the order is 7", arguments: [0.1, 0.3, 0.5, 0.77, 0.95])
  func dense(_ θ: Double) {
    let weights = weights(at: θ)
    for tree in RootedTree.all(upTo: 7) {
      let exact = Double.pow(θ, tree.order) / tree.density
      #expect(abs(weight(tree, weights) - exact) < rounding, "\(tree)")
    }
  }

  @Test("the times of the stages are the sums of the coefficients")
  func times() {
    for (row, time) in zip(tableau.aRows, tableau.cValues) {
      #expect(abs(row.reduce(0, +) - time) < 1e-14)
    }
    #expect(Array(tableau.aRows[12].prefix(12)) == tableau.bValues)
  }

  /// The last stages: the reach that `auto` goes by.
  @Test("the region of stability reaches to −6 on the negative axis")
  func stability() {
    for k in 1...59 { #expect(abs(growth(-Double(k) / 10)) < 1) }
    #expect(abs(growth(-6.5)) > 1)
  }

  /// R(z) of y' = z y over a step 1.
  private func growth(_ z: Double) -> Double {
    var stages: [Double] = []
    for row in tableau.aRows.prefix(12) {
      stages.append(z * (1 + zip(stages, row).reduce(0) { $0 + $1.0 * $1.1 }))
    }
    return 1 + zip(stages, tableau.bValues).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private func padded(_ weights: [Double]) -> [Double] {
    weights + [Double](repeating: 0, count: 16 - weights.count)
  }

  private func weight(_ tree: RootedTree, _ weights: [Double]) -> Double {
    zip(weights, elementary(tree)).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private func elementary(_ tree: RootedTree) -> [Double] {
    let rows = tableau.aRows
    var result = [Double](repeating: 1, count: 16)
    for branch in tree.branches {
      let inner = elementary(branch)
      for i in 0..<16 { result[i] *= zip(rows[i], inner).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    return result
  }

  /// The weights of the dense output at θ (II.6).
  private func weights(at θ: Double) -> [Double] {
    let b = padded(tableau.bValues)
    return (0..<16).map { i in
      let first = i == 0 ? 1.0 : 0
      let last = i == 12 ? 1.0 : 0
      let terms =
        [b[i], first - b[i], 2 * b[i] - first - last] + tableau.denseRows.map { $0[i] }
      return terms.enumerated().reversed().reduce(0) { sum, term in
        (sum + term.element) * (term.offset % 2 == 0 ? θ : 1 - θ)
      }
    }
  }
}

extension fs_explicit_tableau {
  fileprivate var bValues: [Double] { values(b) }
  fileprivate var cValues: [Double] { values(c) }
  fileprivate var fifthValues: [Double] { values(fifth) }
  fileprivate var thirdValues: [Double] { values(third) }
  fileprivate var aRows: [[Double]] { rows(values(a)) }
  fileprivate var denseRows: [[Double]] { rows(values(dense)) }

  /// A C array, which Swift sees as a tuple.
  private func values<Tuple>(_ tuple: Tuple) -> [Double] {
    unsafe withUnsafeBytes(of: tuple) { unsafe Array($0.bindMemory(to: Double.self)) }
  }

  private func rows(_ values: [Double]) -> [[Double]] {
    stride(from: 0, to: values.count, by: 16).map { Array(values[$0..<($0 + 16)]) }
  }
}
