import Reporting
import Testing

@Suite("Figure scripts")
struct FigureScriptTests {
  /// The script, the data and the notes of a drawing.
  func written(_ drawing: some Drawing, named name: String = "figure") throws -> (
    script: String, data: String, notes: [String]
  ) {
    try withFolder { folder in
      let figure = try Gnuplot().write(drawing, named: name, in: folder)
      return (try folder.read(name + ".gp"), try folder.read(name + ".dat"), figure.notes)
    }
  }

  @Test(
    "the script and the data are as they were",
    arguments: ["phase-plane", "finite-size", "wild", "nothing", "panels"])
  func golden(_ name: String) throws {
    let drawings: [String: any Drawing] = [
      "phase-plane": Gallery.phasePlane, "finite-size": Gallery.finiteSize, "wild": Gallery.wild,
      "nothing": Gallery.nothing,
      "panels": FigureGrid(
        title: "Two", columns: 2, panels: [Gallery.nothing, Gallery.finiteSize]),
    ]
    let drawing = try #require(drawings[name])
    let text = try written(drawing, named: name)
    try expectGolden(text.script, name + ".gp")
    try expectGolden(text.data, name + ".dat")
  }

  @Test("rows that a logarithmic axis cannot place are left out and counted")
  func logarithmic() throws {
    let figure = Figure(
      x: .init("t", scale: .logarithmic), y: .init("x", scale: .logarithmic),
      layers: [.line("run", x: [0, 1, 10, 100], y: [1, 2, -3, 4], style: .trajectory)])
    let text = try written(figure)
    #expect(
      text.notes == ["“run”: 2 of 4 points are not shown: not positive on a logarithmic axis"])
    #expect(text.data.contains("NaN NaN  # not drawn: 0.0 1.0\n1.0 2.0\nNaN NaN"))
  }

  @Test("numbers along the axis are never more than it has room for")
  func room() throws {
    func script(_ high: Double, _ width: Int) throws -> String {
      try written(
        Figure(
          size: .init(width: width, height: 240), x: .init("t", range: 0...high), y: .init("x"),
          layers: [.line(x: [0, high], y: [0, 1], style: .trajectory)])
      ).script
    }
    // Powers of ten take ten letters: 71 letters have room for seven, the next round step is 1e10.
    #expect(try script(4e10, 800).contains("set xtics 10000000000.0\n"))
    #expect(try script(4, 800).contains("set xtics autofreq\n"))
    // 44 letters have room for eight short numbers.
    #expect(try script(4, 300).contains("set xtics 0.5\n"))
  }

  @Test("a short logarithmic axis shows its small marks")
  func smallMarks() throws {
    let figure = Figure(
      x: .init("m", range: 40...160, scale: .logarithmic), y: .init("x"),
      layers: [.line(x: [40, 160], y: [0, 1], style: .trajectory)])
    #expect(
      try written(figure).script.contains(
        "set xtics (50.0, 100.0, '' 40.0 1, '' 60.0 1, '' 70.0 1, '' 80.0 1, '' 90.0 1)\n"))
  }

  @Test("a value that is no number breaks a line silently, and is counted among points")
  func gaps() throws {
    let (x, y) = ([1, 2, .nan, 3], [1, .infinity, 2, 3])
    let axes = (Figure.Axis("x"), Figure.Axis("y"))
    let line = Figure(x: axes.0, y: axes.1, layers: [.line(x: x, y: y, style: .trajectory)])
    #expect(try written(line).notes == ["1 of 4 points are not shown: not finite, or beyond 1e300"])
    let points = Figure(x: axes.0, y: axes.1, layers: [.points(x: x, y: y, style: .start)])
    #expect(
      try written(points).notes == ["2 of 4 points are not shown: not finite, or beyond 1e300"])
  }

  @Test("arrays of different lengths are cut to the shortest, and the note says so")
  func lengths() throws {
    let figure = Figure(
      x: .init("x"), y: .init("y"), layers: [.line(x: [1, 2, 3], y: [1, 2], style: .fit)])
    #expect(try written(figure).notes == ["the lengths differ (x 3, y 2); the first 2 are shown"])
  }

  @Test("error bars that reach zero on a logarithmic axis lose their lower half")
  func bars() throws {
    let figure = Figure(
      x: .init("N"), y: .init("e", scale: .logarithmic),
      layers: [.errorBars("SGD", x: [1, 2], y: [1, 2], error: [2, 1], style: .simulation(0))])
    let text = try written(figure)
    #expect(text.notes == ["“SGD”: 1 error bars reach zero or below and lack their lower half"])
    #expect(text.data.contains("1.0 1.0 1.0 3.0"))
  }

  @Test("a layer without data takes no block and no place in the legend")
  func emptyLayer() throws {
    let figure = Figure(
      x: .init("x"), y: .init("y"),
      layers: [
        .line("gone", x: [], y: [], style: .reduced),
        .line("there", x: [0, 1], y: [0, 1], style: .trajectory),
      ])
    let text = try written(figure)
    #expect(text.notes == ["“gone”: no data"])
    #expect(text.script.contains("index 0 using 1:2 with lines ls 1 title 'there'"))
    #expect(!text.script.contains("gone"))
  }

  @Test("the legend takes a free corner, or goes below when there is none")
  func legend() throws {
    func place(_ y: [Double]) throws -> String {
      let x = y.indices.map(Double.init)
      let figure = Figure(
        x: .init("x"), y: .init("y"), layers: [.line("curve", x: x, y: y, style: .trajectory)])
      let script = try written(figure).script
      return script.split(separator: "\n").first { $0.hasPrefix("set key") }.map { String($0) }
        ?? ""
    }
    #expect(try place([1, 0, 0]).contains("top right"))
    #expect(try place([0, 0, 1]).contains("top left"))
    #expect(try place([1, 1, 0, 1, 1]).contains("bottom right"))
    #expect(try place([0, 1, 0, 1, 0, 1, 0, 1, 0, 1]).contains("below"))
  }

  @Test("no name can leave its quotes")
  func quoting() throws {
    let name = "'; system('touch x'); '"
    let figure = Figure(
      title: name, x: .init(name), y: .init(name),
      layers: [.line(name, x: [0, 1], y: [0, 1], style: .fit), .label(name, x: 0, y: 0)])
    let script = try written(figure).script
    #expect(!script.contains("title '';"))
    #expect(script.contains("set title '''; system(''touch x''); ''' noenhanced"))
  }

  @Test(
    "names of files hold only plain letters",
    arguments: [("a b/c", "a-b-c"), ("../x", "x"), ("ε", "figure")])
  func fileNames(_ name: String, _ expected: String) throws {
    try withFolder { folder in
      let figure = try Gnuplot().write(Gallery.nothing, named: name, in: folder)
      #expect(figure.name == expected)
      #expect(figure.script == folder.path(of: expected + ".gp"))
    }
  }

  @Test("without gnuplot the script stays and the error says what to install")
  func missing() throws {
    try withFolder { folder in
      let error = #expect(throws: ReportingError.self) {
        try Gnuplot(program: "no-such-gnuplot").draw(Gallery.nothing, named: "n", in: folder)
      }
      #expect(error?.code == .gnuplotMissing)
      #expect(error?.message.contains("gnuplot-nox") == true)
      #expect(error?.written == [folder.path(of: "n.gp"), folder.path(of: "n.dat")])
      let script = try folder.read("n.gp")
      #expect(!script.isEmpty)
    }
  }

  @Test("a gnuplot that fails is quoted", .enabled(if: Gnuplot(program: "false").isInstalled))
  func failing() throws {
    try withFolder { folder in
      let error = #expect(throws: ReportingError.self) {
        try Gnuplot(program: "false").draw(Gallery.nothing, named: "n", in: folder)
      }
      #expect(error?.code == .gnuplotFailed)
      #expect(error?.message.contains("exit code 1") == true)
    }
  }
}
