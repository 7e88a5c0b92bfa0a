import Foundation

/// The critical manifold of van der Pol, branches, stability and folds, against AUTO-07p.
struct Geometry {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "fastslow-auto")

  func run(_ report: BenchmarkReport) throws {
    var lines = [
      """
      ## Geometry: a critical manifold with its folds

      y + x − x³/3 = 0 for y from −2 to 2; the folds are at y = ±2/3. Whole processes, median of 7
      after a first call, so that AUTO's compilation of the equations is apart; AUTO's own clock for
      the continuation alone beside it. Debian's XPPAUT 6.11 draws nullclines in its window only,
      and has no batch command for them: not measured.

      \(BenchmarkReport.machine())

      | program | time | largest error of a fold in y |
      |---|---:|---:|
      """
    ]
    lines.append(own())
    lines.append(try auto())
    try report.write("geometry", lines.joined(separator: "\n") + "\n")
  }

  private struct Manifold: Decodable {
    struct Fold: Decodable { let slow: [String: Double] }
    let folds: [Fold]
  }

  private func own() -> String {
    let command = [
      ".build/release/fastslow", "manifold", "van-der-pol", "--over", "y=-2:2", "--json",
    ]
    guard let text = standardOutput(of: command),
      let manifold = try? JSONDecoder().decode(Manifold.self, from: Data(text.utf8))
    else { return "| FastSlow | .build/release/fastslow is not there | |" }
    let error = manifold.folds.compactMap { $0.slow["y"] }.map {
      ($0.magnitude - 2.0 / 3).magnitude
    }
    return "| `fastslow manifold` | \(time { _ = standardOutput(of: command) }) "
      + "| \(error.max() ?? .nan) |"
  }

  private func auto() throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    let command = ["sh", "-c", "cd '\(folder.path)' && auto-07p go.auto"]
    guard let first = standardOutput(of: command) else { return "| AUTO-07p | not there | |" }
    let clock = first.split(separator: "\n").first { $0.contains("Total Time") }?
      .split(separator: " ").last.flatMap { Double($0) }
    let points = try String(contentsOf: folder.appending(path: "fort.7"), encoding: .utf8)
    // In fort.7: branch, point, type (2: a fold), label, y, norm, x.
    let rows = points.split(separator: "\n").map { $0.split(separator: " ") }
    let folds = rows.filter { $0.count > 4 && $0[2] == "2" }.compactMap { Double($0[4]) }
    let error = folds.map(distance).max() ?? .nan
    return "| `auto-07p`, \(folds.count) folds | \(time { _ = standardOutput(of: command) }) "
      + "(continuation alone \(formatted(seconds: clock ?? .nan))) | \(error) (10 digits printed) |"
  }

  /// From the exact fold at ±2/3.
  private func distance(_ y: Double) -> Double { (y.magnitude - 2.0 / 3).magnitude }

  private func time(_ work: () -> Void) -> String {
    let times = (0..<7).map { _ in ContinuousClock().measure(work) / .seconds(1) }
    return formatted(seconds: times.sorted()[3])
  }

  private var files: [(String, String)] {
    [
      (
        "vdp.f90",
        """
        subroutine func(ndim,u,icp,par,ijac,f,dfdu,dfdp)
          implicit none
          integer, intent(in) :: ndim, icp(*), ijac
          double precision, intent(in) :: u(ndim), par(*)
          double precision, intent(out) :: f(ndim)
          double precision, intent(inout) :: dfdu(ndim,ndim), dfdp(ndim,*)
          f(1) = par(1) + u(1) - u(1)**3/3
          dfdu(1,1) = 1 - u(1)**2
          dfdp(1,1) = 1
        end subroutine
        subroutine stpnt(ndim,u,par,t)
          implicit none
          integer, intent(in) :: ndim
          double precision, intent(inout) :: u(ndim), par(*)
          double precision, intent(in) :: t
          par(1) = -2d0
          u(1) = -2.3553013976081198d0
        end subroutine
        subroutine bcnd
        end subroutine
        subroutine icnd
        end subroutine
        subroutine fopt
        end subroutine
        subroutine pvls
        end subroutine

        """
      ),
      (
        "c.vdp",
        """
        NDIM=1, IPS=1, IRS=0, ILP=1
        ICP=[1]
        NTST=20, NCOL=4, IAD=3, ISP=1, ISW=1, IPLT=0, NBC=0, NINT=0
        NMX=400, RL0=-2, RL1=2, A0=-10, A1=10
        NPR=400, MXBF=0, IID=2, ITMX=8, ITNW=7, NWTN=3, JAC=1
        EPSL=1e-10, EPSU=1e-10, EPSS=1e-9
        DS=0.01, DSMIN=1e-6, DSMAX=0.05, IADS=1
        NPAR=1, THL={}, THU={}

        """
      ), ("go.auto", "run(e='vdp',c='vdp')\n"),
    ]
  }
}
