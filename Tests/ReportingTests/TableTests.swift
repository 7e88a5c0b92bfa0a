import Reporting
import Testing

@Suite("Tables")
struct TableTests {
  static let wildDoubles: [Double] = [
    0, -0.0, 1, -1.5, 0.1, 1.0 / 3, .leastNonzeroMagnitude, -3 * .leastNonzeroMagnitude,
    .leastNormalMagnitude,
    .greatestFiniteMagnitude, .ulpOfOne, 1e22, 123_456_789_012_345_680, .infinity, -.infinity,
  ]

  @Test("CSV gives back every double bit for bit")
  func exactDoubles() throws {
    var generator = SeededGenerator(seed: 1)
    let random = (0..<5_000).map { _ in Double(bitPattern: generator.next()) }
    let values = Self.wildDoubles + random.filter { !$0.isNaN }
    let read = try Table(csv: Table([.init("x", values)]).csv())
    let doubles = try #require(read["x"]?.values.doubles)
    #expect(doubles.map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test("CSV spells what is not finite, and reads it back")
  func notFinite() throws {
    let csv = try Table([.init("x", [Double.nan, .infinity, -.infinity])]).csv()
    #expect(csv == "x\nnan\ninf\n-inf\n")
    let doubles = try #require(try Table(csv: csv)["x"]?.values.doubles)
    #expect(doubles[0].isNaN && doubles[1] == .infinity && doubles[2] == -.infinity)
  }

  @Test("CSV gives back words of every kind, also those that look like numbers")
  func words() throws {
    let words = ["plain", "", "a,b", "say \"hi\"", "two\nlines", "1.5", "nan", "ε", "\r", " pad "]
    let table = try Table([.init("a,\"b\"", words), .init("n", Array(0..<10))])
    #expect(try Table(csv: table.csv()) == table)
  }

  @Test("CSV of a single column of empty words keeps its rows")
  func emptyWords() throws {
    let table = try Table([.init("a", ["", ""])])
    #expect(try Table(csv: table.csv()) == table)
  }

  @Test("CSV from elsewhere: carriage returns, byte order mark, blank lines, no last newline")
  func foreign() throws {
    let table = try Table(csv: "\u{FEFF}t,who\r\n1,\"x\"\r\n\r\n2,y")
    #expect(table["t"]?.values == .integers([1, 2]))
    #expect(table["who"]?.values == .text(["x", "y"]))
  }

  @Test(
    "a broken CSV is refused with its line",
    arguments: [
      ("", "empty"), ("a,b\n1,2\n3\n", "Line 3 has 1 cells"),
      ("a\n\"open\n", "opened on line 2"), ("a\n\"x\"y\n", "Line 2: text follows"),
      ("a,a\n1,2\n", "two columns named"),
    ])
  func broken(_ csv: String, _ words: String) {
    let error = #expect(throws: ReportingError.self) { try Table(csv: csv) }
    #expect(error?.message.contains(words) == true)
  }

  @Test("columns that do not fit are all named")
  func mismatch() {
    let error = #expect(throws: ReportingError.self) {
      try Table([.init("t", [1.0, 2]), .init("x", [1.0]), .init("t", [1.0, 2])])
    }
    #expect(error?.code == .malformedTable)
    #expect(error?.message.contains("“x” has 1 rows where “t” has 2") == true)
    #expect(error?.message.contains("two columns named “t”") == true)
  }

  static func sample() throws -> Table {
    try Table([
      .init("width", unit: "neurons", meaning: "hidden neurons", [32, 256]),
      .init("deviation", meaning: "from the ODE, greatest over time", [0.19445436, 0.0687]),
      .init("verdict", ["agrees, barely", "agrees"]),
    ])
  }

  @Test("CSV text is as it was")
  func goldenCSV() throws {
    try expectGolden(Self.sample().csv(), "table.csv")
  }

  @Test("the sidecar is as it was")
  func goldenSidecar() throws {
    let sidecar = try Self.sample().sidecar(file: "table.csv", provenance: ["seed": "1"])
    let json = try JSON.encode(sidecar)
    try expectGolden(json, "table.json")
    #expect(try JSON.decode(Table.Sidecar.self, from: json) == sidecar)
  }

  @Test("a terminal gets numbers to the right and words to the left")
  func text() throws {
    #expect(
      try Self.sample().text(digits: 3) == """
        width (neurons)  deviation  verdict
        ───────────────  ─────────  ──────────────
                     32      0.194  agrees, barely
                    256     0.0687  agrees

        """)
  }

  @Test("a long table shows its ends and says what is left out")
  func longTable() throws {
    let text = try Table([.init("n", Array(0..<100))]).text(maximumRows: 4)
    #expect(
      text.split(separator: "\n").map { String($0) }.dropFirst(2) == [
        " 0", " 1", " …", "98", "99", "(96 rows not shown)",
      ])
  }

  @Test("a table without rows or columns is still a table")
  func emptyTables() throws {
    #expect(try Table([]).csv() == "\n")
    #expect(try Table([.init("x", [Double]())]).csv() == "x\n")
    #expect(try Table([.init("x", [Double]())]).text() == "x\n─\n")
    #expect(try Table([]).text().isEmpty == false)
  }

  @Test("any text is read as a table or refused, never a crash")
  func anyText() {
    var generator = SeededGenerator(seed: 11)
    let alphabet: [Character] = [",", "\"", "\n", "\r", "1", ".", "e", "-", "n", "ε", " ", "\r\n"]
    for _ in 0..<20_000 {
      let length = Int(generator.next() % 12)
      let text = String((0..<length).map { _ in alphabet.randomElement(using: &generator) ?? "," })
      do throws(ReportingError) {
        let table = try Table(csv: text)
        let again = try Table(csv: table.csv())
        // Not-a-number equals nothing, so such tables are compared as text.
        #expect(again == table || again.csv() == table.csv())
      } catch {
        #expect(error.code == .malformedCSV || error.code == .malformedTable)
      }
    }
  }
}
