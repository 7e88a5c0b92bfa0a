import FastSlow
import Reporting

/// Time scales and step size along a run, on logarithmic axes.
struct StiffnessFigure {
  let report: StiffnessReport
  let system: System
  let timeName: String

  var figure: Figure {
    // A run towards earlier times has no logarithm; it is shown by the time gone by.
    let samples = report.samples
    let first = samples.first.map { $0.time - $0.step } ?? 0
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
      title: "\(system.name): stiffness", x: .init(timeName, scale: .logarithmic),
      y: .init("time scale, step size", scale: .logarithmic), legend: .below, layers: layers)
  }
}
