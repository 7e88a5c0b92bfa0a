import Foundation

/// From the shell's call to the end of the process, against what a Python user waits for.
struct StartUp {
  private let commands: [(name: String, command: [String])] = [
    (
      "`fastslow run van-der-pol --until 1`",
      [".build/release/fastslow", "run", "van-der-pol", "--until", "1", "--quiet"]
    ),
    ("`fastslow list`", [".build/release/fastslow", "list"]),
    (
      "Python with SciPy: import and one `solve_ivp`",
      [
        PythonPeers.python, "-c",
        "from scipy.integrate import solve_ivp; "
          + "solve_ivp(lambda t,y:[(y[1]+y[0]-y[0]**3/3)/.01,-y[0]],(0,1),[2,0],method='BDF')",
      ]
    ),
    ("Python with JAX and diffrax: import alone", [PythonPeers.python, "-c", "import diffrax"]),
  ]

  func run(_ report: BenchmarkReport) throws {
    var lines = [
      """
      ## Start-up

      Whole processes, median of 15 after a first call.

      \(BenchmarkReport.machine())

      | command | time |
      |---|---:|
      """
    ]
    for (name, command) in commands {
      guard standardOutput(of: command) != nil else {
        lines.append("| \(name) | not there |")
        continue
      }
      let times = (0..<15).map { _ in
        ContinuousClock().measure { _ = standardOutput(of: command) } / .seconds(1)
      }
      lines.append("| \(name) | \(formatted(seconds: times.sorted()[7])) |")
    }
    try report.write("start", lines.joined(separator: "\n") + "\n")
  }
}
