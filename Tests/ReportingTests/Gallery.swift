import Reporting

/// One small figure of each kind, made from closed forms.
enum Gallery {
  static func grid(_ low: Double, _ high: Double, _ count: Int) -> [Double] {
    (0..<count).map { low + (high - low) * Double($0) / Double(count - 1) }
  }

  /// The S-shaped critical manifold y = x³/3 − x with its flow and a relaxation cycle.
  static var phasePlane: Figure {
    func y(_ x: [Double]) -> [Double] { x.map { $0 * $0 * $0 / 3 - $0 } }
    let left = grid(-2.2, -1, 40)
    let middle = grid(-1, 1, 40)
    let right = grid(1, 2.2, 40)
    let cycle = grid(1, 2, 30).reversed() + [-2] + grid(-2, -1, 30) + [2]
    let cycleY = y(grid(1, 2, 30).reversed()) + [-2.0 / 3] + y(grid(-2, -1, 30)) + [2.0 / 3]
    let px = grid(-2, 2, 9).flatMap { x in grid(-1, 1, 7).map { _ in x } }
    let py = grid(-2, 2, 9).flatMap { _ in grid(-1, 1, 7) }
    return Figure(
      title: "Van der Pol, ε = 0.01", x: .init("y"), y: .init("x"),
      layers: [
        .arrows(
          "flow", x: py, y: px, dx: px.map { -$0 },
          dy: zip(px, py).map { 100 * ($1 + $0 - $0 * $0 * $0 / 3) }),
        .line("attracting", x: y(left), y: left, style: .attracting),
        .line("repelling", x: y(middle), y: middle, style: .repelling),
        .line("attracting", x: y(right), y: right, style: .attracting),
        .line("full system", x: cycleY, y: Array(cycle), style: .trajectory),
        .points("fold", x: [-2.0 / 3, 2.0 / 3], y: [1, -1], style: .fold),
        .points("equilibrium", x: [0], y: [0], style: .unstableEquilibrium),
      ])
  }

  /// Ten decades of time with an ensemble's band.
  static var timeCourse: Figure {
    let t = grid(-5, 5, 120).map { powered($0) }
    let decay = t.map { 1 / (1 + $0) }
    return Figure(
      title: "Alignment in logarithmic time",
      x: .init("t", unit: "slow time", scale: .logarithmic), y: .init("m_1", range: 0...1.1),
      layers: [
        .band(
          "SGD, 90 % of seeds", x: t, lower: decay.map { max($0 - 0.08, 0) },
          upper: decay.map { $0 + 0.08 }, style: .simulation(0)),
        .linePoints("SGD, 256 neurons", x: t, y: decay.map { $0 + 0.01 }, style: .simulation(0)),
        .line("ODE", x: t, y: decay, style: .prediction),
        .line("reduced flow", x: t, y: t.map { 1 / (1 + $0 * 0.9) }, style: .reduced),
        .vertical("boundary layer ends", at: 0.01),
      ])
  }

  /// Deviation against width, log-log, with a fit.
  static var finiteSize: Figure {
    let width: [Double] = [32, 64, 128, 256, 512]
    return Figure(
      title: "Finite-size deviation", x: .init("width N", scale: .logarithmic),
      y: .init("deviation from the ODE", scale: .logarithmic),
      layers: [
        .errorBars(
          "SGD", x: width, y: width.map { 1.1 / $0.squareRoot() },
          error: width.map { 0.2 / $0.squareRoot() }, style: .simulation(0)),
        .fittedPower("fit: N^(-0.50 ± 0.01)", exponent: -0.5, factor: 1.1, over: 32...512),
        .label("largest run", x: 512, y: 0.0486),
      ])
  }

  /// Names that would break a script that did not escape.
  static let wildNames = [
    "s_{1}^2 {", "}{ @m &x ~a", "it's \"q\" \\n \\", "`echo boo` $(x) %g # ; ", "<script>&amp;",
    "ε̇ = ∂f/∂x",
  ]

  static var wild: Figure {
    let x = grid(0, 1, 5)
    return Figure(
      title: wildNames.joined(separator: " "), x: .init(wildNames[0], unit: wildNames[1]),
      y: .init(wildNames[2] + "\nand a second line"),
      layers: wildNames.enumerated().map { index, name in
        .line(name, x: x, y: x.map { $0 * Double(index) }, style: .series(index))
      } + [.label(wildNames[3], x: 0.9, y: 3), .horizontal(wildNames[4], at: 2)])
  }

  static var nothing: Figure {
    Figure(
      title: "Nothing", x: .init("t", scale: .logarithmic), y: .init("x"),
      layers: [.line("x", x: [], y: [], style: .series(0))])
  }

  static var panels: FigureGrid {
    FigureGrid(
      title: "Feature unlearning: ODE, reduced flow and SGD", columns: 2,
      panels: [phasePlane, timeCourse, finiteSize, nothing])
  }

  static func small(_ figure: Figure) -> Figure {
    var figure = figure
    figure.size = .init(width: 300, height: 240)
    return figure
  }

  private static func powered(_ exponent: Double) -> Double {
    var value = 1.0
    // 10^x by halving is exact enough for a picture, and needs no C library here.
    let steps = 1 << 12
    let factor = 1 + exponent * 2.302585092994046 / Double(steps)
    for _ in 0..<steps { value *= factor }
    return value
  }
}
