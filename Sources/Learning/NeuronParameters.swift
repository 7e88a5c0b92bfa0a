/// Overlaps and weights of every neuron at one time.
public struct NeuronParameters: Sendable, Equatable {
  /// r, the teacher's directions.
  public let directions: Int
  /// R, m × r by rows.
  public let alignments: [Double]
  /// Q, the lower triangle of m × m by rows.
  public let overlaps: [Double]
  /// a, m of them.
  public let secondLayer: [Double]

  /// From R (m × r), Q as the lower triangle of a whole m × m matrix, and a.
  init(directions: Int, alignments: [Double], gram: [Double], secondLayer: [Double]) {
    let m = secondLayer.count
    self.directions = directions
    self.alignments = alignments
    self.secondLayer = secondLayer
    overlaps = (0..<m).flatMap { gram[($0 * m)..<($0 * m + $0 + 1)] }
  }

  /// R_in; NaN for a neuron or a direction that is not there.
  public func overlap(ofNeuron i: Int, direction n: Int) -> Double {
    secondLayer.indices.contains(i) && (0..<directions).contains(n)
      ? alignments[i * directions + n] : .nan
  }

  /// Q_ik; NaN for a neuron that is not there.
  public func overlap(ofNeuron i: Int, with k: Int) -> Double {
    let (low, high) = (min(i, k), max(i, k))
    return low >= 0 && high < secondLayer.count ? overlaps[high * (high + 1) / 2 + low] : .nan
  }

  /// v_i = a_i/m; NaN for a neuron that is not there.
  public func outputWeight(ofNeuron i: Int) -> Double {
    secondLayer.indices.contains(i) ? secondLayer[i] / Double(secondLayer.count) : .nan
  }
}

extension NeuronParameters {
  /// All numbers in a row: R, Q, a.
  var numbers: [Double] { alignments + overlaps + secondLayer }

  static func numberCount(neurons m: Int, directions r: Int) -> Int {
    m * r + m * (m + 1) / 2 + m
  }

  /// From as many numbers as `numberCount`.
  init(numbers: ArraySlice<Double>, neurons m: Int, directions r: Int) {
    directions = r
    alignments = Array(numbers.prefix(m * r))
    overlaps = Array(numbers.dropFirst(m * r).prefix(m * (m + 1) / 2))
    secondLayer = Array(numbers.suffix(m))
  }
}
