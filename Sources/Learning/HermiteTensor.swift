import RealModule

/// A function of several variables as a series of products of normalised Hermite polynomials.
///
///     φ(λ) = Σ_α c_α h_{α₁}(λ₁) … h_{α_r}(λ_r),   E φ² = Σ c_α² for independent normals λ
public struct HermiteTensor: Sendable, Equatable {
  /// One product with its coefficient.
  public struct Term: Sendable, Equatable {
    /// c_α.
    public let coefficient: Double
    /// α, an order for each direction.
    public let orders: [Int]

    /// The term c_α Π h_{α_p}.
    public init(_ coefficient: Double, orders: [Int]) {
      self.coefficient = coefficient
      self.orders = orders
    }

    /// |α|, the sum of the orders.
    public var degree: Int { orders.reduce(0, +) }
  }

  /// r, the number of variables.
  public let directions: Int
  /// The terms, each index α once.
  public let terms: [Term]

  /// A function of r variables from its terms; those of one index are added up, zeros left out.
  ///
  /// Orders are padded with zeros to the longest list.
  public init(_ terms: [Term]) {
    let r = terms.map(\.orders.count).max() ?? 0
    directions = r
    var sums: [[Int]: Double] = [:]
    var order: [[Int]] = []
    for term in terms {
      let index = term.orders + [Int](repeating: 0, count: r - term.orders.count)
      if sums[index] == nil { order.append(index) }
      sums[index, default: 0] += term.coefficient
    }
    self.terms = order.map { Term(sums[$0] ?? 0, orders: $0) }.filter { $0.coefficient != 0 }
  }

  /// Σ_p φ_p(λ_p): a function of each direction, such as a committee.
  public init(sum series: [HermiteSeries]) {
    let terms = series.indices.flatMap { p in
      series[p].coefficients.enumerated().map { k, c in
        var orders = [Int](repeating: 0, count: series.count)
        orders[p] = k
        return Term(c, orders: orders)
      }
    }
    self.init(terms)
  }

  /// The highest |α|, −1 without terms.
  public var degree: Int { terms.map(\.degree).max() ?? -1 }

  /// Σ c_α² over |α| = k.
  public func power(ofDegree k: Int) -> Double {
    terms.reduce(0) { $1.degree == k ? $0 + $1.coefficient * $1.coefficient : $0 }
  }

  /// Var φ(λ) for independent standard normals.
  public var variance: Double {
    terms.reduce(0) { $1.degree > 0 ? $0 + $1.coefficient * $1.coefficient : $0 }
  }

  /// φ(λ).
  ///
  /// Cost: the degree times r, and r products a term.
  public func callAsFunction(_ λ: [Double]) -> Double {
    var table = HermiteTable(self)
    return table.value { λ[$0] }
  }
}

/// Values of all Hermite polynomials a tensor needs at one point; scratch space of its evaluation.
struct HermiteTable {
  private let tensor: HermiteTensor
  private let length: Int
  private var values: [Double]

  init(_ tensor: HermiteTensor) {
    self.tensor = tensor
    length = max(tensor.degree, 0) + 1
    values = [Double](repeating: 1, count: tensor.directions * length)
  }

  /// φ at the point with the given coordinates.
  mutating func value(at coordinate: (Int) -> Double) -> Double {
    for p in 0..<tensor.directions {
      let x = coordinate(p)
      var before = 0.0
      for k in 0..<(length - 1) {
        let (h, order) = (values[p * length + k], Double(k))
        values[p * length + k + 1] =
          (x * h - order.squareRoot() * before) / (order + 1).squareRoot()
        before = h
      }
    }
    var sum = 0.0
    for term in tensor.terms {
      var product = term.coefficient
      for (p, k) in term.orders.enumerated() { product *= values[p * length + k] }
      sum += product
    }
    return sum
  }
}
