import Reporting
import Synchronization
import Testing

@Suite("Progress line")
struct ProgressTests {
  /// A clock that is set by hand and a terminal that remembers.
  final class Stage: Sendable {
    let now = Mutex(Duration.zero)
    let written = Mutex<[String]>([])

    func line(
      quiet: Bool = false, interactive: Bool = true, color: Bool = false, width: Int = 100
    ) -> ProgressLine {
      ProgressLine(
        "robertson", quiet: quiet,
        terminal: Terminal(isInteractive: interactive, hasColor: color, width: width),
        elapsed: { self.now.withLock { $0 } },
        write: { text in self.written.withLock { $0.append(text) } })
    }

    func report(_ line: ProgressLine, at seconds: Double) {
      now.withLock { $0 = .seconds(seconds) }
      line.report(ProgressState(steps: 10, fraction: 0.5))
    }

    var output: [String] { written.withLock { $0 } }
  }

  @Test("nothing in the first second, then ten lines a second, then nothing at all")
  func throttled() {
    let stage = Stage()
    let line = stage.line()
    for tick in 0..<2_000 { stage.report(line, at: Double(tick) / 1000) }
    #expect(stage.output.count == 10)
    let width = stage.output.map(\.count).max() ?? 0
    line.finish()
    line.finish()
    #expect(stage.output.last?.allSatisfy { $0 == "\r" || $0 == " " } == true)
    #expect((stage.output.last?.count ?? 0) >= width)
    stage.report(line, at: 10)
    #expect(stage.output.count == 11)
  }

  @Test("short work leaves no trace")
  func short() {
    let stage = Stage()
    let line = stage.line()
    stage.report(line, at: 0.9)
    line.finish()
    #expect(stage.output.isEmpty)
  }

  @Test("silent when quiet or not on a terminal")
  func silent() {
    for (quiet, interactive) in [(true, true), (false, false)] {
      let stage = Stage()
      let line = stage.line(quiet: quiet, interactive: interactive)
      stage.report(line, at: 5)
      line.finish()
      #expect(stage.output.isEmpty)
      #expect(!line.isActive)
    }
  }

  @Test("escape codes only where colour is wanted")
  func color() {
    for color in [true, false] {
      let stage = Stage()
      let line = stage.line(color: color)
      stage.report(line, at: 2)
      #expect(stage.output.joined().contains("\u{1B}") == color)
    }
  }

  @Test("many threads may report at once")
  func threads() async {
    let stage = Stage()
    let line = stage.line()
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask { for tick in 0..<500 { stage.report(line, at: Double(tick + task) / 100) } }
      }
    }
    #expect(!stage.output.isEmpty)
  }

  let state = ProgressState(
    steps: 12_345, time: 3.2e4, endTime: 4e10, stepSize: 120.4, fraction: 0.425)

  @Test("a wide terminal gets everything")
  func wide() {
    #expect(
      state.line(label: "robertson", elapsed: 9, width: 200)
        == "robertson  12\u{202F}345 steps  t = 32000 of 4e+10  (decade 4.5 of 10.6)  h = 120"
        + "  42 %  12 s left")
  }

  @Test("a narrow terminal keeps what matters most, within its width", arguments: [20, 40, 60, 80])
  func narrow(_ width: Int) {
    let line = state.line(label: "robertson", elapsed: 9, width: width)
    #expect(line.count < width)
    #expect(line.hasPrefix("robertson"))
    #expect(line.contains("42 %"))
  }

  @Test("without a known end only the elapsed time is told")
  func unknownEnd() {
    #expect(
      ProgressState(steps: 7).line(label: "x", elapsed: 75.2, width: 80)
        == "x  7 steps  1 min 15 s")
    #expect(
      ProgressState(steps: 3, totalSteps: 12).line(label: "seeds", elapsed: 2, width: 80)
        == "seeds  3 of 12 steps  25 %  6 s left")
  }

  @Test("rate and time left go by what was done since the work began")
  func resumed() {
    // 100 of 2910 in two seconds: 2810 more at 50 a second.
    #expect(
      ProgressState(done: 190, of: 3000, before: 90, noun: "points")
        .line(label: "sweep", elapsed: 2, width: 80)
        == "sweep  190 of 3\u{202F}000 points  50 a second  6 %  56 s left")
    #expect(
      ProgressState(done: 90, of: 3000, before: 90, noun: "points")
        .line(label: "sweep", elapsed: 2, width: 80)
        .hasPrefix("sweep  90 of 3\u{202F}000 points  3 %"))
  }

  @Test("odd numbers do no harm")
  func odd() {
    let state = ProgressState(
      steps: -5, totalSteps: 0, time: .nan, endTime: .infinity, stepSize: -1, fraction: .nan)
    #expect(!state.line(label: "x", elapsed: .infinity, width: 30).isEmpty)
  }
}
