import FastSlow
import Reporting

/// What `orbit` prints for people.
struct OrbitText {
  let result: OrbitResult

  private var manifold: CriticalManifold { result.flow.manifold }

  var text: String {
    var lines = ["\(manifold.system.name) at \(manifold.system.parameterText)", ""]
    for segment in result.segments {
      guard let first = segment.points.first, let last = segment.points.last else { continue }
      let duration =
        segment.kind == .jump
        ? ""
        : segment.duration.isFinite
          ? ", \(formatted(segment.duration, digits: 8))" : ", coming to rest"
      lines.append("  \(segment.what)\(duration): \(place(first)) → \(place(last))")
    }
    if let cycle = result.path.cycle {
      lines += ["", "  period at ε = 0       \(formatted(cycle.period, digits: 12))"]
      if let corrected = result.correctedPeriod {
        lines.append("  with the next terms   \(formatted(corrected, digits: 8))")
      } else if cycle.terms != nil {
        lines.append(
          "  with the next terms   not at this ε: they exceed the period, as near a canard")
      }
      if let full = result.full {
        lines.append("  full system           \(formatted(full.period, digits: 12))")
      }
    }
    if let ladder = result.ladder {
      lines += ["", (try? OrbitTables.ladder(ladder))?.text(digits: 9) ?? ""]
      lines[lines.count - 1] += result.ladderRemarks.joined(separator: "\n")
    }
    return (lines + [""] + result.warnings.map { "warning: " + $0 } + [result.sentence]).joined(
      separator: "\n")
  }

  private func place(_ point: CriticalManifold.Point) -> String {
    let fast = zip(manifold.fastNames, point.fast).map { "\($0) = \(formatted($1, digits: 6))" }
    return "("
      + (fast + ["\(manifold.slowName) = \(formatted(point.slow, digits: 6))"])
      .joined(separator: ", ") + ")"
  }
}

extension SingularPath.Segment {
  /// What happens along it, in words.
  var what: String {
    kind == .jump
      ? "jump (\(departure?.rawValue ?? "start"))" : "slow on branch \(branchID ?? 0)"
  }
}
