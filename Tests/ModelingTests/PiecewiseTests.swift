import Modeling
import NumericKernel
import Symbolic
import Testing

private struct SquareWave: FastSlowModel {
  @State(initial: 0) var x
  @Parameter(150) var period

  var equations: [Equation] {
    let phase = mod(time, period)
    d(x) == ifelse(phase <= 25, 36.8, ifelse(phase <= 50, -36.8, 0)) * heaviside(400 - time)
  }
}

private struct DriveCycle: FastSlowModel {
  @State(initial: 0) var q
  let current = InterpolationTable(
    "current", knots: [0, 500, 502, 998, 1000, 1010, 1012], values: [1, 1, 0, 0, 1, 1, 0])

  var equations: [Equation] { d(q) == interpolated(current, at: time) / 3600 }
}

private struct Thermostat: FastSlowModel {
  @State(initial: 20) var T
  @Parameter(19) var low
  var equations: [Equation] {
    d(T) == ifelse(T < low, 5, 0) + sign(low - T) - heaviside(T - low) - abs(T)
      + ifelse(sin(time) > 0.5, 1, 0)
  }
}

@Suite("Piecewise fields")
struct PiecewiseTests {
  private func breakpoints(_ field: SystemField, from start: Double, to end: Double) -> [Double] {
    var found: [Double] = []
    var time = start
    while let next = field.nextBreakpoint(after: time, toward: end), found.count < 100 {
      found.append(next)
      time = next
    }
    return found
  }

  @Test("instants of conditions on time are found exactly, forward and backward")
  func squareWave() throws {
    let field = try SquareWave().compiled().field(in: .slow)
    #expect(field.surfaceNames.isEmpty)
    let forward = [25.0, 50, 150, 175, 200, 300, 325, 350, 400, 450, 475, 500]
    #expect(breakpoints(field, from: 0, to: 501) == forward)
    #expect(breakpoints(field, from: 501, to: 0) == forward.reversed())
    let shifted = try SquareWave().compiled().setting("period", 0.3).field(in: .slow)
    // phase ≤ 25 always holds now; what is left is where mod wraps.
    #expect(breakpoints(shifted, from: 0, to: 1) == [0.3, 0.6, 0.9])
  }

  @Test("knots of a table in time are breakpoints")
  func table() throws {
    let field = try DriveCycle().compiled().field(in: .slow)
    #expect(breakpoints(field, from: 0, to: 1100) == [500, 502, 998, 1000, 1010, 1012])
  }

  @Test("conditions on the state share a surface where they are one; those of smooth time are too")
  func surfaces() throws {
    let field = try Thermostat().compiled().field(in: .slow)
    #expect(field.surfaceNames == ["low - T", "sin(time) - 0.5"])
    #expect(field.nextBreakpoint(after: 0, toward: 100) == nil)
    let surfaces = field.makeSurfaces()
    #expect(surfaces.values(at: 0, state: [20].span) == [-1, -0.5])
    #expect(surfaces.speed(of: 0, at: 0, state: [20].span, rate: [3]) == -3)
    #expect(surfaces.speed(of: 1, at: 0, state: [20].span, rate: [3]) == 1)
  }

  @Test("a branch holds on both sides of its surface; sliding keeps h still")
  func branches() throws {
    let field = try Thermostat().compiled().field(in: .slow)
    let rate = { (branch: Branch) throws -> Double in
      var rates = [0.0]
      var span = rates.mutableSpan
      try field.makeEvaluator(on: branch).rate(at: 0, state: [19].span, into: &span)
      return rates[0]
    }
    // low − T > 0: 5 + 1 − 0 − 19; else 0 − 1 − 1 − 19.
    #expect(try rate(Branch(sides: [true, false])) == -13)
    #expect(try rate(Branch(sides: [false, false])) == -21)
    #expect(try rate(Branch(sides: [false, true])) == -20)
    #expect(try abs(rate(Branch(sides: [false, false], sliding: 0))) < 1e-13)
  }

  @Test("a smooth model is not piecewise")
  func smooth() throws {
    #expect(try !VanDerPol().compiled().field(in: .fast).isPiecewise)
  }
}
