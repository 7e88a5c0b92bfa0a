import Geometry
import Modeling
import RealModule
import Testing

@Suite("Relaxation cycles")
struct CycleTests {
  private func cycle(
    _ system: System, over interval: ClosedRange<Double>, from fast: Double,
    _ slow: Double, box: [String: ClosedRange<Double>] = [:]
  ) throws -> SingularCycle {
    let flow = try ReducedFlow(on: CriticalManifold(of: system, over: interval, box: box))
    return try #require(try SingularPath(along: flow, from: ([fast], slow)).cycle)
  }

  @Test("van der Pol: singular period 3 − 2 ln 2, and with a = 0.5 in closed form")
  func singular() throws {
    let plain = try cycle(VanDerPol().compiled(), over: -1...1, from: 2, 0)
    #expect(abs(plain.period - (3 - 2 * Double.log(2))) < 1e-10)
    let biased = try cycle(VanDerPol().setting(\.$a, 0.5).compiled(), over: -1...1, from: 2, 0)
    // 3 + (a² − 1) ln((4 − a²)/(1 − a²)).
    #expect(abs(biased.period - (3 - 0.75 * Double.log(5))) < 1e-10)
  }

  /// T = 3 − 2 ln 2 + 3 α ε^{2/3} + (1/3) ε ln ε + O(ε), α the first zero of Ai(−·).
  @Test("van der Pol: the next terms of the period")
  func terms() throws {
    let cycle = try cycle(VanDerPol().compiled(), over: -1...1, from: 2, 0)
    let ε = 1e-6
    let corrected = try #require(cycle.correctedPeriod(at: ε))
    let expected =
      3 - 2 * Double.log(2) + 3 * 2.338107410459767 * .pow(ε, 2.0 / 3) + ε * .log(ε) / 3
    #expect(abs(corrected - expected) < 1e-10)
  }

  @Test(
    "van der Pol: full periods to 1e-8 of the quadruple-precision references",
    arguments: [(1e-2, 1.907836956693901), (1e-4, 1.628370710923700), (1e-6, 1.614401125808334)])
  func full(_ ε: Double, _ period: Double) throws {
    let system = try VanDerPol().compiled()
    let singular = try cycle(system, over: -1...1, from: 2, 0)
    let full = try FullCycle(near: singular, of: system, epsilon: ε)
    #expect(abs(full.period - period) < 1e-8 * period)
    #expect(full.logMultiplier < 0)
  }

  @Test("Rosenzweig-MacArthur: delayed exit and period in closed form")
  func delayedExit() throws {
    let system = try RosenzweigMacArthur().compiled()
    let cycle = try cycle(
      system, over: 0.01...0.6, from: 0.9, 0.2, box: ["x": -0.1...1.5])
    #expect(abs(cycle.period - 6.66422098733) < 1e-9)
    let exit = try #require(cycle.segments.first { $0.departure == .delayedExit })
    // y_out = −a W₀(−(y_in/a) e^{−y_in/a}) with y_in = 0.36.
    #expect(abs(exit.points[0].slow - 0.0963252120107641) < 1e-9)
  }

  @Test("over a ladder of ε the error falls as ε^{2/3}, the corrected one as ε")
  func ladder() throws {
    let system = try VanDerPol().compiled()
    let singular = try cycle(system, over: -1...1, from: 2, 0)
    let ladder = EpsilonLadder(
      of: singular, system: system,
      epsilons: EpsilonLadder.epsilons(from: 1e-3, to: 1e-6, perDecade: 1))
    #expect(ladder.failures.isEmpty)
    let order = try #require(ladder.periodOrder)
    #expect(abs(order.value - 2.0 / 3) < 0.02)
    for rung in ladder.rungs { #expect((rung.correctedError ?? 1) < 1e-3) }
    let corrected = try #require(ladder.correctedOrder)
    #expect(abs(corrected.value - 1) < 0.1)
    // The orbits' distance goes on falling: it is not that of the branch's points.
    let orbits = try #require(ladder.orbitOrder)
    // The fitted line goes through the middle of the rungs.
    let middle = ladder.rungs[ladder.rungs.count / 2]
    let fitted = orbits.factor * .pow(middle.full.epsilon, orbits.value)
    #expect(abs(fitted / middle.orbitDistance - 1) < 0.05)
    #expect(abs(orbits.value - 2.0 / 3) < 0.05, "\(orbits)")
    #expect((ladder.rungs.last?.orbitDistance ?? 1) < 2.5e-4)
  }
}
