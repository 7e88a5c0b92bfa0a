/// The weights a run starts from, in double precision; u* is the first axis.
struct NetworkStart {
  /// w_j, m × d.
  var rows: [Double]
  /// a_j.
  var secondLayer: [Double]

  init(_ settings: SGDSettings, member: Int) {
    rows = Self.firstLayer(settings, member)
    secondLayer = Self.secondLayer(settings, member)
  }

  private static func firstLayer(_ settings: SGDSettings, _ member: Int) -> [Double] {
    let (m, d) = (settings.width, settings.dimension)
    let sequence = RandomSequence(
      seed: settings.seed, stream: UInt32(member), purpose: .firstLayer)
    var rows = sequence.normals(count: m * d)
    for j in 0..<m {
      let row = (j * d)..<((j + 1) * d)
      switch settings.firstLayer {
      case .uniform:
        scale(&rows, row, toNorm: 1)
      case .planted(let alignment):
        scale(&rows, row.dropFirst(), toNorm: (1 - alignment * alignment).squareRoot())
        rows[row.lowerBound] = alignment
      }
    }
    return rows
  }

  private static func scale(_ rows: inout [Double], _ range: Range<Int>, toNorm norm: Double) {
    let square = range.reduce(0.0) { $0 + rows[$1] * rows[$1] }
    let factor = norm / square.squareRoot()
    for i in range { rows[i] *= factor }
  }

  private static func secondLayer(_ settings: SGDSettings, _ member: Int) -> [Double] {
    let sequence = RandomSequence(
      seed: settings.seed, stream: UInt32(member), purpose: .secondLayer)
    switch settings.secondLayer {
    case .equal(let weight):
      return [Double](repeating: weight, count: settings.width)
    case .rademacher(let weight):
      return sequence.uniforms(count: settings.width).map { $0 < 0.5 ? -weight : weight }
    case .gaussian(let deviation):
      return sequence.normals(count: settings.width).map { deviation * $0 }
    }
  }
}
