import FastSlow
import Testing

@Suite("Scales of an .ode file")
struct ScaleTests {
  @Test("fast time: ε divides out exactly, so that it may be 0")
  func fastTime() throws {
    let system = try Files.read("vdp.ode").system(scales: .init(slow: ["y"], small: "eps"))
    #expect(system.fastIndices == [0] && system.slowIndices == [1])
    #expect(system.epsilon == 0.05)
    #expect(
      system.formattedEquations(.text) == [
        "eps dx/dτ = y + x - x ** 3 / 3", "dy/dτ = a - x",
      ])
  }

  @Test("slow time: the division by ε is taken off")
  func slowTime() throws {
    let system = try Files.read("fhn.ode").system(scales: .init(slow: ["w"], small: "eps"))
    let small = try #require(system.smallParameter)
    #expect(!system.rightSides[0].symbols.contains(small.symbol))
    let whole = try Files.read("fhn.ode").system().solve(until: 5, output: .times([5]))
    let scaled = try system.solve(until: 5, in: .slow, output: .times([5]))
    for name in ["v", "w"] {
      #expect(abs((whole[name]?[0] ?? .nan) - (scaled[name]?[0] ?? .nan)) < 1e-6)
    }
  }

  @Test("a new ε keeps the file's own motion in fast time")
  func newParameter() throws {
    let file = try Files.read("lecar.ode")
    let scaled = try file.system(scales: .init(slow: ["w"], small: "epsilon", value: 0.04))
    let whole = try file.system().solve(until: 40, output: .times([40]))
    let fast = try scaled.solve(until: 40, in: .fast, output: .times([40]))
    #expect(abs((whole["v"]?[0] ?? .nan) - (fast["v"]?[0] ?? .nan)) < 1e-4)
  }

  @Test("time in the equations is the file's own")
  func time() throws {
    let file = try ODEFile("par eps=0.1\nx'=-x+y+cos(t)\ny'=eps*(1-x)", name: "m.ode")
    let whole = try file.system().solve(until: 10, output: .times([10]))
    let scaled = try file.system(scales: .init(slow: ["y"], small: "eps"))
      .solve(until: 1, in: .slow, output: .times([1]))
    #expect(abs((whole["x"]?[0] ?? .nan) - (scaled["x"]?[0] ?? .nan)) < 1e-6)
  }

  @Test("what cannot be read off is refused by name")
  func refused() throws {
    let file = try Files.read("vdp.ode")
    for (scales, words) in [
      (ODEFile.Scales(slow: ["x"], small: "eps"), "x' has no factor eps"),
      (.init(slow: ["z"], small: "eps"), "no variable \"z\""),
      (.init(slow: ["y"], small: "epz"), "did you mean \"eps\"?"),
      (.init(slow: ["x", "y"], small: "eps"), "none is fast"),
      (.init(slow: ["y"], small: "eps", value: 0.1), "--set"),
    ] {
      let error = #expect(throws: ImportError.self) { try file.system(scales: scales) }
      #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
  }

  @Test("the Swift source of a file's model")
  func source() throws {
    let system = try Files.read("vdp.ode").system(scales: .init(slow: ["y"], small: "eps"))
    let source = try ModelSource(system, name: "my-vdp", typeName: "MyVdp").text
    #expect(
      source == """
        public import FastSlow

        /// from vdp.ode
        public struct MyVdp: FastSlowModel {
          public static let name = "my-vdp"
          public static let summary = "from vdp.ode"

          @Fast(initial: 2.0) public var x
          @Slow(initial: 0.0) public var y
          @Parameter(0.2) public var a
          @SmallParameter(0.05) public var eps

          public init() {}

          public var equations: [Equation] {
            d(x) == y + x - x ** 3 / 3
            d(y) == a - x
          }

          public var observables: [Observable] {
            Observable("energy", x ** 2 / 2 + y ** 2 / 2)
          }
        }

        """)
    #expect(throws: UnusableValue.self) {
      try ModelSource(Files.read("tables.ode").system(), name: "t", typeName: "T")
    }
  }
}
