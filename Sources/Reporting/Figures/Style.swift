extension Figure {
  /// How a layer looks, chosen by what it means, so that every figure speaks alike.
  ///
  /// Meanings differ in dash and symbol as well as in colour, and so survive a grey print.
  public struct Style: Sendable, Hashable {
    /// The word that stands beside the style in the script.
    let meaning: String
    let color: Palette
    let dash: Dash
    let width: Double
    let symbol: Symbol
    let symbolSize: Double

    init(
      _ meaning: String, _ color: Palette, _ dash: Dash = .solid, width: Double = 2,
      symbol: Symbol = .disc, symbolSize: Double = 0.9
    ) {
      self.meaning = meaning
      self.color = color
      self.dash = dash
      self.width = width
      self.symbol = symbol
      self.symbolSize = symbolSize
    }

    /// An attracting branch.
    public static let attracting = Style("attracting", .black, width: 2.5)
    /// A branch of saddle type.
    public static let saddle = Style("saddle", .black, .dashDot, width: 2)
    /// A repelling branch.
    public static let repelling = Style("repelling", .black, .dashed, width: 2)

    /// A solution of the full system.
    public static let trajectory = Style("trajectory", .blue, symbol: .disc)
    /// What a theory predicts.
    public static let prediction = Style("prediction", .vermilion, width: 2.5, symbol: .disc)
    /// The reduced (slow) flow.
    public static let reduced = Style("reduced flow", .green, .longDash, width: 2.5)
    /// A jump along the fast direction.
    public static let fastJump = Style("fast jump", .purple, .dotted)

    /// The directions of a flow.
    public static let field = Style("flow", .grey, width: 1)
    /// A line to measure others by.
    public static let reference = Style("reference", .grey, .dotted, width: 1.5)
    /// A fit to data.
    public static let fit = Style("fit", .darkGrey, .dashed, width: 1.5)

    /// A fold point.
    public static let fold = Style("fold", .vermilion, symbol: .ring, symbolSize: 1.4)
    /// A point where branches cross.
    public static let branchPoint = Style(
      "branch point", .purple, symbol: .openDiamond, symbolSize: 1.5)
    /// A stable equilibrium.
    public static let stableEquilibrium = Style(
      "stable equilibrium", .black, symbol: .disc, symbolSize: 1.4)
    /// An unstable equilibrium.
    public static let unstableEquilibrium = Style(
      "unstable equilibrium", .black, symbol: .ring, symbolSize: 1.4)
    /// Where a solution starts.
    public static let start = Style("start", .blue, symbol: .openSquare, symbolSize: 1.3)

    /// The `index`-th of several simulated sets, such as the widths of an ensemble.
    public static func simulation(_ index: Int) -> Style {
      cycle("simulation", [.orange, .skyBlue, .purple, .green, .blue], index, width: 1.5)
    }

    /// The `index`-th of several quantities that share the axes.
    public static func series(_ index: Int) -> Style {
      cycle(
        "series", [.blue, .vermilion, .green, .orange, .purple, .skyBlue, .black], index,
        width: 2)
    }

    private static func cycle(
      _ meaning: String, _ colors: [Palette], _ index: Int, width: Double
    ) -> Style {
      let dashes: [Dash] = [.solid, .longDash, .dashDot, .dashed, .dotted]
      let symbols: [Symbol] = [.disc, .square, .triangle, .diamond, .ring, .openSquare]
      let place = ((index % 210) + 210) % 210
      return Style(
        "\(meaning) \(index)", colors[place % colors.count], dashes[place % dashes.count],
        width: width, symbol: symbols[place % symbols.count])
    }

    /// A dash pattern, as gnuplot's `dashtype`.
    enum Dash: String, Sendable {
      case solid = "1"
      case dashed = "(12,7)"
      case longDash = "(24,7)"
      case dashDot = "(18,6,4,6)"
      case dotted = "(4,6)"
    }

    /// A symbol, as gnuplot's `pointtype`.
    enum Symbol: Int, Sendable {
      case openSquare = 4
      case square = 5
      case ring = 6
      case disc = 7
      case triangle = 9
      case openDiamond = 12
      case diamond = 13
    }
  }
}
