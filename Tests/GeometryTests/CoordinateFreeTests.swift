import ComplexModule
import Geometry
import Integration
import Modeling
import RealModule
import Symbolic
import Testing

/// Problem 6, in fast time with a slow product: k₂ stands for ε k₂.
struct SlowProduct: FastSlowModel {
  @State(initial: 1) var S
  @State(initial: 0.5) var C
  @Parameter(1) var e0
  @Parameter(1) var k1
  @Parameter(1) var km
  @Parameter(1) var k2
  var equations: [Equation] {
    d(S) == -k1 * S * (e0 - C) + km * C
    d(C) == k1 * S * (e0 - C) - (km + k2) * C
  }
}

/// Kruff, Lax, Liebscher, Walcher 2019: prey B, saturated predators S, hungry predators H.
struct Individuals: FastSlowModel {
  @State(initial: 0.5) var B
  @State(initial: 0.7) var S
  @State(initial: 0.3) var H
  @Parameter(1.1) var α
  @Parameter(0.9) var β
  @Parameter(1.3) var γ
  @Parameter(0.7) var δ
  @Parameter(0.6) var η
  @Parameter(0.8) var ρ
  var equations: [Equation] {
    d(B) == ρ * B * (1 - B) - α * B * H
    d(S) == -η * S + γ * B * H
    d(H) == β * S - δ * H + η * S - γ * B * H
  }
}

struct Lindemann: FastSlowModel {
  @State(initial: 1) var a
  @State(initial: 1) var b
  @SmallParameter(1e-3) var ε
  var equations: [Equation] {
    d(a) == (a * b - a ** 2) / ε
    d(b) == (a ** 2 - a * b) / ε - b
  }
}

/// Problem 24.
struct TwoLayer: FastSlowModel {
  @State(initial: 2) var w
  @State(initial: 0.5) var a
  @SmallParameter(1e-3) var ε
  var equations: [Equation] {
    d(w) == (1 - a * w) * a / ε - w
    d(a) == (1 - a * w) * w / ε - a
  }
}

/// Two neurons with tanh: error a₁ tanh w₁ + a₂ tanh w₂ − 1 descended, with weight decay. Not polynomial.
struct TanhNetwork: FastSlowModel {
  @State(initial: 0.9) var w1
  @State(initial: 0.6) var w2
  @State(initial: 0.8) var a1
  @State(initial: 0.9) var a2
  @SmallParameter(1e-3) var ε
  var equations: [Equation] {
    let error = a1 * tanh(w1) + a2 * tanh(w2) - 1
    d(w1) == -error * a1 * (1 - tanh(w1) ** 2) / ε - w1
    d(w2) == -error * a2 * (1 - tanh(w2) ** 2) / ε - w2
    d(a1) == -error * tanh(w1) / ε - a1
    d(a2) == -error * tanh(w2) / ε - a2
  }
}

@Suite("Coordinate-free reduction")
struct CoordinateFreeTests {
  @Test("problem 6: slow product, S(1) and the rate; the common wrong rate does not come out")
  func slowProduct() throws {
    let reduction = try CoordinateFreeReduction(
      of: SlowProduct().compiled(), small: ["k2"], from: [1, 0.5])
    #expect(reduction.fastDimension == 1 && reduction.split.isInFastTime)
    let S = reduction.basePoint.state[0]
    #expect(abs(S - 1) < 1e-13)
    // −k₁k₂e₀ S (k₁S + km)/(k₁ km e₀ + (k₁S + km)²) at 1: −2/5; the wrong one gives −1/3.
    #expect(abs(reduction.basePoint.rate[0] + 0.4) < 1e-13)
    let course = try reduction.course(from: [1, 0.5], at: [0, 0.5, 1])
    #expect(abs(course.states[2][0] - 0.6555492751108) < 1e-11)
    #expect(abs(course.states[2][1] - course.states[2][0] / (1 + course.states[2][0])) < 1e-13)
    let formula = reduction.split.rankOneFlow
    let values = TapeEvaluator(
      try Tape(
        formula, inputs: reduction.split.system.variables.map(\.symbol),
        parameters: reduction.split.system.parameters.map(\.symbol)),
      parameters: reduction.split.system.parameterValues
    ).values([1, 0.5])
    #expect(abs(values[0] + 0.4) < 1e-14)
  }

  @Test("problem 6: the full system converges to the reduced one at first order in ε")
  func slowProductOrder() throws {
    let errors = try [0.02, 0.01].map { ε in
      let full = try SlowProduct().setting(\.$k2, ε).compiled()
      let end = try integrate(
        full.field(in: .fast), from: [1, 0.5], over: (0, 1 / ε), output: .times([]),
        options: .init(relativeTolerance: 1e-10)
      ).reachedState
      return abs(end[0] - 0.6555492751108)
    }
    #expect(abs(Double.log2(errors[0] / errors[1]) - 1) < 0.1)
  }

  @Test("problem 6: Rosenzweig-MacArthur from individuals, split 15")
  func individuals() throws {
    let reduction = try CoordinateFreeReduction(
      of: Individuals().compiled(), small: ["β", "η", "ρ"], from: [0.5, 0.7, 0])
    let (α, β, γ, δ, η, ρ) = (1.1, 0.9, 1.3, 0.7, 0.6, 0.8)
    let (B, S) = (0.5, 0.7)
    let rate = reduction.basePoint.rate
    #expect(
      abs(rate[0] - (ρ * B * (1 - B) - α * (η + β) * B * S / (δ + γ * B))) < 1e-14)
    #expect(abs(rate[1] - (-η * S + γ * (η + β) * B * S / (δ + γ * B))) < 1e-14)
    #expect(abs(rate[2]) < 1e-15)
    #expect(abs(reduction.basePoint.eigenvalues[0].real + δ + γ * B) < 1e-14)
  }

  @Test("problem 7: Lindemann, projector ½[[1,1],[1,1]], a(1) = e^{−1/2}")
  func lindemann() throws {
    let reduction = try CoordinateFreeReduction(of: Lindemann().compiled())
    for entry in reduction.basePoint.projection.joined() { #expect(abs(entry - 0.5) < 1e-14) }
    let end = try reduction.course(at: [1]).states[0]
    #expect(abs(end[0] - Double.exp(-0.5)) < 1e-11 && abs(end[1] - end[0]) < 1e-13)
    let full = try integrate(
      Lindemann().compiled().field(in: .slow), from: [1, 1], over: (0, 1), output: .times([]),
      options: .init(relativeTolerance: 1e-11)
    ).reachedState
    #expect(abs(full[0] - 0.60687872) < 1e-8 && abs(full[1] - 0.60637913) < 1e-8)
    #expect(abs(full[0] - end[0]) < 1e-3)
    // The fibre through (1.4, 0.6) keeps a + b.
    let base = try reduction.base(of: [1.4, 0.6])
    #expect(abs(base.state[0] - 1) < 1e-10 && abs(base.state[1] - 1) < 1e-10)
  }

  @Test("problem 24: implicit balancing on aw = 1, in closed form")
  func twoLayer() throws {
    let reduction = try CoordinateFreeReduction(of: TwoLayer().compiled())
    #expect(!reduction.split.isInFastTime && reduction.basePoint.isAttracting)
    let w = 2.0
    #expect(
      abs(reduction.basePoint.rate[0] - w * (1 - w * w * w * w) / (1 + w * w * w * w)) < 1e-13)
    let end = try reduction.course(at: [1]).states[0]
    #expect(abs(end[0] - 1.1337755001246) < 1e-11)
    #expect(abs(end[0] * end[1] - 1) < 1e-14)
    // Fast fibres keep w² − a².
    let base = try reduction.base(of: [1.5, 0.2])
    let (bw, ba) = (base.state[0], base.state[1])
    #expect(abs(bw * bw - ba * ba - (2.25 - 0.04)) < 1e-9)
  }

  @Test("a network with tanh: the full system converges to the reduced one at first order")
  func tanhNetwork() throws {
    let reduction = try CoordinateFreeReduction(of: TanhNetwork().compiled())
    #expect(reduction.fastDimension == 1)
    let start = reduction.basePoint.state
    let limit = try reduction.course(from: start, at: [0.3]).states[0]
    let errors = try [2e-3, 1e-3].map { ε in
      let full = try TanhNetwork().setting(\.$ε, ε).compiled()
      let end = try integrate(
        full.field(in: .slow), from: start, over: (0, 0.3), output: .times([]),
        options: .init(relativeTolerance: 1e-10)
      ).reachedState
      return zip(end, limit).map { abs($0 - $1) }.max() ?? 0
    }
    #expect(abs(Double.log2(errors[0] / errors[1]) - 1) < 0.1, "\(errors)")
  }

  @Test("a model in standard form gives the same reduced flow as its own slow equation")
  func standardForm() throws {
    let reduction = try CoordinateFreeReduction(of: MichaelisMenten().compiled(), from: [0, 1])
    // ṡ = −L s/(s + K) at s = 1.
    #expect(abs(reduction.basePoint.rate[1] + 0.25) < 1e-13)
    #expect(abs(reduction.basePoint.state[1] - 1) < 1e-15)
    // s(1) = K W₀((s₀/K) e^{(s₀ − L t)/K}).
    let end = try reduction.course(at: [1]).states[0]
    #expect(abs(end[1] - 0.7662486081617502) < 1e-11)
  }

  @Test("what cannot be reduced says why")
  func refusals() throws {
    #expect { _ = try CoordinateFreeReduction(of: SlowProduct().compiled()) } throws: {
      "\($0)".contains("no small parameter")
    }
    #expect {
      _ = try CoordinateFreeReduction(of: SlowProduct().compiled(), small: ["k9"])
    } throws: { "\($0)".contains("k9") }
    // With everything slow nothing is fast.
    #expect {
      _ = try CoordinateFreeReduction(
        of: SlowProduct().compiled(), small: ["k1", "km", "k2"])
    } throws: { "\($0)".contains("same order") }
    #expect {
      _ = try CoordinateFreeReduction(of: SlowProduct().compiled(), small: ["km"], from: [1, 0.5])
    } throws: { "\($0)".contains("no slow direction") }
  }
}
