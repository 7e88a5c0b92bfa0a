import NumericKernel
import Testing

@Suite("Nearest names")
struct SpellingTests {
  let models = ["van-der-pol", "davis-skodje", "robertson", "feature-unlearning", "koper"]

  @Test(
    "a slip finds its name",
    arguments: [
      ("robretson", "robertson"), ("Robertson", "robertson"), ("van-der-pool", "van-der-pol"),
      ("vanderpol", "van-der-pol"), ("kopre", "koper"), ("feature", "feature-unlearning"),
    ])
  func slips(_ typed: String, _ expected: String) {
    #expect(Spelling.nearest(to: typed, in: models) == expected)
  }

  @Test("what is like nothing gets no answer", arguments: ["", "x", "lorenz", "no-such-model"])
  func strangers(_ typed: String) {
    #expect(Spelling.nearest(to: typed, in: models) == nil)
  }

  @Test("one letter answers only to its other case")
  func oneLetter() {
    #expect(Spelling.nearest(to: "X", in: ["y", "x"]) == "x")
    #expect(Spelling.nearest(to: "z", in: ["y", "x"]) == nil)
  }

  @Test("insertions, deletions, replacements and swaps cost one each")
  func distances() {
    func distance(_ a: String, _ b: String) -> Int { Spelling.distance(Array(a), Array(b)) }
    #expect(distance("", "abc") == 3)
    #expect(distance("abc", "abc") == 0)
    #expect(distance("abc", "acb") == 1)
    #expect(distance("kitten", "sitting") == 3)
    #expect(distance("αβγ", "αγ") == 1)
  }
}
