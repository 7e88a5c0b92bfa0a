import FastSlow
import Reporting

/// A canard point with its series, value and explosion.
struct CanardResult {
  let point: CanardPoint
  let series: CanardSeries
  let epsilon: Double
  let value: CanardValue?
  /// Why there is no value at this ε.
  let problem: String?
  let explosion: CanardExplosion?

  /// The JSON of `canard`.
  struct Document: Encodable {
    let model: String
    let parameters: [String: ParameterRecord]
    let canards: [Record]
  }

  struct Record: Encodable {
    struct Cycle: Encodable {
      let shape: String
      let height: Double
      let value: Double
      let period: Double
      let amplitude: Double
    }

    let fold: [String: Double]
    let parameter: String
    let series: [Double]
    let exactSeries: [String]?
    let seriesValue: Double
    let epsilon: Double
    let value: Double?
    let error: Double?
    let uncertainty: Double?
    let contraction: [Double]?
    let problem: String?
    let explosion: [Cycle]?
  }

  private var names: [String] {
    let system = point.system
    return (system.fastIndices + system.slowIndices).map { system.variables[$0].name }
  }

  var record: Record {
    Record(
      fold: Dictionary(zip(names, [point.fast, point.slow])) { first, _ in first },
      parameter: point.parameter, series: series.coefficients,
      exactSeries: series.exactCoefficients?.map { "\($0)" },
      seriesValue: series.value(at: epsilon), epsilon: epsilon, value: value?.value,
      error: value?.error, uncertainty: value?.uncertainty,
      contraction: value.map { [$0.contraction.attracting, $0.contraction.repelling] },
      problem: problem,
      explosion: explosion?.cycles.map {
        .init(
          shape: $0.shape.rawValue, height: $0.height, value: $0.value, period: $0.period,
          amplitude: $0.amplitude)
      })
  }

  var text: String {
    var lines = [
      "  canard point at \(names[0]) = \(formatted(point.fast, digits: 12)), "
        + "\(names[1]) = \(formatted(point.slow, digits: 12))"
    ]
    let terms = series.coefficients.enumerated().map { k, c -> String in
      let number = series.exactCoefficients.map { "\($0[k])" } ?? formatted(c, digits: 12)
      return k == 0 ? number : "(\(number)) ε^\(k)"
    }
    lines.append("  \(point.parameter) = " + terms.joined(separator: " + ") + " + …")
    let sum = formatted(series.value(at: epsilon), digits: 14)
    lines.append("  at ε = \(formatted(epsilon)): series \(sum)")
    if let value {
      lines.append(
        "  matched from both sides: \(formatted(value.value, digits: 15)), unique to "
          + formatted(value.uncertainty, digits: 1))
    } else if let problem {
      lines.append("  not matched: \(problem)")
    }
    for cycle in explosion?.cycles ?? [] {
      lines.append(
        "    \(cycle.shape.rawValue), leaves at \(formatted(cycle.height)): "
          + "\(point.parameter) = \(formatted(cycle.value, digits: 15)), "
          + "period \(formatted(cycle.period)), amplitude \(formatted(cycle.amplitude))")
    }
    return lines.joined(separator: "\n")
  }

  /// The explosion's cycles over the critical manifold: slow variable across, the fast one up.
  func figure(over manifold: CriticalManifold) -> Figure {
    let cycles = (explosion?.cycles ?? []).map { cycle in
      Figure.Layer.line(
        cycle.shape == .headless ? "without head" : "with head",
        x: cycle.states.map { $0[1] }, y: cycle.states.map { $0[0] },
        style: cycle.shape == .headless ? .trajectory : .prediction)
    }
    let ground = ManifoldLayers(manifold: manifold)
    return Figure(
      title: "\(point.system.name): canard explosion at ε = \(formatted(epsilon))",
      x: point.system.axis(named: names[1]), y: point.system.axis(named: names[0]),
      layers: ground.branches + cycles + ground.specialPoints)
  }
}
