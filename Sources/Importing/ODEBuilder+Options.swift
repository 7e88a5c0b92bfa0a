import Modeling
import Symbolic

extension ODEBuilder {
  /// Options that are mapped by ``ODEFile/settings``.
  private static let mapped: Set<String> = [
    "total", "dt", "nout", "njmp", "meth", "method", "tol", "toler", "atol",
  ]
  /// Options that have no bearing on a trajectory.
  private static let display: Set<String> = [
    "maxstor", "back", "smallfont", "bigfont", "smc", "umc", "xnc", "ync", "output", "runnow",
    "lt", "nplot", "axes", "phi", "theta", "nmesh", "seed", "autoeval", "bell", "but",
    "jac_eps", "newt_tol", "newt_iter", "bandup", "bandlo", "dtmin", "dtmax", "vmaxpts",
    "colormap", "grads", "width", "height", "autoplot",
  ]
  private static let displayStems = [
    "xp", "yp", "zp", "xlo", "xhi", "ylo", "yhi", "xmin", "xmax", "ymin", "ymax", "zmin", "zmax",
    "ps_", "ntst", "nmax", "npr", "dsmin", "dsmax", "ds", "parmin", "parmax", "norm", "autox",
    "autoy", "autov", "eps", "mwcolor", "dwcolor", "backcolor", "forecolor", "range", "rangeover",
  ]

  mutating func checkOptions() {
    if let (value, line) = options["meth"] ?? options["method"] { checkMethod(value, line) }
    var shown: [String] = []
    for (name, option) in options.sorted(by: { $0.key < $1.key }) {
      if ODEBuilder.mapped.contains(name) { continue }
      if ODEBuilder.display.contains(name)
        || ODEBuilder.displayStems.contains(where: { name.hasPrefix($0) })
      {
        shown.append(name)
      } else if name == "t0", Double(option.value) == 0 {
        continue
      } else if name == "t0", usesTime {
        fault(
          option.line, "@ t0=\(option.value): runs start at time 0, and time is in the equations")
      } else {
        remark(option.line, "@ \(name)=\(option.value) has no counterpart in a run here")
      }
    }
    if !shown.isEmpty {
      remark(
        0, "options of display and continuation without effect: " + shown.joined(separator: ", "))
    }
  }

  private var usesTime: Bool {
    guard let time = ModelDescription.time.symbol else { return false }
    return variables.contains { $0.rate.symbols.contains(time) }
  }

  private mutating func checkMethod(_ value: String, _ line: Int) {
    switch value.lowercased() {
    case let name where name.hasPrefix("discr"):
      fault(line, "@ meth=\(value): maps are not supported, only differential equations")
    case let name where name.hasPrefix("volt"):
      fault(line, "@ meth=\(value): integral equations are not supported")
    case let name
    where name.hasPrefix("euler") || name.hasPrefix("modeu") || name.hasPrefix("run")
      || name.hasPrefix("rk") || name.hasPrefix("ymp") || name.hasPrefix("backeul"):
      remark(line, "@ meth=\(value) takes steps of fixed size; here the error is controlled")
    default: break
    }
  }
}
