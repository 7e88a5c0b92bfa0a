/// Measures FastSlow against its peers, each figure a ratio in one run.
///
/// Arguments: the sections to measure; none: all of them. `stiff:KEY` is one problem alone, and
/// `--own` leaves the peers out.
@main struct Benchmarks {
  static func main() async throws {
    let report = BenchmarkReport()
    let arguments = CommandLine.arguments.dropFirst().filter { $0 != "--own" }
    if let child = arguments.first(where: { $0.hasPrefix("memory-") }) {
      return try Memory.child(child)
    }
    let wanted = { (section: String) in arguments.isEmpty || arguments.contains(section) }
    if let problem = arguments.first(where: { $0.hasPrefix("stiff:") }) {
      try WorkPrecision().run(report, only: String(problem.dropFirst("stiff:".count)))
    }
    if wanted("stiff") { try WorkPrecision().run(report) }
    if wanted("references") {
      try References().run(BenchmarkReport("reference-problems", title: "Reference problems"))
    }
    if wanted("horizon") { try Horizon().run(report) }
    if wanted("auto") { try Automatic().run(report) }
    if wanted("sweep") { try await Sweep().run(report) }
    if wanted("populations") { try PopulationScaling().run(report) }
    if wanted("sgd") { try await SGDThroughput().run(report) }
    if wanted("geometry") { try Geometry().run(report) }
    if wanted("start") { try StartUp().run(report) }
    if wanted("memory") { try Memory().run(report) }
  }
}
