import Sweeps
import Testing

@Suite("Designs of sweeps")
struct DesignTests {
  @Test("a grid is the product of its axes, the last one fastest, its ends exact")
  func grid() throws {
    let design = try SweepDesign.grid([
      SweepAxis("a", from: 0.1, to: 0.3, count: 2),
      SweepAxis("ε", from: 1e-3, to: 10, count: 5, logarithmic: true),
    ])
    #expect(design.count == 10)
    #expect(design.names == ["a", "ε"])
    #expect(design.point(0) == [0.1, 1e-3])
    #expect(design.point(4) == [0.1, 10])
    #expect(design.point(5) == [0.3, 1e-3])
    // A decade apart: 10^x is right to an ulp or two.
    for (place, exact) in [1e-3, 1e-2, 0.1, 1, 10].enumerated() {
      #expect(abs(design.point(place)[1] / exact - 1) < 1e-15)
    }
  }

  @Test("a random design is a function of seed and point, spread evenly")
  func random() throws {
    let ranges = [
      try SweepRange("a", from: -1, to: 3),
      try SweepRange("ε", from: 1e-4, to: 1, logarithmic: true),
    ]
    let count = 20_000
    let design = try SweepDesign.random(ranges, count: count, seed: 7)
    let again = try SweepDesign.random(ranges, count: 10, seed: 7)
    let other = try SweepDesign.random(ranges, count: 10, seed: 8)
    #expect((0..<10).allSatisfy { design.point($0) == again.point($0) })
    #expect((0..<10).allSatisfy { design.point($0) != other.point($0) })
    let points = (0..<count).map { design.point($0) }
    let a = points.map { ($0[0] + 1) / 4 }
    // Fractions below ε = 1e-3, 1e-2, 0.1: a quarter each.
    let decades = (1...3).map { k in points.count { $0[1] < [1e-4, 1e-3, 1e-2, 0.1][k] } }
    // Five standard deviations of a mean of uniforms (1/√(12 n)) and of a count (√(n p q)).
    #expect(abs(a.reduce(0, +) / Double(count) - 0.5) < 5 / (12 * Double(count)).squareRoot())
    for (k, below) in decades.enumerated() {
      let p = Double(k + 1) / 4
      #expect(
        abs(Double(below) - p * Double(count)) < 5 * (Double(count) * p * (1 - p)).squareRoot())
    }
    // Both columns are their own: their correlation is 0 to five standard deviations, 1/√n each.
    let u = a.map { $0 - 0.5 }
    let v = points.map { ($0[1] < 1e-2 ? -0.5 : 0.5) }
    let correlation = zip(u, v).reduce(0) { $0 + $1.0 * $1.1 } / Double(count)
    #expect(abs(correlation) < 5 * (1.0 / 12).squareRoot() * 0.5 / Double(count).squareRoot())
  }

  @Test("a list is taken as it stands")
  func list() throws {
    let design = try SweepDesign.list(["x", "a"], rows: [[1, 2], [3, 4]])
    #expect(design.count == 2)
    #expect(design.point(1) == [3, 4])
  }

  @Test("what is no design is refused in words")
  func refused() throws {
    func message(_ body: () throws -> Void) -> String {
      do {
        try body()
        return ""
      } catch { return (error as? SweepError)?.code == .badDesign ? "\(error)" : "wrong code" }
    }
    let a = try SweepAxis("a", from: 0, to: 1, count: 2)
    let wide = try (0..<3).map { try SweepAxis("p\($0)", from: 0, to: 1, count: 1 << 30) }
    let cases: [(String, String)] = [
      (message { _ = try SweepAxis("a", from: 1, to: 0, count: 3) }, "smaller one first"),
      (message { _ = try SweepAxis("a", from: 0, to: .infinity, count: 3) }, "finite"),
      (message { _ = try SweepAxis("a", from: 0, to: 1, count: 1) }, "2 or more"),
      (message { _ = try SweepAxis("a", from: 0, to: 1, count: 5, logarithmic: true) }, "above 0"),
      (message { _ = try SweepDesign.grid([a, a]) }, "a stands twice"),
      (message { _ = try SweepDesign.grid([]) }, "needs a name"),
      (message { _ = try SweepDesign.grid(wide) }, "coarser axes"),
      (message { _ = try SweepDesign.list(["a"], rows: []) }, "1 or more"),
      (message { _ = try SweepDesign.list(["a"], rows: [[1, 2]]) }, "2 values for a"),
      (message { _ = try SweepDesign.list(["a"], rows: [[1], [.nan]]) }, "point 1: a is nan"),
      (message { _ = try SweepDesign.random([], count: 3, seed: 1) }, "needs a name"),
    ]
    for (message, words) in cases { #expect(message.contains(words), "\(message)") }
  }
}
