import FastSlow
import Reporting

/// Time scales and step size along a run; time is logarithmic where the steps are spread over decades.
struct StiffnessFigure {
  let report: StiffnessReport
  let system: System
  let timeName: String

  var figure: Figure {
    // A run towards earlier times has no logarithm; it is shown by the time gone by.
    let first = report.samples.first.map { $0.time - $0.step } ?? 0
    let isLogarithmic = report.samples.map { ($0.time - first).magnitude }.areSpreadOverDecades
    // On a linear axis the first tiny steps are a line down to nothing; they would press the rest flat.
    let last = report.samples.last.map { ($0.time - first).magnitude } ?? 0
    let samples = report.samples.filter {
      ($0.time - first).magnitude >= (isLogarithmic ? 1e-16 : 1e-3) * last
    }
    let x = samples.map { ($0.time - first).magnitude }
    var layers: [Figure.Layer] = [
      .line("slowest time scale", x: x, y: samples.map(\.slowest), style: .series(2))
    ]
    if samples.contains(where: { $0.fastModes > 1 }) {
      layers.append(
        .line(
          "slowest of the fast", x: x, y: samples.map { $0.slowestFast ?? .nan },
          style: .series(3)))
    }
    layers.append(.line("fastest time scale", x: x, y: samples.map(\.fastest), style: .series(1)))
    layers.append(.line("step size", x: x, y: samples.map(\.step), style: .trajectory))
    return Figure(
      title: "\(system.name): stiffness",
      x: .init(timeName, scale: isLogarithmic ? .logarithmic : .linear),
      y: .init("time scale, step size", scale: .logarithmic), legend: .below, layers: layers)
  }
}
