import FastSlow
import Foundation

/// Steps of SGD against NumPy and JAX on the same machine, each figure a ratio in one run.
///
/// The peers use all cores within their products, FastSlow one seed a core. A figure is the wall
/// time of a batch step, or for FastSlow that of all seeds' steps divided by their number.
struct SGDThroughput {
  private let width = 256
  private let batch = 4096
  private let dimension = 2048
  private let cores = ProcessInfo.processInfo.activeProcessorCount

  /// What one round measured, in seconds.
  private struct Round {
    var numpy = 0.0
    var numpyNormals = 0.0
    /// The two products of a step alone, by NumPy.
    var numpyProducts = 0.0
    var jax: Double?
    var direct = 0.0
    var near = 0.0
    var far = 0.0
    var normals = 0.0
  }

  /// Rounds by turns, so that a busy machine hits all alike; medians are printed.
  func run(_ report: BenchmarkReport) async throws {
    var rounds: [Round] = []
    for _ in 0..<5 {
      var round = Round()
      guard let numpy = peer(Self.numpy), numpy.count == 3 else {
        print("SGD: no numpy here (scripts/peers/install) to compare with")
        return
      }
      (round.numpy, round.numpyNormals, round.numpyProducts) = (numpy[0], numpy[1], numpy[2])
      round.jax = peer(Self.jax)?.first
      round.near = try await secondsPerStep(GramEngine(), dimension)
      round.far = try await secondsPerStep(GramEngine(), 100_000_000)
      round.direct = try await secondsPerStep(DirectEngine(), dimension, steps: (2, 12))
      round.normals = secondsOfNormals()
      rounds.append(round)
    }
    try report.write("sgd", text(rounds))
  }

  private func text(_ rounds: [Round]) -> String {
    func row(_ name: String, _ seconds: (Round) -> Double?) -> String {
      let times = rounds.compactMap(seconds)
      guard times.count == rounds.count else { return "| \(name) | – | – | – |" }
      func ratio(_ peer: (Round) -> Double?) -> String {
        let ratios = rounds.compactMap { round in peer(round).map { $0 / (seconds(round) ?? .nan) }
        }
        return ratios.count == rounds.count ? tenths(median(ratios)) + "×" : "–"
      }
      return "| \(name) | \(tenths(median(times) * 1e3)) ms | \(ratio(\.numpy)) | \(ratio(\.jax)) |"
    }
    let share = median(rounds.map { $0.numpyProducts / $0.direct })
    return """
      ## SGD: seconds a step

      m = \(width), B = \(batch), d = \(dimension), float32, all cores; medians of five rounds by
      turns. NumPy and JAX are one-pass SGD as a user writes it, NumPy with its fastest generator
      (SFC64), JAX compiled whole. OpenBLAS's kernels here: \(Kernels.productKernels); NumPy's
      own build chooses for itself (OPENBLAS_CORETYPE is unset for it).

      \(BenchmarkReport.machine()) \(PythonPeers.versions(of: ["numpy", "jax"])).

      | engine | a batch step | NumPy's / its | JAX's / its |
      |---|---:|---:|---:|
      \(row("NumPy, direct") { $0.numpy })
      \(row("JAX, direct") { $0.jax })
      \(row("FastSlow direct") { $0.direct })
      \(row("FastSlow gram") { $0.near })
      \(row("FastSlow gram, d = 10⁸") { $0.far })

      NumPy's two products of a step take \(Int((100 * share).rounded())) % of the time of our whole
      step, so ours run at that part of the machine's sgemm rate or more. float32 normals on one core:
      \(tenths(median(rounds.map { $0.numpyNormals / $0.normals }))) times as fast as NumPy's SFC64.

      """
  }

  /// Wall seconds a step and seed; the start is left out as the difference of two lengths.
  private func secondsPerStep(
    _ engine: any SGDEngine, _ dimension: Int, steps: (Int, Int) = (4, 24)
  ) async throws -> Double {
    let short = try await seconds(engine, dimension, steps.0)
    let long = try await seconds(engine, dimension, steps.1)
    return (long - short) / Double((steps.1 - steps.0) * cores)
  }

  private func seconds(_ engine: any SGDEngine, _ dimension: Int, _ steps: Int) async throws
    -> Double
  {
    let η = 1e-6  // stable in 10⁸ dimensions too
    let request = try SGDRequest(
      teacher: Teacher(link: [0, 1, -0.4]), student: Student(activation: [0, 1, 1]),
      settings: SGDSettings(
        width: width, dimension: dimension, batch: batch, stepSize: η, timeScaleRatio: 0.1,
        horizon: η * Double(steps), recordings: 1))
    let ensemble = Ensemble(engine: engine, members: cores, threads: cores)
    let begin = ContinuousClock.now
    _ = try await ensemble.run(request)
    return (ContinuousClock.now - begin) / .seconds(1)
  }

  /// Seconds for batch × dimension normals on one core, into memory in use as NumPy's are.
  private func secondsOfNormals() -> Double {
    var values = [Float](repeating: 1, count: batch * dimension)
    let sequence = RandomSequence(seed: 1)
    let begin = ContinuousClock.now
    sequence.fillNormals(&values)
    let seconds = (ContinuousClock.now - begin) / .seconds(1)
    return values.last == 1 ? .nan : seconds
  }

  /// What a peer's script prints, or nil without the peer.
  private func peer(_ script: String) -> [Double]? {
    let sizes = [width, dimension, batch, 5].map { "\($0)" }
    // Old OpenBLAS builds may need help with the choice of kernels, and NumPy's is a new one.
    let free = ["env", "-u", "OPENBLAS_CORETYPE", "-u", "OPENBLAS_L2_SIZE"]
    guard let text = standardOutput(of: free + [PythonPeers.python, "-c", script] + sizes) else {
      return nil
    }
    return text.split(separator: " ").compactMap {
      Double($0.trimmingCharacters(in: .whitespacesAndNewlines))
    }
  }

  private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
  private func tenths(_ x: Double) -> String { "\((x * 10).rounded() / 10)" }

  /// One-pass SGD as a NumPy user writes it: float32, fastest generator, buffers reused. Prints the
  /// seconds of a step, of its normals alone and of its products alone.
  private static let numpy = """
    import sys, time, numpy as np
    m, d, B, T = [int(v) for v in sys.argv[1:5]]
    rng = np.random.Generator(np.random.SFC64(1)); f = np.float32; root = f(2 ** .5)
    W = rng.standard_normal((m, d), dtype=f); W /= np.linalg.norm(W, axis=1, keepdims=True)
    a = np.ones(m, f); X = np.empty((B, d), f); eta, eps = 1e-6, .1
    def step(W, a):
        rng.standard_normal(dtype=f, out=X)
        H = X @ W.T; l = X[:, 0]; S = H + (H * H - f(1)) / root
        e = S @ a / f(m) - (l - f(.4) * (l * l - f(1)) / root)
        D = -(e[:, None] * (f(1) + root * H)) * (a / f(B))
        W = W + f(eta) * (D.T @ X)
        return W / np.linalg.norm(W, axis=1, keepdims=True), a - f(eta * eps / B) * (e @ S)
    def seconds(work):
        work(); t = time.perf_counter()
        for _ in range(T): work()
        return (time.perf_counter() - t) / T
    W, a = step(W, a); t = time.perf_counter()
    for _ in range(T): W, a = step(W, a)
    t = (time.perf_counter() - t) / T
    H = X @ W.T
    print(t, seconds(lambda: rng.standard_normal(dtype=f, out=X)),
          seconds(lambda: X @ W.T) + seconds(lambda: H.T @ X))
    """

  /// The same step in JAX, compiled as one function. Prints the seconds of a step.
  private static let jax = """
    import sys, time, jax, jax.numpy as np
    m, d, B, T = [int(v) for v in sys.argv[1:5]]
    root = 2 ** .5; eta, eps = 1e-6, .1
    @jax.jit
    def step(key, W, a):
        key, own = jax.random.split(key)
        X = jax.random.normal(own, (B, d), np.float32)
        H = X @ W.T; l = X[:, 0]; S = H + (H * H - 1) / root
        e = S @ a / m - (l - .4 * (l * l - 1) / root)
        D = -(e[:, None] * (1 + root * H)) * (a / B)
        W = W + eta * (D.T @ X)
        return key, W / np.linalg.norm(W, axis=1, keepdims=True), a - eta * eps / B * (e @ S)
    key = jax.random.PRNGKey(0); W = jax.random.normal(key, (m, d), np.float32)
    state = step(key, W / np.linalg.norm(W, axis=1, keepdims=True), np.ones(m))
    state[1].block_until_ready(); t = time.perf_counter()
    for _ in range(T): state = step(*state)
    state[1].block_until_ready(); print((time.perf_counter() - t) / T)
    """
}
