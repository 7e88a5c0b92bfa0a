extension ResolvedAxis {
  /// The lines of a script that set the axis up.
  ///
  /// - Parameters:
  ///   - letter: gnuplot's name of the axis: x, y, or cb for colours.
  ///   - room: how many letters its name may take before it is broken.
  func script(letter: String, room: Int) -> String {
    let label = GnuplotText.wrapped(axis.label, width: room)
    var lines = ["set \(letter)label \(label) noenhanced", "set \(letter)range [\(low):\(high)]"]
    switch axis.scale {
    case .linear:
      lines += [
        "unset logscale \(letter)", "set format \(letter) '%h'",
        "set \(letter)tics \(letter == "x" ? wideStep(room: room) ?? "autofreq" : "autofreq")",
      ]
    case .logarithmic:
      let ticks = explicitTicks
      let list = ticks.map { ticks in
        let small = smallTicks(beside: ticks).map { "'' \($0) 1" }
        return "(" + (ticks.map(\.description) + small).joined(separator: ", ") + ")"
      }
      lines += [
        "set logscale \(letter) 10",
        "set format \(letter) '\(ticks == nil ? "10^{%T}" : "%h")'",
        "set \(letter)tics \(list ?? "autofreq")",
      ]
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
