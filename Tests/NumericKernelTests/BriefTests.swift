import NumericKernel
import Testing

@Suite("Numbers in sentences")
struct BriefTests {
  @Test(
    "six digits, and 0 for what is rounding beside the size",
    arguments: [
      (0.9999999999999999, 1.0, "1"), (-9.86e-32, 1, "0"), (1.0 / 3, 1, "0.333333"),
      (36.3162174999, 1, "36.3162"), (-0.0001234567, 1, "-0.000123457"), (123456.7, 1, "123457"),
      (1.25e-12, 1e-12, "1.25e-12"), (0, 1, "0"), (.infinity, 1, "inf"),
    ] as [(Double, Double, String)])
  func brief(_ value: Double, _ size: Double, _ text: String) {
    #expect(value.brief(beside: size) == text)
  }
}
