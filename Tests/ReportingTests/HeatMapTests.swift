import Foundation
import Reporting
import Testing

@Suite("Heat maps")
struct HeatMapTests {
  static func map(size: Figure.Size = .init(width: 800, height: 560)) -> HeatMap {
    let x = (0..<40).map { Gallery.grid(-4, -1, 40)[$0] }.map { Double("1e\($0)") ?? pow(10, $0) }
    let y = Gallery.grid(0, 1, 30)
    var values = y.map { y in x.map { x in sin(3 * y) * log10(x) } }
    for column in 0..<6 { values[20][30 + column] = .nan }
    return HeatMap(
      title: "A map with a hole", size: size, x: .init("ε", scale: .logarithmic), y: .init("a(0)"),
      value: .init("s"), columns: x, rows: y, values: values, missing: "no end reached")
  }

  @Test(
    "cells of an evenly spaced axis touch halfway, on a logarithmic one at the geometric mean",
    .enabled(if: hasGnuplot))
  func borders() throws {
    let map = HeatMap(
      x: .init("x", scale: .logarithmic), y: .init("y"), value: .init("v"), columns: [1, 100],
      rows: [0, 2], values: [[1, .nan], [.nan, 4]])
    try withFolder { folder in
      let figure = try Gnuplot(formats: [.svg]).draw(map, named: "m", in: folder)
      let lines = try folder.read("m.dat").split(separator: "\n").map(String.init)
      func numbers(_ line: String) -> [Double] {
        line.split(separator: " ").compactMap { Double($0) }
      }
      let cells = lines.filter { !$0.hasPrefix("#") }.map(numbers)
      // Two filled cells, two grey ones; none reaches over a grey neighbour. To ten digits: borders
      // come through a logarithm and back.
      let expected: [[Double]] = [
        [1, 0, 0.1, 10, -1, 1], [100, 2, 10, 1000, 1, 3], [100, 0, 10, 1000, -1, 1],
        [1, 2, 0.1, 10, 1, 3],
      ]
      #expect(cells.count == 4)
      for (cell, wanted) in zip(cells, expected) {
        for (one, other) in zip(cell, wanted) {
          #expect(abs(one - other) <= 1e-10 * max(1, abs(other)))
        }
      }
      #expect(cells.prefix(2).map { $0[6] } == [1, 4])
      let script = try folder.read("m.gp")
      #expect(script.contains("set xrange [0.1"))
      #expect(script.contains("set cbrange [1.0:4.0]"))
      #expect(script.contains("fc palette"))
      #expect(script.contains("'no value'"))
      #expect(figure.notes.isEmpty)
    }
  }

  @Test("drawn at 800 and 300 pixels", .enabled(if: hasGnuplot), arguments: [800, 300])
  func draws(_ width: Int) throws {
    try withFolder { temporary in
      let gallery = ProcessInfo.processInfo.environment["FASTSLOW_GALLERY"]
      let folder = try gallery.map { try OutputDirectory($0) } ?? temporary
      let map = Self.map(size: .init(width: width, height: width * 7 / 10))
      let figure = try Gnuplot().draw(map, named: "heat-map-\(width)", in: folder)
      #expect(try folder.read("heat-map-\(width).svg").contains("</svg>"))
      #expect(figure.pictures.count == 2)
    }
  }

  @Test(
    "gnuplot draws whatever numbers and names there are", .enabled(if: hasGnuplot),
    arguments: 0..<30)
  func anything(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let scales: [Figure.Axis.Scale] = [.linear, .logarithmic]
    func ascending() -> [Double] {
      Array(Set(DrawingTests.anyValues(&generator).filter { $0 > 0 && $0 < 1e290 && $0 > 1e-290 }))
        .sorted()
    }
    let (x, y) = (ascending(), ascending())
    let values = y.map { _ in x.map { _ in DrawingTests.anyValues(&generator).first ?? .nan } }
    let map = HeatMap(
      title: Gallery.wildNames[3], x: .init(Gallery.wildNames[0], scale: scales[Int(seed % 2)]),
      y: .init(Gallery.wildNames[2]), value: .init("v", scale: scales[Int(seed / 2 % 2)]),
      columns: x, rows: y, values: values, missing: Gallery.wildNames[4])
    try withFolder { folder in
      _ = try Gnuplot(formats: [.svg]).draw(map, named: "any", in: folder)
    }
  }

  @Test("a grid too fine for a picture is thinned, and the reader told")
  func thinned() throws {
    let many = (0..<600).map(Double.init)
    let map = HeatMap(
      x: .init("x"), y: .init("y"), value: .init("v"), columns: many, rows: [0, 1],
      values: [many, many])
    try withFolder { folder in
      let notes = try? Gnuplot(formats: [.svg]).draw(map, named: "m", in: folder).notes
      if hasGnuplot { #expect(notes?.first?.contains("every 3. value across") == true) }
      let rows = try folder.read("m.dat").split(separator: "\n").filter { !$0.hasPrefix("#") }
      #expect(rows.count == 2 * 200 + 1)
    }
  }

  @Test("coloured points, those without a value in grey", .enabled(if: hasGnuplot))
  func points() throws {
    let places = (0..<300).map { k in
      let t = Double(k) / 300
      return (x: t * (1 - t), y: pow(10, -4 + 3 * t), value: k % 50 == 0 ? .nan : sin(6 * t))
    }
    let map = PointMap(
      title: "Points", x: .init("a"), y: .init("ε", scale: .logarithmic), value: .init("s"),
      points: places + [(x: 0, y: -1, value: 1)], missing: "no end reached")
    try withFolder { temporary in
      let gallery = ProcessInfo.processInfo.environment["FASTSLOW_GALLERY"]
      let folder = try gallery.map { try OutputDirectory($0) } ?? temporary
      let figure = try Gnuplot().draw(map, named: "points", in: folder)
      #expect(figure.notes == ["1 of 301 points are not shown: no place on the axes"])
      let rows = try folder.read("points.dat").split(separator: "\n").filter { !$0.hasPrefix("#") }
      #expect(rows.count == 300)
      #expect(try folder.read("points.gp").contains("'no end reached'"))
    }
  }
}
