/// An initial value problem with its equations as text and what is known of its solution.
package struct WrittenProblem: Decodable, Sendable {
  package let name: String
  package let state: [String]
  package let equations: [String: String]
  package let fast: [String]?
  package let parameters: [String: Double]
  package let t0: Double
  package let y0: [Double]
  package let end: Double?
  package let reference: [Reference.Point]?
  package let expected: [Reference.Point]?
  /// The period, if the start lies on a cycle.
  package let period: Double?
  /// Where a case was reported.
  package let source: String?
  /// What a solver should do with it.
  package let behaviour: String?

  /// Every initial value problem of the reference set.
  package static let references = list("initial-value-problems")
  /// Cycles of van der Pol's oscillator with their periods, from where y falls through 0.
  package static let periods = list("van-der-pol-periods")
  /// Cases that users of other solvers reported.
  package static let reported = Dictionary(
    uniqueKeysWithValues: list("reported-cases").map { ($0.name, $0) })

  private static func list(_ name: String) -> [WrittenProblem] {
    do { return try decodeReference(name, as: [WrittenProblem].self) } catch {
      preconditionFailure("References/\(name).json: \(error)")
    }
  }
}
