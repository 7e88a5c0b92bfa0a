import FastSlow
import FastSlowModels
import Testing

@Suite("Formulas of a model's names")
struct FormulaTests {
  private let model = VanDerPol()

  @Test("are the expressions they look like")
  func expressions() throws {
    let system = try System(model)
    let (x, y, ε) = (model.x, model.y, model.ε)
    let cases: [(String, Expression)] = [
      ("x^2 + ε*y", x ** 2 + ε * y), ("epsilon * time", ε * ModelDescription.time),
      ("-x^2", -(x ** 2)),
      ("6/-2*3", -9), ("x/-y*2", x / -y * 2), ("x*-y^2", x * -(y ** 2)), ("2^3^2", 512),
      ("2^-1*x", 0.5 * x), ("x - -y*2", x - -(y * 2)), ("1E-3*x", 1e-3 * x),
      ("x < y + 1", ifelse(x < y + 1, 1, 0)),
      ("x > 0 & y > 0 | x < -2", ifelse((x > 0 && y > 0) || x < -2, 1, 0)),
      ("if(x>y)then(x)else(y)", ifelse(x > y, x, y)), ("max(sin(x), y)/3", max(sin(x), y) / 3),
    ]
    for (text, expected) in cases {
      #expect(try system.expression(parsing: text) == expected, "\(text)")
    }
  }

  @Test("reach observables, elements and members")
  func names() throws {
    let robertson = Robertson()
    let total = try System(robertson).expression(parsing: "total")
    #expect(total == robertson.y1 + robertson.y2 + robertson.y3)
    let learning = try System(FeatureUnlearning())
    let c = try learning.expression(of: "c[1]")
    #expect(try learning.expression(parsing: "c[1]*2") == c * 2)
    let network = CoupledFitzHughNagumo()
    let members = try System(network)
    for text in ["mean(neuron.v)", "mean(v)", "sum(v)/2"] {
      let read = try members.expression(parsing: text)
      let expected = text.hasPrefix("sum") ? sum(network.neuron.v) / 2 : mean(network.neuron.v)
      #expect(read == expected, "\(text)")
    }
  }

  @Test(
    "wrong ones get the nearest right thing",
    arguments: [
      ("x*z", "there is no z; there are: x, y"), ("X", "did you mean \"x\"?"),
      ("tiem", "did you mean \"time\"?"), ("sine(x)", "did you mean \"sin\"?"),
      ("sin", "write sin(…)"), ("x*", "ends too early"), ("(x+y", ") is missing"),
      ("", "a formula is missing"), ("x y", "y does not belong there"), ("2x", "x does not"),
      ("sin(x,y)", "sin takes 1 argument, not 2"), ("x²", "there is no x²"),
    ])
  func refused(_ text: String, _ advice: String) throws {
    let system = try System(model)
    let error = #expect(throws: FormulaError.self) { try system.expression(parsing: text) }
    #expect(error?.description.contains(advice) == true, "\(error.map { "\($0)" } ?? "")")
  }
}
