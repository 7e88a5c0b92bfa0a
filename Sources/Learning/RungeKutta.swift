/// A state that can move along a rate of its own kind.
protocol FlowState {
  /// self + factor · rate, component by component.
  func moved(by factor: Double, along rate: Self) -> Self
}

extension FlowState {
  /// The states of a flow at ascending times from 0, by classical Runge-Kutta steps no longer than
  /// `longestStep`. Error: order longestStep⁴.
  func states(at times: [Double], longestStep: Double, rate: (Self) -> Self) -> [Self] {
    var state = self
    var now = 0.0
    return times.map { time in
      let steps = max(0, Int(((time - now) / longestStep).rounded(.up)))
      for _ in 0..<steps { state = state.advanced(by: (time - now) / Double(steps), rate) }
      now = time
      return state
    }
  }

  private func advanced(by h: Double, _ rate: (Self) -> Self) -> Self {
    let k1 = rate(self)
    let k2 = rate(moved(by: h / 2, along: k1))
    let k3 = rate(moved(by: h / 2, along: k2))
    let k4 = rate(moved(by: h, along: k3))
    return moved(by: h / 6, along: k1).moved(by: h / 3, along: k2).moved(by: h / 3, along: k3)
      .moved(by: h / 6, along: k4)
  }
}
