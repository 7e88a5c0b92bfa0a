import FastSlow
import Testing

@Suite("What an .ode file may not say")
struct FaultTests {
  static let cases: [(String, Int, String)] = [
    ("x'=-x\nwiener w", 2, "noise"), ("x'=-x\nmarkov z 2", 2, "Markov"),
    ("x(t+1)=x/2", 1, "maps"), ("x(t)=int{exp(-t)#x}", 1, "integral"),
    ("x'=-y\n0=y+exp(y)-x", 2, "algebraic"), ("x'=-y\nsolv y=-.5", 2, "algebraic"),
    ("x'=-x\nspecial k=conv(even,1,2,w,u)", 2, "special"),
    ("x'=-delay(x,2)", 1, "delay(…) is not supported"), ("x'=-x+ran(1)", 1, "ran(…)"),
    ("x'=-x\nexport {x} {y}", 2, "C libraries"), ("x'=-x\noptions opts", 2, "file of options"),
    ("x'=besselj(1,x)", 1, "besselj"), ("x'=-x\nglobal 0 x {x=1}", 2, "1 (rising)"),
    ("par k=1\nx'=-x\nglobal 1 x-1 {k=2}", 3, "changes of parameters"),
    ("x'=-x\n@ meth=discrete", 2, "maps"), ("x'=-x+y", 1, "y is not defined"),
    ("z=w+1\nw=2\nx'=-z", 1, "w is not defined, or defined only further down"),
    ("x'=-x\nx'=1", 2, "x is defined already, on line 1"),
    ("par a\nx'=-a", 1, "a has no value"), ("par a=two\nx'=-a", 1, "a finite number"),
    ("x'=-x*(1+2", 1, ") is missing at the end"), ("x'=1+*2", 1, "\"*\" does not belong"),
    ("x'=sin(x,2)", 1, "sin takes 1 argument, not 2"), ("x'=foo(x)", 1, "no function foo"),
    ("f(x)=f(x)+1\nx'=f(x)", 2, "calls itself"), ("x'=mod(x,-2)", 1, "positive modulus"),
    ("x'=sin", 1, "sin is a function"),
    ("x'=-x\nimit x=2", 2, "not understood"), ("x'=-x\nthis is nothing", 2, "not understood"),
    ("x'=-x\ninit y=2", 2, "there is no variable y"), ("x'=shift(x,3)", 1, "beyond"),
    ("x'=-x\ntable w none.tab", 2, "cannot be read"),
    ("x'=t\n@ t0=3", 2, "runs start at time 0"), ("par t=1\nx'=t", 1, "meaning of its own"),
    ("%[1..2]\nx[j]'=-x[j]", 1, "never closed"), ("# nothing", 0, "no differential equations"),
    ("par a=1\nx'=if(x>1)then(2)", 2, "\"else\" is missing"),
  ]

  @Test("is refused with its line", arguments: cases)
  func refused(_ text: String, _ line: Int, _ words: String) {
    let error = #expect(throws: ImportError.self) { try ODEFile(text, name: "m.ode") }
    let faults = error?.faults ?? []
    #expect(faults.contains { $0.line == line && $0.message.contains(words) }, "\(faults)")
  }

  @Test("all faults are told together, in the order of their lines")
  func together() {
    let text = "x'=-x+ran(1)\nwiener w\npar a\ny'=q"
    let error = #expect(throws: ImportError.self) { try ODEFile(text, name: "m.ode") }
    #expect(error?.faults.map(\.line) == [1, 2, 3, 4])
    #expect(error?.description.hasPrefix("m.ode has 4 faults:\n  - line 1: ") == true)
  }

  @Test("what has no effect here is listed with its line")
  func remarks() throws {
    let file = try ODEFile(
      """
      x'=1<2+x
      bdry x-1
      set hopf {x=2}
      only x
      @ bounds=100,xp=x
      @ meth=euler
      """, name: "m.ode")
    #expect(file.remarks.map(\.line) == [0, 1, 2, 3, 4, 5, 6])
    #expect(file.remarks.first?.message.contains("xp") == true)
  }

  @Test("numerical options in our terms")
  func settings() throws {
    let file = try ODEFile(
      "x'=-x\n@ total=200,dt=.5,nout=4,meth=2rb,toler=1e-7", name: "m.ode")
    let settings = file.settings
    #expect(settings.until == 200 && settings.points == 101)
    #expect(settings.method == "rosenbrock")
    #expect(settings.relativeTolerance == 1e-7 && settings.absoluteTolerance == nil)
    #expect(try ODEFile("x'=-x", name: "m.ode").settings.until == 20)
  }
}
