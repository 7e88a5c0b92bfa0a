import RealModule

/// What a neuron of given alignments v (r of them) takes from the teacher.
///
///     φ̂(v) = E φ(λ) σ(w·x) = Σ_α c_α b_k √(k!/α!) v^α,   k = |α|
///     T(v) = E φ(λ) σ''(w·x) = Σ_α c_α √((k+1)(k+2)) b_{k+2} √(k!/α!) v^α
///
/// (Mehler's formula in r dimensions: h_k(w·x) has component √(k!/α!) v^α on Π h_{α_p}.) For one
/// direction φ̂ is V(s) = Σ c_k b_k s^k. By Stein's lemma the mean gradient pulls along ∇φ̂ in the
/// teacher's directions and along T w. Cost: terms times r.
struct TeacherOverlap: Sendable {
  private struct Term: Sendable {
    let orders: [Int]
    let degree: Int
    let projection: Double  // c_α √(k!/α!)
  }

  private let terms: [Term]
  private let activation: HermiteSeries
  private let curvature: HermiteSeries
  let directions: Int

  init(teacher: Teacher, student: Student) {
    let tensor = teacher.tensor
    directions = teacher.directions
    activation = student.activation
    curvature = student.activation.derivative.derivative
    terms = tensor.terms.map { term in
      // √(k!/α!) from logarithms: orders go to 512.
      let logarithm = term.orders.reduce(Double.logGamma(Double(term.degree) + 1)) {
        $0 - Double.logGamma(Double($1) + 1)
      }
      let isPure = term.orders.filter { $0 > 0 }.count <= 1
      return Term(
        orders: term.orders, degree: term.degree,
        projection: term.coefficient * (isPure ? 1 : Double.exp(logarithm / 2)))
    }
  }

  /// φ̂(v), ∇φ̂(v) and T(v).
  func mean(at v: ArraySlice<Double>) -> (value: Double, slope: [Double], curvature: Double) {
    let v = Array(v)
    var (value, bend) = (0.0, 0.0)
    var slope = [Double](repeating: 0, count: directions)
    for term in terms {
      let monomial = term.projection * Self.power(v, term.orders, less: nil)
      value += activation[term.degree] * monomial
      bend += curvature[term.degree] * monomial
      for p in 0..<directions where term.orders[p] > 0 {
        slope[p] +=
          activation[term.degree] * term.projection * Double(term.orders[p])
          * Self.power(v, term.orders, less: p)
      }
    }
    return (value, slope, bend)
  }

  /// Adds Σ c_α √(k!/α!) v^α over |α| = k to entry k, times a factor.
  func addProjections(at v: ArraySlice<Double>, times factor: Double, to sums: inout [Double]) {
    let v = Array(v)
    for term in terms where term.degree < sums.count {
      sums[term.degree] += factor * term.projection * Self.power(v, term.orders, less: nil)
    }
  }

  /// v^α, or with one power of v_p less.
  private static func power(_ v: [Double], _ orders: [Int], less p: Int?) -> Double {
    var product = 1.0
    for q in orders.indices {
      let order = q == p ? orders[q] - 1 : orders[q]
      if order > 0 { product *= Double.pow(v[q], order) }
    }
    return product
  }
}
