public import NumericKernel
import Symbolic

private import RealModule

/// The canard value of a planar system as a formal series in ε, a_c = a₀ + a₁ ε + a₂ ε² + …
///
/// The value at which the attracting slow manifold continues into the repelling one, up to
/// e^{−K/ε} (M. Krupa, P. Szmolyan, J. Differ. Equ. 174 (2001) 312, doi:10.1006/jdeq.2000.3929).
public struct CanardSeries: Sendable {
  /// The canard point at ε = 0.
  public let point: CanardPoint
  /// a₀, a₁, ….
  public let coefficients: [Double]
  /// The same as fractions, if the point and the model are rational; nil otherwise.
  ///
  /// Constants of the model are read as decimal numbers.
  public let exactCoefficients: [Rational]?

  /// Computes the series.
  ///
  /// - Parameters:
  ///   - point: the canard point.
  ///   - order: K, from 0 to 20.
  /// - Throws: ``GeometryError`` if the model is not smooth, the fold is degenerate, or the
  ///   parameter has no effect on the canard.
  ///
  /// Cost: 3 K evaluations over polynomials with about K² terms.
  public init(at point: CanardPoint, order: Int) throws(GeometryError) {
    guard (0...20).contains(order) else {
      throw GeometryError(problem: "order \(order)", advice: "give a number from 0 to 20")
    }
    self.point = point
    let exact = CanardSeries.exact(point, order)
    exactCoefficients = exact
    if let exact {
      coefficients = exact.map(\.doubleValue)
      return
    }
    do {
      coefficients = try CanardExpansion<Double>(
        point, x: point.fast, y: point.slow, a: point.value, constants: point.constants,
        order: order
      ).coefficients
    } catch {
      throw CanardSeries.refusal(error, point)
    }
  }

  private static func refusal(_ failure: CanardExpansion<Double>.Failure, _ point: CanardPoint)
    -> GeometryError
  {
    switch failure {
    case .taylor(let error): point.form.refusal(error, "canard series")
    case .degenerateFold:
      GeometryError(
        problem: "the fold is degenerate", advice: "canard values are for folds with f_xx f_y ≠ 0")
    case .noEffect:
      GeometryError(
        problem: "\(point.parameter) does not move the canard", advice: "choose another parameter")
    }
  }

  private static func exact(_ point: CanardPoint, _ order: Int) -> [Rational]? {
    let near = { (value: Double) in
      Rational(near: value, tolerance: 1e-13 * (1 + value.magnitude))
    }
    let constants = point.constants.compactMapValues { Rational(decimal: $0) }
    guard let x = near(point.fast), let y = near(point.slow), let a = near(point.value),
      CanardExpansion.vanishes(point, x: x, y: y, a: a, constants: constants)
    else { return nil }
    return try? CanardExpansion(point, x: x, y: y, a: a, constants: constants, order: order)
      .coefficients
  }

  /// The sum, stopped before its smallest term.
  public func value(at ε: Double) -> Double {
    let terms = coefficients.enumerated().map { k, c in c * .pow(ε, k) }
    let smallest = terms.indices.dropFirst().min { terms[$0].magnitude < terms[$1].magnitude }
    let count = smallest.map { $0 == terms.count - 1 ? terms.count : $0 } ?? 1
    return terms.prefix(count).reversed().reduce(0, +)
  }
}
