import FastSlow
import Reporting

/// The slow manifold's series at the middle of a branch of the critical manifold.
struct BranchSeries: Encodable {
  let branch: Int
  let slow: [String: Double]
  /// By fast variable: h₀, h₁, …
  var coefficients: [String: [Double]]?
  /// By slow variable: the rate's coefficients.
  var slowRates: [String: [Double]]?
  /// The best order at the model's ε, and the error left.
  var bestOrder: Int?
  var error: Double?
  /// Why there is no series.
  var problem: String?

  /// One for each branch.
  static func along(_ flow: ReducedFlow, order: Int) throws(CommandFailure) -> [BranchSeries] {
    guard (0...60).contains(order) else {
      throw .badRequest("--order \(order): give a number from 0 to 60")
    }
    // What fails for one branch (a point that is not hyperbolic) is said beside it; what fails for
    // the model fails the request.
    let all = flow.branches.map { BranchSeries($0.branch, flow.manifold, order) }
    if let first = all.first?.problem, all.allSatisfy({ $0.problem != nil }) {
      throw .badRequest(first)
    }
    return all
  }

  private init(_ branch: CriticalManifold.Branch, _ manifold: CriticalManifold, _ order: Int) {
    let point = branch.points[branch.points.count / 2]
    self.branch = branch.id
    slow = [manifold.slowName: point.slow]
    do {
      let series = try SlowManifoldSeries(
        of: manifold.system, at: [point.slow], near: point.fast, order: order)
      coefficients = Dictionary(
        uniqueKeysWithValues: series.fastNames.enumerated().map { i, name in
          (name, series.coefficients.map { $0[i] })
        })
      slowRates = [manifold.slowName: series.slowRates.map { $0[0] }]
      if let ε = manifold.system.epsilon {
        let stop = series.optimalTruncation(at: ε)
        (bestOrder, error) = (stop.order, stop.error)
      }
    } catch {
      problem = "\(error)"
    }
  }

  var text: String {
    let place = slow.map { "\($0.key) = \(formatted($0.value, digits: 6))" }
    let head = "  branch \(branch), slow manifold at " + place.joined()
    guard let coefficients else { return head + ": " + (problem ?? "") }
    let lines = coefficients.sorted { $0.key < $1.key }.map { name, values in
      "    \(name) = "
        + values.enumerated().map { k, value in
          k == 0 ? formatted(value, digits: 10) : "(\(formatted(value, digits: 10))) ε^\(k)"
        }.joined(separator: " + ")
    }
    let stop = bestOrder.map {
      ["    best stopped at order \($0), error about \(formatted(error ?? 0, digits: 2))"]
    }
    return ([head] + lines + (stop ?? [])).joined(separator: "\n")
  }
}

/// A record with `slowManifold` beside its own keys.
struct RecordWithSeries<Base: Encodable>: Encodable {
  private enum Key: String, CodingKey {
    case slowManifold
  }

  let base: Base
  let series: [BranchSeries]?

  func encode(to encoder: any Encoder) throws {
    try base.encode(to: encoder)
    if let series {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(series, forKey: .slowManifold)
    }
  }
}
