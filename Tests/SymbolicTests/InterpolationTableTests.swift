import RealModule
import Symbolic
import Testing

@Suite("Tables")
struct InterpolationTableTests {
  let knots = [0.0, 1, 2.5, 3]

  private func values(_ table: InterpolationTable, _ points: [Double]) throws -> [[Double]] {
    let f = interpolated(table, at: X)
    let evaluator = TapeEvaluator(
      try Tape([f, f.derivative(withRespectTo: x)], inputs: [x]))
    return points.map { evaluator.values([$0]) }
  }

  @Test("a straight line between knots, constant beyond, slopes by pieces")
  func linear() throws {
    let table = InterpolationTable(knots: knots, values: [1, 3, 0, 0.5])
    let got = try values(table, [-1, 0, 0.5, 1, 2, 2.75, 3, 9])
    #expect(got.map { $0[0] } == [1, 1, 2, 3, 1, 0.25, 0.5, 0.5])
    #expect(got.map { $0[1] } == [0, 2, 2, -2, -2, 1, 0, 0])
  }

  @Test("the cubic meets the knots, is monotone between, and reproduces a line")
  func cubic() throws {
    let table = InterpolationTable(knots: knots, values: [0, 1, 1.1, 4], .monotoneCubic)
    let points = (0...300).map { Double($0) / 100 }
    let course = try values(table, points).map { $0[0] }
    for (k, value) in zip(knots, [0, 1, 1.1, 4]) {
      // A sum of four terms of size 4: a few ulp.
      #expect(course[Int(k * 100)].isApproximatelyEqual(to: value, absoluteTolerance: 1e-14))
    }
    #expect(zip(course, course.dropFirst()).allSatisfy { $1 >= $0 - 1e-15 })
    let line = InterpolationTable(knots: knots, values: knots.map { 2 - $0 }, .monotoneCubic)
    for (point, value) in zip(points, try values(line, points).map({ $0[0] })) {
      #expect(value.isApproximatelyEqual(to: 2 - point, absoluteTolerance: 1e-14))
    }
  }

  @Test("the cubic's slope is continuous and the derivative of its value")
  func cubicSlope() throws {
    let table = InterpolationTable(knots: knots, values: [0, 1, 1.1, 4], .monotoneCubic)
    let h = 1e-5
    for point in [0.3, 1, 1.7, 2.5, 2.9] {
      let around = try values(table, [point - h, point, point + h])
      let difference = (around[2][0] - around[0][0]) / (2 * h)
      // At a knot the second derivative jumps: the difference is off by h times the jump.
      #expect(around[1][1].isApproximatelyEqual(to: difference, absoluteTolerance: 1e-3))
    }
  }

  @Test("two tables are two functions, and one table is one")
  func identity() {
    let (first, second) = (
      InterpolationTable(knots: [0, 1], values: [0, 1]),
      InterpolationTable(knots: [0, 1], values: [0, 1])
    )
    #expect(interpolated(first, at: X) == interpolated(first, at: X))
    #expect(interpolated(first, at: X) != interpolated(second, at: X))
    #expect(interpolated(first, at: X).substituting([x: Y]) == interpolated(first, at: Y))
  }

  @Test(
    "what cannot be a table says why",
    arguments: [
      ([], [], "no knots"), ([0, 1], [1], "2 knots but 1 values"),
      ([0, 2, 1], [0, 0, 0], "knot 2 is 1.0 after 2.0"),
      ([0, 1], [0, .nan], "knot 1 is (1.0, nan)"),
    ] as [([Double], [Double], String)])
  func faults(_ knots: [Double], _ values: [Double], _ part: String) {
    #expect(InterpolationTable(knots: knots, values: values).fault?.contains(part) == true)
  }
}
