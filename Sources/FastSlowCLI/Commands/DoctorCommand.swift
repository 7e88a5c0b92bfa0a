import ArgumentParser
import ComplexModule
import FastSlow
import RealModule
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

  /// Second differences: x_i = i solves T x = (n + 1) e_n, and the largest eigenvalue is
  /// 2 + 2 cos(π/(n + 1)). Products and factors are held against integers.
  private var algebra: Check {
    let n = 96
    var matrix = Matrix(rows: n, columns: n)
    for i in 0..<n {
      matrix[i, i] = 2
      if i > 0 { (matrix[i, i - 1], matrix[i - 1, i]) = (-1, -1) }
    }
    let side = (0..<n).map { $0 == n - 1 ? Double(n + 1) : 0 }
    let offset = (matrix.solve(side) ?? []).enumerated().map { abs($1 - Double($0 + 1)) }.max()
    let largest = matrix.eigenvalues.map(\.real).max() ?? .nan
    var fault = Kernels.faultOfProducts()
    if !((offset ?? .nan) < 1e-9) { fault = "a system of equations" }
    if !(abs(largest - 2 - 2 * .cos(.pi / Double(n + 1))) < 1e-12) { fault = "eigenvalues" }
    let kernels = "OpenBLAS's kernels for \(Kernels.productKernels)"
    return Check(
      name: "linear algebra", result: fault.map { "wrong: \($0), by \(kernels)" } ?? kernels,
      ok: fault == nil, remedy: fault == nil ? nil : "set OPENBLAS_CORETYPE, such as to Haswell")
  }
}
