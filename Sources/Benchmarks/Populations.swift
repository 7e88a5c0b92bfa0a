import CPeers
import FastSlow
import FastSlowModels

/// The mean-field network against plain C with CVODE and SPGMR: same start, same tolerances.
func measurePopulation(members: Int) throws {
  let system = try MeanFieldNetwork().setting(\.$ε, 0.01).compiled(counts: ["neuron": members])
  let field = system.field(in: .slow)
  let options = IntegrationOptions(
    relativeTolerance: 1e-6, absoluteTolerance: AbsoluteTolerance(1e-9))
  let clock = ContinuousClock()
  var ours: Solution?
  let own = try clock.measure {
    ours = try integrate(
      field, from: system.initialState, over: (0, 100), output: .times([]), options: options)
  }
  var state = system.initialState
  var steps = 0
  let peer = clock.measure {
    _ = unsafe cpeers_mean_field(members, 0.01, 100, 1e-6, 1e-9, &state, &steps)
  }
  let mean = { (values: ArraySlice<Double>) in values.reduce(0, +) / Double(values.count) }
  let end = ours?.reachedState ?? []
  let difference = abs(mean(end[members...]) - mean(state[members...]))
  let perMember = own / .nanoseconds(1) / Double(members * (ours?.statistics.steps ?? 1))
  print(
    "mean-field network, \(members) neurons to slow time 100: FastSlow \(milliseconds(own)) "
      + "(\(ours?.statistics.steps ?? 0) steps, \(Int(perMember)) ns a member and step), "
      + "plain C with SPGMR \(milliseconds(peer)) (\(steps) steps), "
      + "\((peer / own * 10).rounded() / 10) times faster; mean weights differ by \(difference)")
}

private func milliseconds(_ duration: Duration) -> String {
  "\(Int((duration / .milliseconds(1)).rounded())) ms"
}
