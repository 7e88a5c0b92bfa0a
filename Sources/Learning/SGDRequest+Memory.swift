extension SGDRequest {
  /// The most numbers that an engine keeps of a network, 16 GB of them in double precision.
  public static let mostNumbers = 1 << 31

  /// Why a network of w numbers a neuron and q a pair of neurons is too large, with the width that is
  /// not; nil if it fits.
  func reasonAgainstSize(perNeuron w: Int, perPair q: Int, engine: String) -> String? {
    let (m, most) = (Double(settings.width), Double(Self.mostNumbers))
    let (linear, square) = (Double(w), Double(q))
    let count = m * linear + m * m * square
    if count <= most { return nil }
    // q m² + w m = most, without cancellation.
    let widest = 2 * most / (linear + (linear * linear + 4 * square * most).squareRoot())
    return "The \(engine) engine would keep \(count) numbers of \(settings.width) neurons, and "
      + "\(Self.mostNumbers) are the most; nearest valid: width \(Int(widest))."
  }
}
