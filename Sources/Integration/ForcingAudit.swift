import NumericKernel

/// Looks for input between steps that no step has seen: a pulse or window in time.
///
/// After the run F is probed at times within steps, with the state held; a value far outside those
/// at the steps around it, over a time that matters to the tolerance, was stepped over. Windows
/// narrower than about 1/500 of the run or of a step may stay unseen.
struct ForcingAudit {
  private static let mostSteps = 1_000_000
  private static let largestDimension = 1000
  private static let probes = 256

  private let names: [String]
  private let evaluator: any FieldEvaluator
  private var times: [Double]
  private var samples: [(step: Int, state: [Double])]
  private var stride = 1

  init(names: [String], evaluator: any FieldEvaluator, start: Double, state: [Double]) {
    self.names = names
    self.evaluator = evaluator
    times = [start]
    samples = [(0, state)]
  }

  /// Keeps a step's end, and some of the states.
  mutating func observe(_ time: Double, _ state: [Double]) {
    guard times.count < Self.mostSteps, names.count <= Self.largestDimension else { return }
    times.append(time)
    guard (times.count - 1) % stride == 0 else { return }
    samples.append((times.count - 1, state))
    if samples.count == 128 {
      stride *= 2
      samples = samples.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    }
  }

  /// The verdict at the end of the run.
  func close(_ scale: ErrorScale) -> Suspicion? {
    guard times.count > 1, times.count < Self.mostSteps, names.count <= Self.largestDimension
    else { return nil }
    let (first, last) = (times[0], times[times.count - 1])
    for probe in 0..<Self.probes {
      let part = (Double(probe) + 0.5) / Double(Self.probes)
      if let found = probed(at: first + part * (last - first), scale) { return found }
      // Long horizons spend their steps early: probe by steps as well.
      let step = Int(part * Double(times.count - 1))
      let inside = times[step] + 0.618 * (times[step + 1] - times[step])
      if let found = probed(at: inside, scale) { return found }
    }
    return nil
  }

  private func probed(at time: Double, _ scale: ErrorScale) -> Suspicion? {
    let k = step(holding: time)
    let state = samples[sample(before: k)].state
    guard let value = evaluator.rate(time, state), let a = evaluator.rate(times[k], state),
      let b = evaluator.rate(times[k + 1], state)
    else { return nil }
    if value == a || value == b { return nil }
    let length = (times[times.count - 1] - times[0]).magnitude / Double(2 * Self.probes)
    let share = min((times[k + 1] - times[k]).magnitude, length)
    for i in value.indices {
      let (low, high) = (min(a[i], b[i]), max(a[i], b[i]))
      let outside = max(low - value[i], value[i] - high)
      guard outside * share > 1e3 * scale.weight(i, scale.largest[i]),
        outside > 2 * variation(of: i, around: k, state)
      else { continue }
      return Suspicion(
        kind: .unseenForcing,
        message:
          "between the steps at t = \(brief(times[k])) and \(brief(times[k + 1])) the rate of "
          + "\(names[i]) changes by \(brief(outside)) at t = \(brief(time)), which no step has seen",
        advice: "give the times at which the input jumps as breakpoints, or limit the largest step",
        time: time)
    }
    return nil
  }

  /// How much F varies between the steps nearby.
  private func variation(of i: Int, around k: Int, _ state: [Double]) -> Double {
    let near = times[max(0, k - 2)...min(times.count - 1, k + 3)]
    let values = near.compactMap { evaluator.rate($0, state)?[i] }
    return (values.max() ?? 0) - (values.min() ?? 0)
  }

  private func step(holding time: Double) -> Int {
    let forward = times[times.count - 1] > times[0]
    var (low, high) = (0, times.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if forward ? times[middle] <= time : times[middle] >= time {
        low = middle
      } else {
        high = middle
      }
    }
    return low
  }

  private func sample(before step: Int) -> Int {
    samples.lastIndex { $0.step <= step } ?? 0
  }
}
