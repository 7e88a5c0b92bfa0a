import FastSlow

/// Hydrolysis of plant pigments, eight species (Schäfer 1975; HIRES of the IVP test set).
struct HIRES: FastSlowModel {
  @State(initial: 1) var y1
  @State(initial: 0) var y2
  @State(initial: 0) var y3
  @State(initial: 0) var y4
  @State(initial: 0) var y5
  @State(initial: 0) var y6
  @State(initial: 0) var y7
  @State(initial: 0.0057) var y8

  var equations: [Equation] {
    let pair = 280 * y6 * y8
    d(y1) == -1.71 * y1 + 0.43 * y2 + 8.32 * y3 + 0.0007
    d(y2) == 1.71 * y1 - 8.75 * y2
    d(y3) == -10.03 * y3 + 0.43 * y4 + 0.035 * y5
    d(y4) == 8.32 * y2 + 1.71 * y3 - 1.12 * y4
    d(y5) == -1.745 * y5 + 0.43 * y6 + 0.43 * y7
    d(y6) == -pair + 0.69 * y4 + 1.71 * y5 - 0.43 * y6 + 0.69 * y7
    d(y7) == pair - 1.81 * y7
    d(y8) == -pair + 1.81 * y7
  }
}

/// The Oregonator (Field and Noyes 1974; OREGO of the IVP test set).
struct Oregonator: FastSlowModel {
  @State(initial: 1) var y1
  @State(initial: 2) var y2
  @State(initial: 3) var y3

  var equations: [Equation] {
    d(y1) == 77.27 * (y2 - y1 * y2 + y1 - 8.375e-6 * y1 ** 2)
    d(y2) == (y3 - y2 - y1 * y2) / 77.27
    d(y3) == 0.161 * (y1 - y3)
  }
}
