import Learning
import RealModule
import Testing

@Suite("Theory of unlearning")
struct UnlearningTheoryTests {
  @Test("The four classes have exponents 1/3, 1/4, 1/4, 1/6")
  func exponents() {
    let classes: [(link: HermiteSeries, activation: HermiteSeries, exponent: Double)] = [
      ([0, 1, -0.45], [0, 1, 0.9], 1.0 / 3),  // l = 2 < 2k − 1 = 3, negative product
      ([0, 1, 0, -0.4], [0, 1, 0.5, 0.5], 1.0 / 4),  // l = 2k − 1 = 3
      ([0, 1], [0, 1, 0.5], 1.0 / 4),  // no l, k = 2
      ([0, 1], [0, 1, 0, 0.5], 1.0 / 6),  // no l, k = 3
    ]
    for item in classes {
      let law = UnlearningTheory(link: item.link, activation: item.activation).smallAlignment
      #expect(law?.attracts == true)
      #expect(law?.exponent == item.exponent)
    }
  }

  @Test("The sign rule: a positive shared term below order 2k − 1 keeps the feature")
  func signRule() {
    let keeps = UnlearningTheory(link: [0, 1, 0.45], activation: [0, 1, 0.9]).smallAlignment
    #expect(keeps?.attracts == false)
    #expect(keeps?.exponent == nil)
    // l = 2k − 1 = 3: (k−1) c₁ b_k²/b₁ = 0.25 against (l−1) c_l b_l = 2 c₃ b₃.
    let loses = UnlearningTheory(link: [0, 1, 0, 0.24], activation: [0, 1, 0.5, 0.5])
    let holds = UnlearningTheory(link: [0, 1, 0, 0.26], activation: [0, 1, 0.5, 0.5])
    #expect(loses.smallAlignment?.attracts == true)
    #expect(holds.smallAlignment?.attracts == false)
    #expect(UnlearningTheory(link: [0, 1], activation: [0.3, 1]).smallAlignment == nil)
    #expect(UnlearningTheory(link: [0, -1], activation: [0, 1]).smallAlignment == nil)
  }

  @Test("The law's size is that of the integrated flow at t = 5e7")
  func prefactor() throws {
    // Golden value, ε = 0.05: s = .006859483115, a = 144.9625294; the next order is 1e-3.
    let theory = UnlearningTheory(link: [0, 1, -0.45], activation: [0, 1, 0.9])
    let law = try #require(theory.smallAlignment)
    let a = try #require(law.secondLayer(atSlowTime: 2.5e6))
    let s = try #require(law.alignment(atSlowTime: 2.5e6))
    #expect(abs(a / 144.9625294 - 1) < 2e-3)
    #expect(abs(s / 0.006859483115 - 1) < 1e-2)
    // The branch itself passes through the golden point, up to the distance ε-slow motion leaves.
    #expect(abs(theory.branch(at: 0.006859483115) / 144.9625294 - 1) < 1e-6)
  }

  @Test("Perfect alignment is kept iff V(1)/U(1) < V'(1)/U'(1)")
  func perfectAlignment() {
    let kept = UnlearningTheory(link: [0, 0.9, 0.6], activation: [0, 0.8, 0.5])
    // V(1) = 1.02, U(1) = .89, V'(1) = 1.32, U'(1) = 1.14.
    #expect(abs(kept.alignedWeight - 1.02 / 0.89) < 1e-15)
    #expect(abs(kept.exitWeight - 1.32 / 1.14) < 1e-15)
    #expect(kept.keepsPerfectAlignment)
    let lost = UnlearningTheory(link: [0, 1, -0.45], activation: [0, 1, 0.9])
    #expect(!lost.keepsPerfectAlignment)
    // The delay case starts at a₀ = 0.1 · A(1) = .0783505 and leaves late.
    let delay = UnlearningTheory(link: [0, 1, 0, 0.05], activation: [0, 0.7, 0, 0.4])
    #expect(abs(0.1 * delay.exitWeight - 0.0783505) < 5e-8)
    #expect(!delay.keepsPerfectAlignment)
  }

  @Test("The branch is where the fast flow rests; slopes agree with differences")
  func branch() {
    let theory = UnlearningTheory(link: [0, 1, -0.3, 0.4], activation: [0, 0.8, 0.5, 0.3])
    let flow = MeanFieldFlow(
      teacher: Teacher(link: theory.link), student: Student(activation: theory.activation),
      timeScaleRatio: 1)
    for s in [0.1, 0.4, 0.8] {
      let a = theory.branch(at: s)
      let rate = flow.rate(at: MeanFieldState(alignment: s, secondLayer: a))
      #expect(abs(rate.alignment) < 1e-13)
      #expect(abs(rate.secondLayer - theory.slowRate(at: s)) < 1e-14)
      let step = 1e-5
      let difference = (theory.branch(at: s + step) - theory.branch(at: s - step)) / (2 * step)
      // Central difference: step² A'''/6, A''' ~ 6/s⁴.
      #expect(abs(theory.branchSlope(at: s) - difference) < 1e-10 * 6 / (s * s * s * s))
    }
  }

  @Test("Rest points and folds of the branch are zeros of G and A'")
  func restPoints() {
    let theory = UnlearningTheory(link: [0, 1, 0.3, -0.6], activation: [0, 1, 0.6, 0.5])
    #expect(theory.restPoints().count == 1)
    // The flow rests there too: both rates vanish on the branch.
    for s in theory.restPoints() {
      let flow = MeanFieldFlow(
        teacher: Teacher(link: theory.link), student: Student(activation: theory.activation),
        timeScaleRatio: 1)
      let rate = flow.rate(at: MeanFieldState(alignment: s, secondLayer: theory.branch(at: s)))
      #expect(abs(rate.alignment) < 1e-12 && abs(rate.secondLayer) < 1e-12)
    }
    // A fold where s U' grows slower than V' for a while.
    let folded = UnlearningTheory(
      link: [0, 0.1, 0, 0, 0, 1], activation: [0, 1, 0, 0, 0, 0.3])
    #expect(!folded.folds().isEmpty)
    for s in folded.folds() {
      // Either side of a fold the slope of A has opposite signs.
      #expect(folded.branchSlope(at: s - 1e-6) * folded.branchSlope(at: s + 1e-6) < 0)
    }
    let plain = UnlearningTheory(link: [0, 1, -0.45], activation: [0, 1, 0.9])
    #expect(plain.restPoints().isEmpty && plain.folds().isEmpty)
  }
}
