/// How gradients become steps.
///
/// With g the gradient at the step's start, in the units of `SGDSettings` (for row j it is
/// a_j (1/B) Σ e σ'(w_j·x) x), every row moves to normalise(w − η v), and each a_j by −ε η v.
public enum Optimizer: Sendable, Equatable {
  /// v = g.
  case sgd
  /// v ← μ v + (1 − μ) g: heavy ball, damped so that times are those of plain SGD.
  case momentum(Double)
  /// v = m̂/(√n̂ + 10⁻⁸), m ← β₁ m + (1 − β₁) g, n ← β₂ n + (1 − β₂) g², with bias correction
  /// (Kingma, Ba, arXiv:1412.6980).
  ///
  /// Steps have the size of η whatever the gradient: fast times are
  /// not those of the ODE.
  case adam(first: Double, second: Double)

  /// Where Adam's denominator is held off zero.
  static let adamOffset = 1e-8

  /// As on the command line: sgd, momentum:μ or adam:β₁,β₂.
  public var text: String {
    switch self {
    case .sgd: "sgd"
    case .momentum(let μ): "momentum:\(μ)"
    case .adam(let first, let second): "adam:\(first),\(second)"
    }
  }

  /// Reads that form, with μ = 0.9, β₁ = 0.9 and β₂ = 0.999 where they are not given; nil if it is none.
  public init?(text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let numbers =
      parts.count > 1
      ? parts[1].split(separator: ",", omittingEmptySubsequences: false).map { Double($0) } : []
    guard !numbers.contains(nil) else { return nil }
    let values = numbers.compactMap { $0 }
    switch (parts.first, values.count) {
    case ("sgd", 0): self = .sgd
    case ("momentum", 0...1): self = .momentum(values.first ?? 0.9)
    case ("adam", 0): self = .adam(first: 0.9, second: 0.999)
    case ("adam", 2): self = .adam(first: values[0], second: values[1])
    default: return nil
    }
  }

  /// Weights of the past, which are from 0 to below 1.
  var memories: [Double] {
    switch self {
    case .sgd: []
    case .momentum(let μ): [μ]
    case .adam(let first, let second): [first, second]
    }
  }
}
