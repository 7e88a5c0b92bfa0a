import Learning

/// The weights a member starts from, as documented: the normals of its first-layer sequence scaled
/// to a planted start, and its second-layer sequence.
struct DirectNetworkProbe {
  let rows: [[Double]]
  let secondLayer: [Double]

  init(_ request: SGDRequest, member: UInt32) {
    let settings = request.settings
    let (m, d) = (settings.width, settings.dimension)
    let first = RandomSequence(seed: settings.seed, stream: member, purpose: .firstLayer)
    let second = RandomSequence(seed: settings.seed, stream: member, purpose: .secondLayer)
    guard case .planted(let s) = settings.firstLayer else { fatalError("planted starts only") }
    rows = (0..<m).map { j in
      let v = first.normals(count: d, from: j * d)
      let norm = v.dropFirst().reduce(0) { $0 + $1 * $1 }.squareRoot()
      return [s] + v.dropFirst().map { $0 / norm * (1 - s * s).squareRoot() }
    }
    switch settings.secondLayer {
    case .equal(let a): secondLayer = [Double](repeating: a, count: m)
    case .rademacher(let a): secondLayer = second.uniforms(count: m).map { $0 < 0.5 ? -a : a }
    case .balanced(let a): secondLayer = (0..<m).map { $0.isMultiple(of: 2) ? a : -a }
    case .each(let list): secondLayer = list
    case .gaussian(let deviation): secondLayer = second.normals(count: m).map { deviation * $0 }
    }
  }
}
