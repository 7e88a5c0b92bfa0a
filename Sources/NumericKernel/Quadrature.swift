/// Nodes and weights of a rule for integrals in one variable.
///
///     ∫ f(x) w(x) dx ≈ Σ_i weights[i] f(nodes[i])
///
/// The weight function w belongs to the rule that made it: the standard normal density for
/// `gaussHermite`, 1 on the interval for `gaussLegendre` and `panels`. Nodes ascend.
public struct Quadrature: Sendable, Equatable {
  /// Where the integrand is evaluated, ascending.
  public let nodes: [Double]
  /// The weight of each node, as many as there are nodes.
  public let weights: [Double]

  /// A rule from its nodes and weights, which must be equal in number.
  public init(nodes: [Double], weights: [Double]) {
    precondition(nodes.count == weights.count, "a rule has one weight a node")
    self.nodes = nodes
    self.weights = weights
  }

  /// The rule's value for one integrand.
  ///
  /// Cost: one call of `integrand` a node.
  public func integrate(_ integrand: (Double) -> Double) -> Double {
    var sum = 0.0
    for (node, weight) in zip(nodes, weights) { sum += weight * integrand(node) }
    return sum
  }
}
