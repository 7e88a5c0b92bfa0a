/// The weights a run starts from, in double precision; the teacher's directions are the first axes.
struct NetworkStart {
  /// w_j, m × d.
  var rows: [Double]
  /// a_j.
  var secondLayer: [Double]

  init(_ request: SGDRequest, member: Int) {
    rows = Self.firstLayer(request, member)
    secondLayer = Self.secondLayer(request.settings, member)
  }

  private static func firstLayer(_ request: SGDRequest, _ member: Int) -> [Double] {
    let settings = request.settings
    let sequence = RandomSequence(
      seed: settings.seed, stream: UInt32(member), purpose: .firstLayer)
    var rows = sequence.normals(count: settings.width * settings.dimension)
    if case .overlaps(let overlaps) = settings.firstLayer {
      return overlaps.rows(turnedBy: rows, request)
    }
    scale(&rows, length: settings.dimension, request)
    return rows
  }

  /// Makes rows of normals unit rows with the alignment asked for.
  static func scale(_ rows: inout [Double], length: Int, _ request: SGDRequest) {
    for j in 0..<request.settings.width {
      let row = (j * length)..<((j + 1) * length)
      switch request.settings.firstLayer {
      case .uniform, .overlaps:
        scale(&rows, row, toNorm: 1)
      case .planted(let alignment):
        scale(&rows, row.dropFirst(), toNorm: (1 - alignment * alignment).squareRoot())
        rows[row.lowerBound] = alignment
      }
    }
  }

  private static func scale(_ rows: inout [Double], _ range: Range<Int>, toNorm norm: Double) {
    let square = range.reduce(0.0) { $0 + rows[$1] * rows[$1] }
    let factor = norm / square.squareRoot()
    for i in range { rows[i] *= factor }
  }

  static func secondLayer(_ settings: SGDSettings, _ member: Int) -> [Double] {
    let sequence = RandomSequence(
      seed: settings.seed, stream: UInt32(member), purpose: .secondLayer)
    switch settings.secondLayer {
    case .equal(let weight):
      return [Double](repeating: weight, count: settings.width)
    case .rademacher(let weight):
      return sequence.uniforms(count: settings.width).map { $0 < 0.5 ? -weight : weight }
    case .balanced(let weight):
      return (0..<settings.width).map { $0.isMultiple(of: 2) ? weight : -weight }
    case .gaussian(let deviation):
      return sequence.normals(count: settings.width).map { deviation * $0 }
    case .each(let list):
      return list
    }
  }
}
