import FastSlow
import RealModule
import Reporting

/// The figures of a comparison.
struct ComparisonFigures {
  let outcome: ComparisonOutcome

  private var comparison: Comparison { outcome.comparison }
  private var prediction: Prediction { outcome.prediction }

  /// Critical manifold by stability, slow-flow arrows, full trajectory, SGD with bands.
  var phasePlane: Figure? {
    guard let flow = prediction.fate?.flow, let slow = slowCourse, let fast = fastCourse else {
      return nil
    }
    let ode = smoothCourse(slow.variable).map(\.value)
    let seen = comparison.rows.flatMap { means($0, slow.parameter) } + slow.predicted + ode
    let top = 1.08 * seen.max(or: 1)
    // Weights below 0 are off the manifold as it was computed.
    guard top > max(flow.manifold.interval.lowerBound, 0) else { return nil }
    let layers = ManifoldLayers(manifold: flow.manifold)
    return Figure(
      title: "Phase plane", size: .init(width: 800, height: 600),
      x: .init("\(slow.variable), second-layer weight", range: 0...top),
      y: .init("\(fast.variable), alignment", range: -0.05...1.05),
      layers: layers.branches + [layers.arrows(visible(flow, below: top))] + bands(slow, fast)
        + [
          .line(
            "ODE", x: ode, y: smoothCourse(fast.variable).map(\.value), style: .prediction),
          .points(
            "start", x: Array(slow.predicted.prefix(1)), y: Array(fast.predicted.prefix(1)),
            style: .start),
        ] + layers.specialPoints + layers.equilibria(flow))
  }

  /// Mean over seeds with the 5 to 95 % band: narrowest network and widest.
  private func bands(_ slow: Comparison.Course, _ fast: Comparison.Course) -> [Figure.Layer] {
    let rows = [comparison.rows.first, comparison.rows.last].compactMap { $0 }
    return rows.enumerated().flatMap { index, row -> [Figure.Layer] in
      let x = means(row, slow.parameter)
      let spread = row.result.statistics(of: fast.parameter)
      return [
        .band(
          nil, x: x, lower: spread.map { $0.quantile(0.05) },
          upper: spread.map { $0.quantile(0.95) }, style: .simulation(index)),
        .line(label(row), x: x, y: spread.map(\.mean), style: .simulation(index)),
      ]
    }
  }

  /// A variable of the model's ODE within the window, at every step of the solver; empty where that is
  /// not what is compared.
  private func smoothCourse(_ variable: String) -> [(time: Double, value: Double)] {
    guard let smooth = prediction.ode?.smooth else { return [] }
    return zip(smooth.times, smooth[variable] ?? []).map { ($0, $1) }
  }

  /// Each order parameter against logarithmic time: prediction, and SGD at each size.
  var courses: FigureGrid {
    let panels = comparison.courses.map { course in
      let lines = comparison.rows.enumerated().flatMap { index, row -> [Figure.Layer] in
        let times = onLogarithmicAxis(row.times)
        let statistics = row.result.statistics(of: course.parameter)
        return [
          .band(
            nil, x: times, lower: statistics.map { $0.quantile(0.05) },
            upper: statistics.map { $0.quantile(0.95) }, style: .simulation(index)),
          .line(label(row), x: times, y: statistics.map(\.mean), style: .simulation(index)),
        ]
      }
      return Figure(
        x: .init(comparison.limit.timeName, scale: .logarithmic),
        y: .init("\(course.variable), \(course.parameter.title)"),
        layers: lines + predicted(course, from: comparison.times.dropFirst().first ?? 0))
    }
    return FigureGrid(
      title: "Time courses", columns: panels.count > 4 ? 3 : 2, panels: panels)
  }

  /// The ODE at every step of the solver, and another prediction at the recorded times.
  private func predicted(_ course: Comparison.Course, from first: Double) -> [Figure.Layer] {
    let smooth = smoothCourse(course.variable).filter { $0.time >= first }
    let ode = Figure.Layer.line(
      "ODE", x: smooth.map(\.time), y: smooth.map(\.value),
      style: prediction.isODE ? .prediction : .reference)
    if prediction.isODE { return [ode] }
    let times = onLogarithmicAxis(comparison.times)
    return (smooth.isEmpty ? [] : [ode]) + [
      .line(prediction.name, x: times, y: course.predicted, style: .prediction)
    ]
  }

  /// Times without the start, which has no place there.
  private func onLogarithmicAxis(_ times: [Double]) -> [Double] { times.map { $0 > 0 ? $0 : .nan } }

  private func label(_ row: Comparison.Row) -> String {
    "SGD, \(comparison.limit.symbol) = \(row.size)"
  }

  /// Largest deviation against size with the fitted power, and the limit's test over time.
  var finiteSize: FigureGrid {
    let panels = comparison.courses.flatMap { [deviations($0), limits($0)] }
    return FigureGrid(title: "Finite size", columns: panels.count > 8 ? 4 : 2, panels: panels)
  }

  private func deviations(_ course: Comparison.Course) -> Figure {
    let sizes = course.largest.map(\.size)
    var layers: [Figure.Layer] = [
      .errorBars(
        "largest deviation", x: sizes, y: course.largest.map { $0.deviation.magnitude },
        error: course.largest.map(\.standardError), style: .simulation(0))
    ]
    if let exponent = course.exponent, let first = course.largest.first {
      let factor = first.deviation.magnitude * Double.pow(first.size, exponent.value)
      layers.append(
        .fittedPower(
          "\(comparison.limit.symbol)^(−\(formatted(exponent.value, digits: 2)))",
          exponent: -exponent.value,
          factor: factor, over: sizes.min(or: 1)...sizes.max(or: 2)))
    }
    return Figure(
      title: course.parameter.title,
      x: .init("\(comparison.limit.name) \(comparison.limit.symbol)", scale: .logarithmic),
      y: .init("|SGD − prediction|", scale: .logarithmic), layers: layers)
  }

  private func limits(_ course: Comparison.Course) -> Figure {
    let times = Array(comparison.times.dropFirst())
    let values = course.limits.map { $0?.value ?? .nan }
    return Figure(
      title: "\(course.parameter.title), extrapolated",
      x: .init(comparison.limit.timeName, scale: .logarithmic),
      y: .init("limit of SGD − prediction"),
      layers: allowance(course, times) + [
        .errorBars(
          "limit, 95 %", x: times, y: values,
          error: course.limits.map { ($0?.standardError ?? .nan) * 1.959964 },
          style: .simulation(0)),
        .horizontal(at: 0),
      ])
  }

  private func allowance(_ course: Comparison.Course, _ times: [Double]) -> [Figure.Layer] {
    if !course.knowsBias { return [] }
    return [
      .band(
        "allowed for what known biases miss", x: times, lower: course.allowance.map { -$0 },
        upper: course.allowance, style: .reference)
    ]
  }

  private var slowCourse: Comparison.Course? {
    let names = prediction.system.slowIndices.map { prediction.system.variables[$0].name }
    return comparison.courses.first { names.contains($0.variable) }
  }

  private var fastCourse: Comparison.Course? {
    comparison.courses.first { $0.parameter == .alignment }
  }

  private func means(_ row: Comparison.Row, _ parameter: OrderParameter) -> [Double] {
    row.result.statistics(of: parameter).map(\.mean)
  }

  /// The flow with arrows only where the figure shows them.
  private func visible(_ flow: ReducedFlow, below top: Double) -> ReducedFlow {
    flow.limited(to: flow.manifold.interval.lowerBound...top)
  }
}

extension [Double] {
  fileprivate func max(or fallback: Double) -> Double { self.max() ?? fallback }
  fileprivate func min(or fallback: Double) -> Double { self.min() ?? fallback }
}
