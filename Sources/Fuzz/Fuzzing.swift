import FastSlow
import FastSlowCLI
import FastSlowModels
import Reporting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Feeds random inputs to what reads the outside world: .ode files, CSV, JSON, command lines.
///
/// `swift run -c release Fuzz COUNT [SEED]`. Each input must end within five seconds, in a value or an
/// error; a command line must end with code 0, 1, 2 or 3. A crash or a hang names the input.
@main struct Fuzzing {
  static func main() async {
    let arguments = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
    let count = arguments.first ?? 10_000
    var generator = Generator(seed: arguments.dropFirst().first ?? 1)
    // What the commands print is of no interest here.
    let console = Console.silence()
    let board = Watchdog(console)
    board.start()
    var kinds: [String: Int] = [:]
    var codes: [Int32: Int] = [:]
    for _ in 0..<count {
      let (kind, text) = generator.input()
      kinds[kind, default: 0] += 1
      board.begins(kind, text)
      switch kind {
      case "ode": reads(ode: text)
      case "csv": _ = try? Table(csv: text)
      case "json": _ = try? JSON.decode([String: [Double]].self, from: text)
      default:
        let words = text.split(separator: "\u{1}", omittingEmptySubsequences: false).map(
          String.init)
        let code = await FastSlowCommandLine.run(words, .shipped)
        codes[code, default: 0] += 1
        guard (0...3).contains(code) else { board.fails("exit code \(code)") }
      }
    }
    board.ends()
    console.restore()
    for (kind, number) in kinds.sorted(by: { $0.key < $1.key }) { print("\(kind): \(number)") }
    let ends = codes.sorted { $0.key < $1.key }.map { "\($0.value) with code \($0.key)" }
    print("command lines: " + ends.joined(separator: ", "))
    print("\(count) inputs: no crash, none over 5 s")
  }

  /// What reads is also compiled, and a short way is run.
  private static func reads(ode text: String) {
    guard let file = try? ODEFile(text, name: "fuzz.ode"), let system = try? file.system() else {
      return
    }
    var options = IntegrationOptions(relativeTolerance: 1e-4)
    options.maximumSteps = 20
    _ = try? system.solve(until: 1, options: options)
  }
}
