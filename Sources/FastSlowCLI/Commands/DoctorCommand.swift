import ArgumentParser
import ComplexModule
import FastSlow
import Reporting

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "What is installed, and a self-test.",
    discussion: "Example: fastslow doctor")

  @Flag(help: "One JSON document on standard output.")
  var json = false

  private struct Check: Encodable {
    let name: String
    let result: String
    let ok: Bool
    var remedy: String?
  }

  func run() throws {
    let checks = [
      Check(name: "FastSlow", result: RootCommand.version, ok: true),
      Check(name: "SUNDIALS", result: SUNDIALS.version, ok: true),
      Check(name: "SQLite", result: SweepStore.sqliteVersion, ok: true),
      Check(
        name: "CPU kernels", result: "\(Kernels.instructionSet), \(ProcessorCount.available) cores",
        ok: true),
      gnuplot, integration, algebra,
    ]
    if json {
      print(try requiring { try JSON.encode(checks) }, terminator: "")
    } else {
      let width = checks.map { $0.name.count }.max() ?? 0
      for check in checks {
        let pad = String(repeating: " ", count: width + 2 - check.name.count)
        print("\(check.ok ? "✓" : "✗") \(check.name)\(pad)\(check.result)")
        if let remedy = check.remedy { print("    \(remedy)") }
      }
    }
    if let failed = checks.first(where: { !$0.ok }) {
      throw CommandFailure.failed("\(failed.name): \(failed.result)")
    }
  }

  private var gnuplot: Check {
    let found = Gnuplot().isInstalled
    return Check(
      name: "gnuplot", result: found ? "found" : "not found: no figures", ok: found,
      remedy: found ? nil : "apt-get install gnuplot-nox")
  }

  /// y' = −y to t = 1 against e^(−1).
  private var integration: Check {
    let decay = ExternalModel(
      variables: ["y"], jacobian: { _, _, matrix in matrix[0] = -1 },
      rate: { _, y, rate in rate[0] = -y[0] })
    let end = try? integrate(decay, from: [1], over: (0, 1), output: .times([1]))
    let error = (end?.stateValues.first).map { abs($0 - 0.36787944117144233) } ?? .infinity
    return Check(
      name: "integration", result: "error \(formatted(error, digits: 2)) in a test problem",
      ok: error < 1e-6, remedy: error < 1e-6 ? nil : "rebuild against this machine's SUNDIALS")
  }

  /// A 2 × 2 system with solution (1, 2), and eigenvalues 3 and −1.
  private var algebra: Check {
    let matrix = Matrix(rows: 2, columns: 2, byColumns: [1, 2, 2, 1])
    let solution = matrix.solve([5, 4]) ?? []
    let good =
      solution.count == 2 && abs(solution[0] - 1) < 1e-14 && abs(solution[1] - 2) < 1e-14
      && abs((matrix.eigenvalues.first?.real ?? 0) - 3) < 1e-14
    return Check(
      name: "linear algebra", result: good ? "right" : "wrong results", ok: good,
      remedy: good ? nil : "try another OPENBLAS_CORETYPE")
  }
}
