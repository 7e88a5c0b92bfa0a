import Foundation
import Testing

@Suite("manifold and reduce beyond curves")
struct GeometryCommandTests {
  @Test("a surface: mesh, curves, files")
  func surface() throws {
    let folder = try Tool.temporaryFolder()
    let outcome = try Tool.run([
      "manifold", "cusp-surface", "--over", "a=-1:1", "--over", "b=-2:1", "--json", "--quiet",
      "--out", folder.path,
    ])
    #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    let json = try outcome.json()
    let vertices = try #require(json["vertices"] as? [[String: Any]])
    let triangles = try #require(json["triangles"] as? [[String: Any]])
    #expect(vertices.count > 500 && triangles.count > vertices.count)
    #expect((json["foldCurves"] as? [Any])?.count == 1)
    #expect((json["cusps"] as? [Any])?.count == 1)
    for name in ["surface.json", "surface.obj", "surface.vtk", "critical-surface.gp"] {
      #expect(FileManager.default.fileExists(atPath: folder.appending(path: name).path), "\(name)")
    }
  }

  @Test("Koper: folded singularities from the declaration alone")
  func koper() throws {
    let json = try Tool.run([
      "reduce", "koper", "--over", "y=-2.5:2.5", "--over", "z=-6:6", "--json",
    ]).json()
    let points = try #require(json["foldedSingularities"] as? [[String: Any]])
    #expect(points.compactMap { $0["kind"] as? String }.sorted() == ["focus", "node"])
    let node = try #require(points.first { $0["kind"] as? String == "node" })
    #expect(abs((node["ratio"] as? Double ?? 0) - 0.06850176076554408) < 1e-12)
    #expect(node["smallOscillations"] as? Int == 7)
  }

  @Test("equilibria over a parameter: Hopf points, and the statement of completeness")
  func equilibria() throws {
    let json = try Tool.run(["manifold", "fitzhugh-nagumo", "--over", "I=0:2", "--json"]).json()
    let special = try #require(json["specialPoints"] as? [[String: Any]])
    #expect(special.compactMap { $0["kind"] as? String } == ["hopf", "hopf"])
    let completeness = try #require(json["completeness"] as? [String: Any])
    #expect(completeness["verdict"] as? String == "proved")
  }

  @Test("fold and Hopf curves in two parameters")
  func twoParameters() throws {
    let json = try Tool.run([
      "manifold", "morris-lecar", "--over", "I=0:300", "--over", "phi=0.01:0.3", "--box",
      "v=-70:50", "--box", "w=0:1", "--json",
    ]).json()
    let curves = try #require(json["hopfCurves"] as? [[String: Any]])
    #expect(!curves.isEmpty)
  }

  @Test("the slow flow from the initial state stops at the fold, with the time")
  func orbit() throws {
    let json = try Tool.run([
      "reduce", "van-der-pol", "--over", "y=-1:1", "--from", "y=0.6666666666666666", "--until",
      "5", "--json",
    ]).json()
    let orbit = try #require(json["orbit"] as? [String: Any])
    #expect(orbit["ending"] as? String == "fold")
    let points = try #require(orbit["points"] as? [[String: Any]])
    let time = try #require(points.last?["time"] as? Double)
    #expect(abs(time - 0.8068528194400547) < 1e-8)
  }
}
