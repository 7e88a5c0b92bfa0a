import ComplexModule
import NumericKernel

/// Splits the Jacobian at steps of a run into fast and slow modes.
struct StiffnessExamination {
  private let log: StepLog
  private let evaluator: any FieldEvaluator
  private let fast: [Int]?
  private let length: Double

  init(_ log: StepLog, of field: some VectorField, fast: [Int]?) {
    self.log = log
    evaluator = field.makeEvaluator()
    self.fast = fast.flatMap { $0.isEmpty || $0.count == log.sizes.count ? nil : $0 }
    length = log.steps.reduce(0) { $0 + $1.size.magnitude }
  }

  /// What was found at a step.
  struct Spectrum {
    let step: Int
    let values: [Complex<Double>]
    let fastModes: Int
    let participation: Double?
    let departure: Double
    let fastest, slowest: Double
  }

  /// The spectra at as many steps as are worth it; steps where F or its Jacobian is not finite are
  /// left out.
  func spectra() -> [Spectrum] {
    let n = Double(log.sizes.count)
    let most = max(16, min(StepLog.mostStates, Int(2e10 / (25 * n * n * n))))
    let count = log.sampledSteps.count
    let chosen = count <= most ? Array(0..<count) : (0..<most).map { $0 * (count - 1) / (most - 1) }
    return chosen.compactMap(spectrum)
  }

  private func spectrum(_ sample: Int) -> Spectrum? {
    let step = log.sampledSteps[sample]
    let (time, state) = (log.steps[step].end, log.state(ofSample: sample))
    guard let rate = evaluator.rate(time, state), let jacobian = evaluator.anyJacobian(time, state),
      let modes = Eigensystem(jacobian)
    else { return nil }
    let count = fastModes(modes.values)
    return Spectrum(
      step: step, values: modes.values, fastModes: count,
      participation: fast.flatMap { count > 0 ? participation(of: $0, in: modes, count) : nil },
      departure: departure(modes, count, rate),
      fastest: timeScale(modes.values[0]), slowest: timeScale(modes.values[modes.values.count - 1]))
  }

  /// 1/|λ|, but no more than the length of the run.
  private func timeScale(_ λ: Complex<Double>) -> Double { min(1 / λ.length, length) }

  private func gap(after count: Int, _ values: [Complex<Double>]) -> Double {
    let isPair = values[count - 1].imaginary > 0
    return isPair ? 0 : timeScale(values[count]) / timeScale(values[count - 1])
  }

  private func fastModes(_ values: [Complex<Double>]) -> Int {
    // What is conserved moves less than anything slow; it parts nothing if two modes do move.
    let moving = values.prefix { timeScale($0) < length }.count
    let last = moving > 1 ? moving : values.count
    let candidates = fast.map { [$0.count] } ?? Array(1..<max(last, 1))
    let widest = candidates.max { gap(after: $0, values) < gap(after: $1, values) }
    guard let widest, gap(after: widest, values) >= 3 else { return 0 }
    return widest
  }

  private func participation(of variables: [Int], in modes: Eigensystem, _ count: Int) -> Double {
    var (part, all) = (0.0, 0.0)
    for i in 0..<count {
      let shares = zip(modes.left[i], modes.right[i]).map { ($0 * $1).length }
      let total = shares.reduce(0, +)
      guard total > 0 else { continue }
      part += variables.reduce(0) { $0 + shares[$1] } / total
      all += 1
    }
    return all > 0 ? part / all : 0
  }

  private func departure(_ modes: Eigensystem, _ count: Int, _ rate: [Double]) -> Double {
    var move = [Double](repeating: 0, count: rate.count)
    for i in 0..<count {
      let (u, v) = (modes.left[i], modes.right[i])
      let overlap = zip(u, v).reduce(Complex<Double>.zero) { $0 + $1.0 * $1.1 }
      let amplitude = zip(u, rate).reduce(Complex<Double>.zero) {
        $0 + $1.0.multiplied(by: $1.1)
      }
      let factor = amplitude / (overlap * modes.values[i])
      // At a defective eigenvalue the mode has no amplitude of its own.
      guard factor.isFinite else { continue }
      for k in rate.indices { move[k] += (v[k] * factor).real }
    }
    let all = log.sizes.max() ?? 0
    return zip(move, log.sizes).reduce(0) {
      max($0, $1.0.magnitude / max($1.1, 1e-8 * all, 1e-300))
    }
  }
}
