import ComplexModule
import Modeling
import NumericKernel
import RealModule
import Symbolic

/// A split of a model's variables into fast and slow ones, read off the spectrum along a trajectory.
///
/// At each state the widest gap between neighbouring |Re λ| parts the modes; a variable belongs to
/// the fast ones as far as it points along them, Σ vᵢⱼ bⁱⱼ over the fast modes i (its pointer, between
/// 0 and 1 where modes do not mix). What most states agree on is proposed.
public struct ScaleProposal: Sendable {
  /// One variable's part.
  public struct Evidence: Sendable {
    /// The variable.
    public let name: String
    /// Its mean pointer onto the fast modes.
    public let pointer: Double
    /// The share of states at which the pointer is above ½.
    public let share: Double
    /// Whether it is proposed as fast.
    public var isFast: Bool { share > 0.5 }
  }

  /// By variable.
  public let variables: [Evidence]
  /// How many modes are fast at most of the states.
  public let fastModes: Int
  /// The slowest fast rate over the fastest slow one: smallest, median and largest.
  public let gap: (smallest: Double, median: Double, largest: Double)
  /// The median of the fastest slow rate over the slowest fast one: a size for ε.
  public var epsilon: Double { 1 / gap.median }
  /// How many states were looked at, and how many had enough eigenvectors.
  public let states: (asked: Int, used: Int)

  /// Names proposed as fast.
  public var fast: [String] { variables.filter(\.isFast).map(\.name) }
  /// Names proposed as slow.
  public var slow: [String] { variables.filter { !$0.isFast }.map(\.name) }

  /// A gap below this is none.
  public static let smallestGap = 10.0

  /// Whether the evidence parts the variables: a gap of ten or more at the median, variables on both
  /// sides, and as many fast ones as fast modes.
  public var isConvincing: Bool {
    gap.median >= ScaleProposal.smallestGap && !fast.isEmpty && !slow.isEmpty
      && fast.count == fastModes
  }

  /// Reads the proposal off some states, as those of a solution.
  ///
  /// - Throws: ``GeometryError`` with fewer than two variables, or if no state has a gap.
  public init(of analysis: TimeScaleAnalysis, along states: [[Double]]) throws(GeometryError) {
    let n = analysis.names.count
    guard n >= 2 else {
      throw GeometryError(
        problem: "\(analysis.system.name) has one variable", advice: "a split needs two")
    }
    var (pointers, gaps, counts): ([[Double]], [Double], [Int]) = ([], [], [])
    for case .success(let modes) in analysis.modes(along: states) {
      guard let (count, gap) = ScaleProposal.widestGap(modes.eigenvalues) else { continue }
      counts.append(count)
      gaps.append(gap)
      pointers.append(
        (0..<n).map { j in (0..<count).map { modes.pointers[$0][j] }.reduce(0, +) })
    }
    guard !gaps.isEmpty else {
      throw GeometryError(
        problem: "no state of \(analysis.system.name) has modes of different speed",
        advice: "look along another trajectory")
    }
    let sorted = gaps.sorted()
    gap = (sorted[0], sorted[sorted.count / 2], sorted[sorted.count - 1])
    fastModes = counts.sorted()[counts.count / 2]
    self.states = (states.count, gaps.count)
    variables = analysis.names.enumerated().map { j, name in
      let all = pointers.map { $0[j] }
      return Evidence(
        name: name, pointer: all.reduce(0, +) / Double(all.count),
        share: Double(all.filter { $0 > 0.5 }.count) / Double(all.count))
    }
  }

  /// Modes before the widest ratio of |Re λ|, a pair kept whole.
  private static func widestGap(_ eigenvalues: [Complex<Double>]) -> (count: Int, gap: Double)? {
    let sizes = eigenvalues.map(\.real.magnitude)
    let top = sizes.max() ?? 0
    guard top > 0 else { return nil }
    // What rounding cannot tell from 0 is a conserved quantity, no slow mode.
    let floor = 1e-14 * top
    var best: (count: Int, gap: Double)?
    for k in 1..<sizes.count where eigenvalues[k - 1].imaginary <= 0 && sizes[k] > floor {
      let gap = sizes[k - 1] / sizes[k]
      if gap > best?.gap ?? 1 { best = (k, gap) }
    }
    return best
  }
}
