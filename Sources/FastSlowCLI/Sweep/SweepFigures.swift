import FastSlow
import Reporting

/// The figures of a sweep: curves over one name, heat maps over a grid of two, coloured points over
/// two otherwise.
struct SweepFigures {
  enum Kind {
    case curves(FigureGrid)
    case map(HeatMap)
    case points(PointMap)
  }

  let summary: SweepSummary

  private var sweep: Sweep { summary.sweep }

  /// Each with its file's name and a caption.
  var all: [(name: String, caption: String, kind: Kind)] {
    guard summary.results.count > 1 else { return [] }
    if sweep.design.names.count == 1 {
      return [
        ("curves", "Each number at the end of its run against \(summary.pointNames[0]).", curves)
      ]
    }
    guard sweep.design.names.count == 2 else { return [] }
    let isGrid = !sweep.design.axes.isEmpty
    return summary.measures.indices.map { place in
      let name = summary.results.measures[place]
      return (
        "\(isGrid ? "heat-map" : "points")-\(name)",
        "\(name) over \(summary.pointNames.joined(separator: " and ")).",
        isGrid ? .map(map(place)) : .points(points(place))
      )
    }
  }

  /// A panel for each number kept, points in order of what changes.
  private var curves: Kind {
    let order = summary.results.points.indices.sorted {
      summary.results.points[$0].values[0] < summary.results.points[$1].values[0]
    }
    let x = order.map { summary.results.points[$0].values[0] }
    let panels = summary.results.measures.indices.map { place in
      let values = order.map { value(place, of: summary.results.outcomes[$0]) }
      let name = summary.results.measures[place]
      return Figure(
        x: axis(0), y: .init(name, unit: unit(of: name)), legend: .hidden,
        layers: [.linePoints(name, x: x, y: values, style: .trajectory)])
    }
    return .curves(
      FigureGrid(title: title, columns: panels.count > 1 ? 2 : 1, panels: panels))
  }

  /// The second axis's values go up, the first one's across.
  private func map(_ place: Int) -> HeatMap {
    let (across, up) = (sweep.design.axes[0], sweep.design.axes[1])
    var values = [[Double]](
      repeating: [Double](repeating: .nan, count: across.count), count: up.count)
    for (point, outcome) in zip(summary.results.points, summary.results.outcomes) {
      let (column, row) = point.index.quotientAndRemainder(dividingBy: up.count)
      values[row][column] = value(place, of: outcome)
    }
    let name = summary.results.measures[place]
    return HeatMap(
      title: title, x: axis(0), y: axis(1),
      value: .init(name, unit: unit(of: name), scale: scale(of: values.joined())),
      columns: across.values, rows: up.values, values: values, missing: "no end reached")
  }

  /// A point where each run lies.
  private func points(_ place: Int) -> PointMap {
    let name = summary.results.measures[place]
    let points = zip(summary.results.points, summary.results.outcomes).map { point, outcome in
      (x: point.values[0], y: point.values[1], value: value(place, of: outcome))
    }
    return PointMap(
      title: title, x: axis(0), y: axis(1),
      value: .init(name, unit: unit(of: name), scale: scale(of: points.map(\.value))),
      points: points, missing: "no end reached")
  }

  /// What a run kept if it came to an end; its last good value would say something else.
  private func value(_ place: Int, of outcome: SweepOutcome) -> Double {
    outcome.status == .completed || outcome.status == .event ? outcome.values[place] : .nan
  }

  /// Logarithmic for positive values over three decades and more.
  private func scale(of values: some Sequence<Double>) -> Figure.Axis.Scale {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max(), low > 0, high / low > 1e3 else {
      return .linear
    }
    return .logarithmic
  }

  private var title: String { "\(sweep.system.name) at \(summary.time)" }

  private func axis(_ place: Int) -> Figure.Axis {
    Figure.Axis(
      summary.pointNames[place], unit: unit(of: sweep.design.names[place]),
      scale: sweep.design.isLogarithmic[place] ? .logarithmic : .linear)
  }

  private func unit(of name: String) -> String? {
    let system = sweep.system
    let meaning =
      system.variables.first { $0.name == name }?.meaning
      ?? system.parameters.first { $0.name == name }?.meaning
    guard let unit = meaning?.unit, !unit.isEmpty else { return nil }
    return unit
  }
}
