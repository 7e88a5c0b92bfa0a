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
      (["run", "van-der-pol", "--until", "1", "--at", "0,2"], "outside the run: 2;"),
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
      (["compare", "feature-unlearning", "--teacher", "erf:1,1"], "one weight"),
      (["compare", "feature-unlearning", "--widths", "40"], "40,80,160"),
      (["compare", "saad-solla", "--first-layer", "uniform"], "give --from R[0]"),
      (["compare", "feature-unlearning", "--second-layer-training", "optimal"], "such as 0.3"),
      (
        [
          "compare", "feature-unlearning", "--second-layer", "equal:1", "--second-layer-training",
          "optimal",
        ], "leave it out"
      ),
      (["compare", "saad-solla", "--second-layer", "gaussian:1"], "give --from v[0]"),
      (["compare", "feature-unlearning", "--widths", "40,80", "--seeds", "1"], "two or more"),
      (["orbit", "van-der-pol", "--set", "ε=-0.01"], "not below 0"),
      (["run", "van-der-pol", "--from", "x=1,y=2", "--until", "1"], "repeat the option for y=2"),
      (["new", "My Model"], "my-model"),
      (["new", "van-der-pol"], "already"),
    ] as [([String], String)])
  func refused(_ arguments: [String], _ advice: String) throws {
    let outcome = try Tool.run(arguments)
    #expect(outcome.code == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains(advice), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test(
    "each mistake in an SGD request, alone",
    arguments: [
      (["--width", "0"], "width m = 0 is too small; nearest valid: 1."),
      (["--width", "5", "--batch", "0"], "batch B = 0 is too small; nearest valid: 1."),
      (["--width", "5", "--dimension", "5", "--engine", "gram"], "nearest valid: 6"),
      (["--width", "5", "--step", "nan"], "step η = nan must be positive and finite; try 0.05."),
      (["--width", "5", "--rates", "plain:nan,1"], "such as plain:2,0.4"),
      (["--width", "5", "--rates", "plan:2,1"], "mup:η,η₂"),
      (["--width", "5", "--rates", "plain:2,1", "--step", "1"], "give one of them"),
      (["--width", "5", "--set", "c=3"], "zero variance"),
      (["--width", "5", "--set", "b=1"], "activation is constant"),
      (["--width", "5", "--set", "c="], "c=0,1,-0.45"),
      (["--width", "5", "--set", "c=0,nan"], "c[1]: nan is not a finite number"),
      (["--width", "5", "--set", "b=0,inf"], "b[1]: inf is not a finite number"),
      (["--width", "5", "--activation", "rleu"], "did you mean \"relu\"?"),
      (["--width", "5", "--activation", "sign"], "no derivative"),
      (["--width", "5", "--teacher", "erf:0"], "zero variance"),
      (["--width", "5", "--teacher", "erf:"], "such as erf:1,1"),
      (["--width", "5", "--optimizer", "adam", "--engine", "gram"], "the direct engine"),
      (["--width", "5", "--inputs", "uniform", "--engine", "population"], "the direct engine"),
      (["--width", "5", "--activation", "relu", "--engine", "population"], "gram or direct"),
      (["--width", "5", "--inputs", "unifrom"], "did you mean \"uniform\"?"),
      (["--width", "5", "--inputs", "no.csv"], "no such file"),
      (["--width", "5", "--rows", "free"], "erf or relu"),
      (["--width", "5", "--from", "s=2"], "nearest valid: s₀ = 1.0"),
    ] as [([String], String)])
  func refusedSGD(_ options: [String], _ advice: String) throws {
    let outcome = try Tool.run(["sgd", "feature-unlearning", "--until", "1"] + options)
    #expect(outcome.code == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains(advice), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    // Nothing else is the matter.
    let lines = outcome.errors.split(separator: "\n").filter { $0.contains("nearest valid") }
    #expect(lines.count <= 1, "\(outcome.errors)")
  }

  @Test("inputs from a file, another optimizer and functions: the run says what it was")
  func network() throws {
    let folder = try Tool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "samples.csv")
    let lines = (0..<50).map { i in
      "\(Double(i * i % 17) / 3),\(i % 5),\(Double(i) * 0.1 + Double(i % 3))"
    }
    try Data((["x,y,z"] + lines).joined(separator: "\n").utf8).write(to: file)
    let outcome = try Tool.run([
      "sgd", "feature-unlearning", "--width", "6", "--until", "2", "--seeds", "2", "--batch", "20",
      "--inputs", file.path, "--optimizer", "adam", "--activation", "gelu", "--teacher", "relu",
      "--rates", "plain:0.3,0.06", "--json", "--quiet",
    ])
    #expect(outcome.code == 0, "\(outcome.errors)")
    let json = try outcome.json()
    let network = try #require(json["network"] as? [String: String])
    #expect(network["student"] == "gelu")
    #expect(network["optimizer"] == "adam:0.9,0.999")
    #expect(network["inputs"]?.hasPrefix("samples.csv, 50 × 3") == true)
    #expect(json["engine"] as? String == "direct")
    let rates = try #require(json["learningRates"] as? [String: [String: Double]])
    #expect(abs((rates["plain"]?["lr_w"] ?? 0) - 0.3) < 1e-15)
    #expect(abs((rates["nn2pp"]?["lr2"] ?? 0) - 0.06 * 3 / 36) < 1e-15)
    // The model's coefficients are those of the functions.
    let parameters = try #require(json["parameters"] as? [String: Any])
    #expect(numbers(parameters["c"]).count == 21)
    #expect(abs(numbers(parameters["c"])[1] - 0.5) < 1e-14)
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
