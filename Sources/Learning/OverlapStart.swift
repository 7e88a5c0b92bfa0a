/// The start of a run as overlaps: what the engines that keep no rows begin from.
///
/// Up to `longestRows` entries they are the overlaps of the very rows that the direct engine starts
/// from, so that runs of one seed can be compared in pairs. Beyond, they are drawn in law, free of
/// d: the Gram matrix of m normal rows in n dimensions is A Aᵀ with Bartlett's factor A (diagonal
/// χ_{n−i}, i = 0, 1, …, standard normals below), and rows of any norm keep their directions.
struct OverlapStart {
  /// ⟨w_j, u*_p⟩, m × r.
  var alignments: [Double]
  /// Overlaps of the rows' parts orthogonal to the teacher's directions: lower triangle of m × m.
  var orthogonal: [Double]
  /// a_j.
  var secondLayer: [Double]

  /// Entries of first-layer weights that are drawn at most, 32 MB of them.
  static let longestRows = 1 << 22

  init(_ request: SGDRequest, member: Int) {
    let settings = request.settings
    let (m, d, r) = (settings.width, settings.dimension, request.teacher.directions)
    secondLayer = NetworkStart.secondLayer(settings, member)
    if case .overlaps(let overlaps) = settings.firstLayer {
      alignments = overlaps.teacher
      orthogonal = overlaps.orthogonal(neurons: m, directions: r)
      return
    }
    let rows: [Double]
    let length: Int
    if m * d <= Self.longestRows {
      (rows, length) = (NetworkStart(request, member: member).rows, d)
    } else {
      (rows, length) = Self.rows(request, member)
    }
    alignments = (0..<m).flatMap { j in rows[(j * length)..<(j * length + r)] }
    let across = (0..<m).flatMap { j in rows[(j * length + r)..<((j + 1) * length)] }
    orthogonal = [Double](repeating: 0, count: m * m)
    Kernels.gram(of: across, count: m, dimension: length - r, into: &orthogonal)
  }

  /// Rows in coordinates of their own: r along the teacher's directions, then Bartlett's factor.
  private static func rows(_ request: SGDRequest, _ member: Int) -> ([Double], Int) {
    let settings = request.settings
    let (m, d, r) = (settings.width, settings.dimension, request.teacher.directions)
    let sequence = RandomSequence(
      seed: settings.seed, stream: UInt32(member), purpose: .startingOverlaps)
    let across = BartlettFactor(rows: m, degreesOfFreedom: d - r, of: sequence)
    let along = sequence.normals(count: m * r)
    let length = r + across.columns
    var rows = [Double](repeating: 0, count: m * length)
    for j in 0..<m {
      for p in 0..<r { rows[j * length + p] = along[j * r + p] }
      for i in 0..<across.columns {
        rows[j * length + r + i] = across.entries[j * across.columns + i]
      }
    }
    NetworkStart.scale(&rows, length: length, request)
    return (rows, length)
  }
}
