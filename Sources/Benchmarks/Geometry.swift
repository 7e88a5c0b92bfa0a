import FastSlow
import FastSlowModels
import Foundation

/// The time of geometry: van der Pol whole, and a branch of Morris-Lecar against AUTO-07p.
struct Geometry {
  private let clock = ContinuousClock()

  func run(_ report: BenchmarkReport) throws {
    let (first, again) = try vanDerPol()
    let lines = [
      """
      ## Geometry: a critical manifold with its folds

      Van der Pol from the declaration to branches, folds, reduced flow and singular cycle: first
      time in a process \(milliseconds(first)), median of 21 \(milliseconds(again)).

      A branch of Morris-Lecar from w = 0.6 to w = 0 of about a thousand points, both from the same
      start with exact derivatives, median of 21. AUTO's own count is of the continuation alone,
      beside the whole process. Debian's XPPAUT 6.11 draws nullclines in its window only, and has no
      batch command for them: not measured.

      \(BenchmarkReport.machine())

      | program | points | time | fold off in v by |
      |---|---:|---:|---:|
      """
    ]
    try report.write("geometry", (lines + morrisLecar()).joined(separator: "\n") + "\n")
  }

  private func median(_ rounds: Int, _ body: () throws -> Void) rethrows -> Double {
    var times: [Double] = []
    for _ in 0..<rounds { times.append(try clock.measure(body) / .seconds(1)) }
    return times.sorted()[times.count / 2] * 1e3
  }

  private func vanDerPol() throws -> (first: Double, again: Double) {
    let work = {
      let system = try System(VanDerPol())
      let manifold = try CriticalManifold(of: system, over: -1...1)
      let flow = try ReducedFlow(on: manifold)
      let path = try SingularPath(along: flow, from: ([2], 0))
      precondition(path.cycle != nil && manifold.folds.count == 2)
    }
    return (try median(1, work), try median(21, work))
  }

  private func morrisLecar() throws -> [String] {
    // From 30-digit arithmetic: problem 16 of the reference set, corrected.
    let exact = -28.331315657557639
    var manifold: CriticalManifold?
    let system = try System(MorrisLecar())
    let time = try median(21) {
      manifold = try CriticalManifold(
        of: system, over: 0...0.6, box: ["v": -100...100], starts: [[-63.59, 0.5999]],
        step: 0.0022)
    }
    guard let manifold else { return [] }
    let points = manifold.branches.map(\.points.count).reduce(0, +)
    let error = manifold.folds.map { abs($0.fast[0] - exact) }.min() ?? .nan
    let ours = "| FastSlow | \(points) | \(milliseconds(time)) | \(error) |"
    guard let auto = try AutoRun() else { return [ours, "| AUTO-07p | | not installed | |"] }
    var inner: [Double] = []
    let whole = try median(21) {
      auto.execute()
      inner.append(try auto.result(near: exact).milliseconds)
    }
    let (count, fold, _) = try auto.result(near: exact)
    let own = inner.sorted()[inner.count / 2]
    return [
      ours,
      "| AUTO-07p | \(count) | \(milliseconds(own)) by its own count, \(milliseconds(whole)) the process "
        + "| \(abs(fold - exact)) |",
      "| *AUTO-07p / FastSlow* | | \((own / time * 100).rounded() / 100)× | |",
    ]
  }

  private func milliseconds(_ x: Double) -> String { "\((x * 100).rounded() / 100) ms" }
}

/// The same branch in AUTO-07p (Debian package auto-07p): compiled once, run as a process.
private struct AutoRun {
  private let folder: URL

  /// Nil where it is not installed.
  init?() throws {
    let library = "/usr/lib/auto-07p/lib"
    let files = FileManager.default
    guard files.fileExists(atPath: library), files.fileExists(atPath: "/usr/bin/gfortran") else {
      return nil
    }
    folder = files.temporaryDirectory.appending(path: "fastslow-auto-\(UUID().uuidString)")
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    try AutoRun.source.write(
      to: folder.appending(path: "ml.f90"), atomically: true, encoding: .utf8)
    try AutoRun.constants.write(
      to: folder.appending(path: "fort.2"), atomically: true, encoding: .utf8)
    try "".write(to: folder.appending(path: "fort.3"), atomically: true, encoding: .utf8)
    AutoRun.shell(
      "gfortran -O2 -fopenmp -std=legacy ml.f90 \(library)/*.o -o ml", in: folder)
  }

  func execute() { AutoRun.shell("./ml > log", in: folder) }

  /// Points, the fold nearest to a value, and the time AUTO counts itself, in ms.
  func result(near v: Double) throws -> (points: Int, fold: Double, milliseconds: Double) {
    let rows = try String(contentsOf: folder.appending(path: "fort.7"), encoding: .utf8)
      .split(separator: "\n").map { $0.split(separator: " ") }
    let data = rows.filter { $0.count >= 7 && $0[0] == "1" }
    // Types 2 and 5 are limit points of algebraic systems and of flows.
    let folds = data.filter { $0[2] == "2" || $0[2] == "5" }.compactMap { Double($0[6]) }
    let log = try String(contentsOf: folder.appending(path: "log"), encoding: .utf8)
    let time = log.split(separator: "\n").first { $0.contains("Total Time") }?
      .split(separator: " ").last.flatMap { Double($0) }
    return (
      data.count, folds.min { abs($0 - v) < abs($1 - v) } ?? .nan, (time ?? .nan) * 1e3
    )
  }

  private static func shell(_ command: String, in folder: URL) {
    _ = standardOutput(of: ["/bin/sh", "-c", "cd '\(folder.path)' && \(command)"])
  }

  /// Exact derivatives, as AUTO likes best.
  private static let source = """
    subroutine func(ndim,u,icp,par,ijac,f,dfdu,dfdp)
      implicit none
      integer, intent(in) :: ndim, icp(*), ijac
      double precision, intent(in) :: u(ndim), par(*)
      double precision, intent(out) :: f(ndim)
      double precision, intent(inout) :: dfdu(ndim,ndim), dfdp(ndim,*)
      double precision v, w, m, t
      v = u(1)
      w = par(1)
      t = tanh((v + 1.2d0)/18)
      m = (1 + t)/2
      f(1) = (90 - 2*(v + 60) - 4.4d0*m*(v - 120) - 8*w*(v + 84))/20
      if (ijac.eq.0) return
      dfdu(1,1) = (-2 - 4.4d0*m - 4.4d0*(v - 120)*(1 - t*t)/36 - 8*w)/20
      if (ijac.eq.1) return
      dfdp(1,1) = -8*(v + 84)/20
    end subroutine func
    subroutine stpnt(ndim,u,par,t)
      implicit none
      integer, intent(in) :: ndim
      double precision, intent(inout) :: u(ndim), par(*)
      double precision, intent(in) :: t
      par(1) = 0.6d0
      u(1) = -63.590d0
    end subroutine stpnt
    subroutine bcnd
    end subroutine bcnd
    subroutine icnd
    end subroutine icnd
    subroutine fopt
    end subroutine fopt
    subroutine pvls
    end subroutine pvls
    """

  /// NDIM IPS IRS ILP … : algebraic continuation with default tolerances and analytic Jacobian.
  private static let constants = """
    1 1 0 1
    1 1
    20 4 3 1 1 0 0 0
    1200
    0 1 0 1e9 -1e9
    1200 0 0 8 5 3 1
    1e-7 1e-7 1e-5
    -0.142 0.001 0.142 1
    0
    0
    0

    """
}
