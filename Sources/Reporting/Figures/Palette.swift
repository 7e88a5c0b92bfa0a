/// The colours of every figure: the palette of Okabe and Ito, which stays distinct for colour-blind
/// readers (<https://jfly.uni-koeln.de/color/>), and greys for what is not data.
enum Palette: String, Sendable, CaseIterable {
  case black = "#1A1A1A"
  case orange = "#E69F00"
  case skyBlue = "#56B4E9"
  case green = "#009E73"
  case blue = "#0072B2"
  case vermilion = "#D55E00"
  case purple = "#CC79A7"
  case darkGrey = "#555555"
  case grey = "#8C8C8C"
  case lightGrey = "#E4E4E4"
  case missing = "#C8C8C8"
}
