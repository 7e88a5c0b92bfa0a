import RealModule

/// The learning rates of one and the same SGD in the conventions of the literature.
///
/// Written for f(x) = (1/m) Σ a_j σ(⟨w_j, x⟩), loss (f − y)²/2, |w_j| of order one, one step of
/// which moves w_j by −η a_j e σ' x and a_j by −ε η e σ (means over the batch):
///
///     plain     gradient descent on w and a       lr_w = η m,          lr_a = ε η m
///     nn2pp     f = Σ v g(w·x/√d), v = a/m        lr = η m d,          lr2 = ε η d/m
///     γ/(p d)   p = m, second layer frozen        γ = η m d
///     muP       w = √m w₁, a/m = w₂/√m            η,                   ε η      at every width
///
/// nn2pp: Goldt et al. (arXiv:1906.08632), w += lr/√d v g' (y−f) x, v += lr2/d g (y−f), time is
/// steps/d. γ/(p d): Arnaboldi, Stephan, Krzakala, Loureiro (arXiv:2302.05882), time is
/// steps γ/(p d), our t. muP: Yang, Hu (arXiv:2011.14522), table 1 with one hidden layer.
/// They are the same SGD only while rows are left free, or, to first order in η, at unit norm.
public enum LearningRates: Sendable, Equatable {
  /// Plain gradient descent on w_j and a_j.
  case plain(first: Double, second: Double)
  /// lr and lr2 of nn2pp.
  case nn2pp(first: Double, second: Double)
  /// γ, with a frozen second layer.
  case dimensionless(γ: Double)
  /// Base rates of the two layers under muP's multipliers √m and 1/√m.
  case muP(first: Double, second: Double)

  /// The conventions by the names they have on the command line.
  public static let names = ["plain", "nn2pp", "gamma", "mup"]

  /// Reads `plain:lr_w,lr_a`, `nn2pp:lr,lr2`, `gamma:γ` or `mup:η,η₂`; nil if it is none.
  public init?(text: String) {
    let halves = text.split(separator: ":", omittingEmptySubsequences: false)
    guard halves.count == 2 else { return nil }
    let numbers = halves[1].split(separator: ",", omittingEmptySubsequences: false)
      .map { Double($0) }
    guard !numbers.contains(nil) else { return nil }
    let values = numbers.compactMap { $0 }
    switch (halves[0], values.count) {
    case ("plain", 2): self = .plain(first: values[0], second: values[1])
    case ("nn2pp", 2): self = .nn2pp(first: values[0], second: values[1])
    case ("gamma", 1): self = .dimensionless(γ: values[0])
    case ("mup", 2): self = .muP(first: values[0], second: values[1])
    default: return nil
    }
  }

  /// Whether the first rate is positive, the second not negative, and both finite.
  public var isValid: Bool {
    let list = values.map(\.value)
    return list[0] > 0 && list.allSatisfy { $0 >= 0 && $0.isFinite }
  }

  /// η and ε at a width and a dimension.
  public func scales(width: Int, dimension: Int) -> (stepSize: Double, timeScaleRatio: Double) {
    let (m, d) = (Double(width), Double(dimension))
    switch self {
    case .plain(let first, let second): return (first / m, second / first)
    case .nn2pp(let first, let second): return (first / (m * d), m * m * second / first)
    case .dimensionless(let γ): return (γ / (m * d), 0)
    case .muP(let first, let second): return (first, second / first)
    }
  }

  /// The rates of given settings, in each convention.
  public static func all(of settings: SGDSettings) -> [LearningRates] {
    let (m, d) = (Double(settings.width), Double(settings.dimension))
    let (η, second) = (settings.stepSize, settings.timeScaleRatio * settings.stepSize)
    return [
      .plain(first: η * m, second: second * m),
      .nn2pp(first: η * m * d, second: second * d / m),
      .dimensionless(γ: η * m * d),
      .muP(first: η, second: second),
    ]
  }

  /// The name of its convention.
  public var name: String {
    switch self {
    case .plain: "plain"
    case .nn2pp: "nn2pp"
    case .dimensionless: "gamma"
    case .muP: "mup"
    }
  }

  /// The rates with the symbols they have where the convention is used.
  public var values: [(symbol: String, value: Double)] {
    switch self {
    case .plain(let first, let second): [("lr_w", first), ("lr_a", second)]
    case .nn2pp(let first, let second): [("lr", first), ("lr2", second)]
    case .dimensionless(let γ): [("γ", γ)]
    case .muP(let first, let second): [("η", first), ("η2", second)]
    }
  }
}
