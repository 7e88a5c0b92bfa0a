import Foundation
import Testing

@Suite("expand, canard, project, timescales and reduce --order")
struct AnalysisTests {
  @Test("expand: Michaelis-Menten as numbers, fractions and formulas")
  func expand() throws {
    let json = try Tool.run([
      "expand", "michaelis-menten", "--at", "s=1", "--near", "c=0.5", "--order", "8", "--json",
    ]).json()
    let exact = try #require(json["exactCoefficients"] as? [String: [String]])
    #expect(exact["c"]?.prefix(3) == ["1/2", "1/32", "-5/512"])
    let coefficients = try #require(json["coefficients"] as? [String: [Double]])
    #expect(coefficients["c"]?[2] == -5.0 / 512)
    let formulas = try #require(json["formulas"] as? [String])
    #expect(formulas.count == 3 && formulas[1].contains("** 4"))
    let refined = try #require(json["refined"] as? [String: Any])
    let fast = try #require(refined["fast"] as? [String: Double])
    let truncation = try #require(json["truncation"] as? [String: Any])
    let sum = try #require(truncation["value"] as? [String: Double])
    #expect(abs((fast["c"] ?? 0) - (sum["c"] ?? 1)) < 1e-14)
  }

  @Test("canard: van der Pol's series in fractions and its value at ε = 0.01")
  func canard() throws {
    let json = try Tool.run([
      "canard", "van-der-pol", "--parameter", "a", "--over", "y=-1:1", "--set", "a=0.9", "--json",
    ]).json()
    let canards = try #require(json["canards"] as? [[String: Any]])
    // One at each fold, a = ±1.
    #expect(canards.count == 2)
    let right = try #require(
      canards.first { (($0["fold"] as? [String: Double])?["x"] ?? 0) > 0 })
    #expect(
      right["exactSeries"] as? [String] == ["1", "-1/8", "-3/32", "-173/1024", "-7593/16384"])
    #expect(abs((right["value"] as? Double ?? 0) - 0.998740451246) < 1e-11)
  }

  @Test("project: the slow product's reduced flow and Lindemann's projector")
  func project() throws {
    let json = try Tool.run([
      "project", "michaelis-menten-slow-product", "--at", "0,1", "--json",
    ]).json()
    let course = try #require(json["course"] as? [String: Any])
    let states = try #require(course["states"] as? [String: [Double]])
    #expect(abs((states["S"]?.last ?? 0) - 0.6555492751108) < 1e-11)
    #expect(json["attracting"] as? Bool == true)
    let lindemann = try Tool.run(["project", "lindemann", "--json"]).json()
    let projection = try #require(lindemann["projection"] as? [[Double]])
    for entry in projection.joined() { #expect(abs(entry - 0.5) < 1e-14) }
  }

  @Test("timescales: Davis-Skodje's modes, terms and exhausted count")
  func timeScales() throws {
    let json = try Tool.run([
      "timescales", "davis-skodje", "--set", "epsilon=0.01", "--from", "x=2", "--from", "y=1",
      "--until", "0.2", "--points", "3", "--json",
    ]).json()
    let points = try #require(json["points"] as? [[String: Any]])
    #expect(points.map { $0["exhausted"] as? Int } == [0, 1, 1])
    let first = try #require(points[0]["eigenvalues"] as? [[Double]])
    #expect(abs(first[0][0] + 100) < 1e-10 && abs(first[1][0] + 1) < 1e-12)
    let terms = try #require(json["terms"] as? [[String: Any]])
    #expect(terms.contains { $0["name"] as? String == "y" })
  }

  @Test("reduce --order: the series at the middle of each branch beside the reduced flow")
  func reduceOrder() throws {
    let json = try Tool.run([
      "reduce", "van-der-pol", "--over", "y=-1:1", "--order", "3", "--json",
    ]).json()
    let series = try #require(json["slowManifold"] as? [[String: Any]])
    #expect(series.count == 3)
    for entry in series {
      let terms = try #require((entry["coefficients"] as? [String: [Double]])?["x"])
      let x = terms[0]
      #expect(abs(terms[1] - x / ((x * x - 1) * (x * x - 1))) < 1e-10 * abs(terms[1]) + 1e-14)
    }
    #expect((json["branches"] as? [Any])?.count == 3)
  }

  @Test(
    "bad requests say what can be had instead",
    arguments: [
      (["expand", "robertson"], "coordinate-free"),
      (["expand", "van-der-pol", "--order", "99"], "from 0 to 60"),
      (["expand", "van-der-pol", "--at", "x=1"], "there are: y"),
      (["canard", "robertson", "--parameter", "k1", "--over", "y1=0:1"], "not a slow variable"),
      (["canard", "van-der-pol", "--parameter", "b", "--over", "y=-1:1"], "no parameter \"b\""),
      (["canard", "van-der-pol", "--parameter", "a", "--over", "y=2:3"], "no fold"),
      (["canard", "davis-skodje", "--parameter", "epsilon", "--over", "y=0.1:1"], "no fold"),
      (["project", "robertson"], "no small parameter"),
      (["project", "robertson", "--small-parameter", "k9"], "k9"),
      (["timescales", "kuramoto", "--until", "1"], "populations"),
      (["timescales", "van-der-pol", "--until", "-1"], "from 0 on"),
      (["reduce", "van-der-pol", "--over", "y=-1:1", "--order", "-1"], "from 0 to 60"),
    ] as [([String], String)])
  func refused(_ arguments: [String], _ advice: String) throws {
    let outcome = try Tool.run(arguments)
    #expect(outcome.code == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains(advice), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }
}
