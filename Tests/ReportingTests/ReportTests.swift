import FoundationEssentials
import Reporting
import Testing

@Suite("Report")
struct ReportTests {
  static let math = """
    <math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><mi>ε</mi><mover><mi>x</mi>\
    <mo>˙</mo></mover><mo>=</mo><mi>y</mi><mo>+</mo><mi>x</mi><mo>−</mo><mfrac><msup><mi>x</mi>\
    <mn>3</mn></msup><mn>3</mn></mfrac></math>
    """

  static let svg = """
    <?xml version="1.0"?>
    <svg width="80" height="50" viewBox="0 0 80 50" xmlns="http://www.w3.org/2000/svg"
     xmlns:xlink="http://www.w3.org/1999/xlink">
    <title>Gnuplot</title>
    <circle id='gpDot' r='1'/><g id="gnuplot_plot_1"><use xlink:href='#gpDot'/></g>
    <g filter="url(#textbox)"/>
    </svg>
    """

  static func sample(_ figures: [Report.Content]) throws -> Report {
    Report(
      title: "Feature unlearning", subtitle: "ODE, reduced flow and SGD",
      command: "fastslow compare feature-unlearning --set c=0,1,-0.45",
      verdict: .init(.good, "The prediction agrees.", reasons: ["Deviation falls as N^-0.5."]),
      sections: [
        .init("Model", [.paragraph("One fast, one slow variable."), .equations([math, "x < y"])]),
        .init(
          "Settings and provenance", [.facts([.init("rtol", "1e-08"), .init("seed", "1")])]),
        .init("Figures", figures),
        .init(
          "Finite size",
          [
            .table(try TableTests.sample(), caption: "Deviation by width"),
            .warning("One seed left the box."), .list(["a", "b"]), .command("cat run.csv"),
          ]),
      ], reproduction: ["FastSlow 0.1, SUNDIALS 6.4.1."])
  }

  @Test("the page is as it was")
  func golden() throws {
    let report = try Self.sample([.figure(svg: Self.svg, caption: "Dots", notes: ["2 left out"])])
    try expectGolden(report.html(), "report.html")
  }

  @Test("no scripts and no links, only the names of XML dialects")
  func selfContained() throws {
    let html = try Self.sample([.figure(svg: Self.svg, caption: "Dots")]).html()
    #expect(!html.lowercased().contains("<script"))
    var rest = html
    for namespace in ["1998/Math/MathML", "2000/svg", "1999/xlink"] {
      rest = rest.split(separator: "\"http://www.w3.org/\(namespace)\"").joined()
    }
    #expect(!rest.contains("http:") && !rest.contains("https:"))
    #expect(!rest.contains("@import"))
  }

  @Test("texts from files are escaped everywhere")
  func escaping() throws {
    let evil = "<script>alert('x')</script>{{title}}&\""
    let report = Report(
      title: evil, subtitle: evil, command: evil, verdict: .init(.bad, evil, reasons: [evil]),
      sections: [
        .init(
          evil,
          [
            .paragraph(evil), .list([evil]), .facts([.init(evil, evil)]), .warning(evil),
            .command(evil), .equations([evil, "<math>\(evil)</math>"]),
            .table(try Table([.init(evil, unit: evil, [evil])]), caption: evil),
            .figure(svg: Self.svg, caption: evil, notes: [evil]),
            .figure(svg: "<svg>\(evil)</svg>", caption: evil),
          ])
      ], reproduction: [evil])
    let html = try report.html()
    #expect(!html.contains("<script"))
    // Every place shows it, none reads the braces as a template.
    #expect(html.ranges(of: "&lt;script&gt;").count >= 20)
    #expect(html.ranges(of: "{{title}}").count >= 20)
  }

  @Test("pictures in one page share no ids, and refer to their own")
  func uniqueIdentifiers() throws {
    let figure = Report.Content.figure(svg: Self.svg, caption: "Dots")
    let html = try Self.sample([figure, figure, figure]).html()
    let identifiers = Self.identifiers(html)
    #expect(identifiers.count == 6)
    #expect(Set(identifiers).count == identifiers.count)
    #expect(html.contains("href='#f2-gpDot'"))
    #expect(html.contains("url(#f3-textbox)"))
    #expect(!html.contains("<?xml"))
    #expect(!html.contains("width=\"80\""))
    #expect(html.contains("max-width:80px"))
  }

  @Test("real pictures share no ids either", .enabled(if: hasGnuplot, "gnuplot is not installed"))
  func realPictures() throws {
    try withFolder { folder in
      let gnuplot = Gnuplot(formats: [.svg])
      let contents = try [("a", Gallery.phasePlane), ("b", Gallery.timeCourse)].map {
        name, figure in
        Report.Content.figure(try gnuplot.draw(figure, named: name, in: folder), caption: name)
      }
      let html = try Self.sample(contents).html()
      let identifiers = Self.identifiers(html)
      #expect(identifiers.count > 40)
      #expect(Set(identifiers).count == identifiers.count)
      #expect(html.ranges(of: "<svg").count == 2)
      // For looking at in a browser.
      if let gallery = ProcessInfo.processInfo.environment["FASTSLOW_GALLERY"] {
        try OutputDirectory(gallery).write(html, to: "report.html")
      }
    }
  }

  @Test("a figure that was never drawn leaves a warning in its place")
  func undrawn() throws {
    try withFolder { folder in
      let figure = try Gnuplot().write(Gallery.nothing, named: "none", in: folder)
      let html = try Self.sample([.figure(figure, caption: "Nothing")]).html()
      #expect(html.contains("see none.gp"))
    }
  }

  @Test(
    "what is no picture is replaced by a warning",
    arguments: ["", "</svg><svg>", "<svg", "<svg</svg>", "<html></html>", "<svg><SCRIPT/></svg>"])
  func brokenPicture(_ svg: String) throws {
    let html = try Self.sample([.figure(svg: svg, caption: "Broken")]).html()
    #expect(html.contains("this picture cannot be shown here"))
  }

  static func identifiers(_ html: String) -> [String] {
    html.matches(of: /\sid=["']([^"']+)["']/).map { String($0.output.1) }
  }
}
