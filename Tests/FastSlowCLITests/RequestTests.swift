import Foundation
import Testing

@Suite("Wrong requests exit with 2 and name the nearest right thing")
struct RequestTests {
  @Test(
    "each with its advice",
    arguments: [
      (["run", "robretson", "--until", "1"], "did you mean \"robertson\"?"),
      (["run", "no-such-model", "--until", "1"], "there are: van-der-pol"),
      (["run", "van-der-pol", "--until", "1", "--set", "nosuch=1"], "there are: a, ε"),
      (["run", "robertson", "--until", "1", "--set", "k4=1"], "did you mean \"k1\"?"),
      (["run", "van-der-pol", "--until", "-1"], "give a time above 0"),
      (["run", "van-der-pol", "--until", "nan"], "give a time above 0"),
      (["run", "van-der-pol", "--until", "1", "--rtol", "0"], "from 1e-13 to 0.1"),
      (["run", "van-der-pol", "--until", "1", "--atol", "z=1"], "there are: x, y"),
      (["run", "van-der-pol", "--until", "1", "--from", "x=nan"], "not a finite number"),
      (["run", "van-der-pol", "--until", "1", "--set", "a=1,2"], "2 values for one number"),
      (["run", "van-der-pol", "--until", "1", "--at", "0,2"], "outside the run: 2.0"),
      (["run", "van-der-pol", "--until", "1", "--method", "bfd"], "bdf"),
      (["run", "van-der-pol"], "--until"),
      (["rum", "van-der-pol"], "rum"),
      (["manifold", "van-der-pol", "--over", "x=-1:1"], "x is not a slow variable"),
      (["manifold", "van-der-pol", "--over", "y=1:-1"], "y=lo:hi"),
      (["manifold", "robertson", "--over", "y1=0:1"], "not a slow variable"),
      (["manifold", "van-der-pol", "--over", "b=0:1"], "no variable"),
      (["manifold", "van-der-pol", "--over", "y=5e6:6e6", "--box", "x=-3:3"], "try another"),
      (["manifold", "koper", "--over", "y=0:1"], "freeze it at a value"),
      (["manifold", "koper", "--over", "y=0:1", "--over", "y=0:1"], "twice"),
      (["manifold", "koper", "--over", "y=0:1", "--over", "z=0:1", "--over", "k=0:1"], "3 times"),
      (["manifold", "koper", "--over", "y=0:1", "--freeze", "k=2"], "set a parameter instead"),
      (["manifold", "koper", "--over", "y=0:1", "--freeze", "z=nan"], "one finite number"),
      (["manifold", "koper", "--over", "y=0:1", "--over", "z=0:1", "--box", "w=0:1"], "\"w\""),
      (["reduce", "koper", "--over", "lambda=-8:8"], "does not flow"),
      (["reduce", "koper", "--over", "y=0:1", "--over", "k=-9:1", "--freeze", "z=1"], "not flow"),
      (["reduce", "van-der-pol", "--over", "y=-1:1", "--until", "-1"], "time above 0"),
      (["sgd", "van-der-pol", "--width", "10", "--until", "1"], "feature-unlearning"),
      (["sgd", "feature-unlearning", "--width", "0", "--until", "1"], "width"),
      (["compare", "feature-unlearning", "--widths", "40"], "40,80,160"),
      (["compare", "feature-unlearning", "--widths", "40,80", "--seeds", "1"], "two or more"),
      (["new", "My Model"], "my-model"),
      (["new", "van-der-pol"], "already"),
    ] as [([String], String)])
  func refused(_ arguments: [String], _ advice: String) throws {
    let outcome = try Tool.run(arguments)
    #expect(outcome.code == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains(advice), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test("an output folder that cannot be written is refused before any work")
  func unwritable() throws {
    let folder = try Tool.temporaryFolder()
    let file = folder.appending(path: "file")
    try Data().write(to: file)
    let outcome = try Tool.run([
      "run", "van-der-pol", "--until", "1", "--out", file.appending(path: "inside").path,
    ])
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("is a file, not a folder"))
  }
}
