import FastSlow
import Foundation

/// Steps of SGD against NumPy on the same machine, each figure a ratio in one run.
///
/// Both use all cores: NumPy within its products, FastSlow with one seed a core. A figure is the
/// wall time of a batch step, or for FastSlow that of all seeds' steps divided by their number.
struct SGDThroughput {
  private let width = 256
  private let batch = 4096
  private let dimension = 2048
  private let cores = ProcessInfo.processInfo.activeProcessorCount

  /// Rounds by turns, so that a busy machine hits all alike; medians are printed.
  func run(_ report: BenchmarkReport) async throws {
    var (numpy, direct, near, far, draws): ([Double], [Double], [Double], [Double], [Double]) =
      ([], [], [], [], [])
    for _ in 0..<5 {
      guard let peer = peer(), peer.count == 2 else {
        print("SGD: no numpy here (scripts/peers/install) to compare with")
        break
      }
      numpy.append(peer[0])
      near.append(try await secondsPerStep(GramEngine(), dimension))
      far.append(try await secondsPerStep(GramEngine(), 100_000_000))
      direct.append(try await secondsPerStep(DirectEngine(), dimension, steps: (2, 6)))
      draws.append(peer[1] / secondsOfNormals())
    }
    if numpy.isEmpty { return }
    try report.write(
      "sgd",
      """
      ## SGD: seconds a step

      m = \(width), B = \(batch), d = \(dimension), float32, all cores; medians of five rounds by
      turns. NumPy is one-pass SGD as a user writes it, with its fastest generator (SFC64).

      \(BenchmarkReport.machine())

      | engine | a batch step | NumPy's / its |
      |---|---:|---:|
      | NumPy, direct | \(milliseconds(numpy)) | 1 |
      | FastSlow direct | \(milliseconds(direct)) | \(ratio(numpy, direct))× |
      | FastSlow gram | \(milliseconds(near)) | \(ratio(numpy, near))× |
      | FastSlow gram, d = 10⁸ | \(milliseconds(far)) | – |

      float32 normals on one core: \(tenths(median(draws))) times as fast as NumPy's SFC64.

      """)
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

  /// Seconds for batch × dimension normals on one core.
  private func secondsOfNormals() -> Double {
    let begin = ContinuousClock.now
    let values = RandomSequence(seed: 1).singlePrecisionNormals(count: batch * dimension)
    let seconds = (ContinuousClock.now - begin) / .seconds(1)
    return values.isEmpty ? .nan : seconds
  }

  /// Seconds of a NumPy step and of its normals alone, or nil without NumPy.
  private func peer() -> [Double]? {
    let size = ["\(width)", "\(dimension)", "\(batch)", "5"]
    guard let text = standardOutput(of: [PythonPeers.python, "-c", Self.script] + size) else {
      return nil
    }
    return text.split(separator: " ").compactMap {
      Double($0.trimmingCharacters(in: .whitespacesAndNewlines))
    }
  }

  private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
  private func tenths(_ x: Double) -> String { "\((x * 10).rounded() / 10)" }
  private func milliseconds(_ values: [Double]) -> String { tenths(median(values) * 1e3) + " ms" }
  private func ratio(_ a: [Double], _ b: [Double]) -> String {
    tenths(median(zip(a, b).map { $0 / $1 }))
  }

  /// One-pass SGD as a NumPy user writes it: float32, fastest generator, buffers reused.
  private static let script = """
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
    W, a = step(W, a); t = time.perf_counter()
    for _ in range(T): W, a = step(W, a)
    t = (time.perf_counter() - t) / T; s = time.perf_counter()
    rng.standard_normal(dtype=f, out=X); s = time.perf_counter() - s
    print(t, s)
    """
}
