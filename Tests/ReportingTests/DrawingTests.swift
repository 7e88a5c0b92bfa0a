import FoundationEssentials
import Reporting
import Testing

/// Draws into FASTSLOW_GALLERY where that is set, so that the pictures can be looked at.
@Suite("Drawing with gnuplot", .enabled(if: hasGnuplot, "gnuplot is not installed (gnuplot-nox)"))
struct DrawingTests {
  static let drawings: [(String, any Drawing)] = [
    ("phase-plane", Gallery.phasePlane), ("time-course", Gallery.timeCourse),
    ("finite-size", Gallery.finiteSize), ("wild", Gallery.wild), ("nothing", Gallery.nothing),
    ("panels", Gallery.panels), ("phase-plane-small", Gallery.small(Gallery.phasePlane)),
    ("time-course-small", Gallery.small(Gallery.timeCourse)),
  ]

  @Test("every kind of figure gives an SVG and a PNG", arguments: drawings.indices)
  func draws(_ index: Int) throws {
    let (name, drawing) = Self.drawings[index]
    try withFolder { temporary in
      let gallery = ProcessInfo.processInfo.environment["FASTSLOW_GALLERY"]
      let folder = try gallery.map { try OutputDirectory($0) } ?? temporary
      let figure = try Gnuplot().draw(drawing, named: name, in: folder)
      let svg = try folder.read(name + ".svg")
      #expect(svg.contains("</svg>"))
      #expect(svg.utf8.count > 4_000)
      let png = try Data(contentsOf: URL(filePath: try #require(figure.pictures[.png])))
      #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
      #expect(png.count > 3_000)
    }
  }

  @Test("a figure as text is as wide as it may be, and shows powers of ten")
  func text() throws {
    let text = try Gnuplot().text(Gallery.finiteSize, columns: 80)
    let lines = text.split(separator: "\n")
    #expect((20...24).contains(lines.count) && lines.allSatisfy { $0.count <= 78 })
    #expect(text.contains("Finite-size deviation: deviation from the ODE"))
    #expect(try Gnuplot().text(Gallery.timeCourse, columns: 80).contains("1e−"))
  }

  @Test("gnuplot draws whatever numbers there are", arguments: 0..<40)
  func drawsAnything(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let scales: [Figure.Axis.Scale] = [.linear, .logarithmic]
    let layers = (0..<7).map { kind in Self.anyLayer(kind, &generator) }
    let figure = Figure(
      x: .init("x", range: Self.anyRange(&generator), scale: scales[Int(seed % 2)]),
      y: .init("y", range: Self.anyRange(&generator), scale: scales[Int(seed / 2 % 2)]),
      layers: layers)
    try withFolder { folder in
      _ = try Gnuplot(formats: [.svg]).draw(figure, named: "any", in: folder)
    }
  }

  @Test("a folder's name may hold spaces, quotes and a tilde")
  func oddFolder() throws {
    try withFolder { folder in
      let odd = try OutputDirectory(folder.path + "/~it's `a` \"b\" ε {")
      let figure = try Gnuplot(formats: [.svg, .pdf]).draw(Gallery.nothing, named: "n", in: odd)
      #expect(figure.pictures.count == 2)
    }
  }

  /// Values of one seeded character: tiny, huge, constant, mixed, or every bit pattern.
  static func anyValues(_ generator: inout SeededGenerator) -> [Double] {
    let count = Int(generator.next() % 6)
    let scale = [2000 * Double.leastNonzeroMagnitude, 1e-12, 1, 1e12, 1.7e308][
      Int(generator.next() % 5)]
    let character = generator.next() % 4
    return (0..<count).map { _ in
      switch character {
      case 0: scale
      case 1: scale * Double.random(in: -1...1, using: &generator)
      case 2: scale * (1 + 1e-14 * Double(generator.next() % 3))
      default: Double(bitPattern: generator.next())
      }
    }
  }

  static func anyRange(_ generator: inout SeededGenerator) -> ClosedRange<Double>? {
    let values = anyValues(&generator).sorted()
    guard let low = values.first, let high = values.last, low <= high else { return nil }
    return generator.next() % 3 == 0 ? low...high : nil
  }

  static func anyLayer(_ kind: Int, _ generator: inout SeededGenerator) -> Figure.Layer {
    let (a, b) = (anyValues(&generator), anyValues(&generator))
    let (c, d) = (anyValues(&generator), anyValues(&generator))
    switch kind {
    case 0: return .line("line", x: a, y: b, style: .trajectory)
    case 1: return .linePoints("both", x: a, y: b, style: .reduced)
    case 2: return .band("band", x: a, lower: b, upper: c, style: .prediction)
    case 3: return .errorBars("bars", x: a, y: b, error: c, style: .simulation(1))
    case 4: return .arrows("arrows", x: a, y: b, dx: c, dy: d, length: .longest(0.1))
    case 5: return .horizontal("across", at: a.first ?? 0)
    default: return .label("label", x: a.first ?? 0, y: b.first ?? 0)
    }
  }
}
