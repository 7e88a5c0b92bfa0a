/// How many numbers an engine keeps of a network of m neurons in d dimensions.
///
///     p m d + w m + q m²
struct KeptNumbers {
  /// p.
  var perWeight = 0
  /// w.
  var perNeuron = 0
  /// q.
  var perPair = 0

  /// Their number for a request.
  func count(_ request: SGDRequest) -> Double {
    let m = Double(request.settings.width)
    return m * linear(request.settings.dimension) + m * m * Double(perPair)
  }

  fileprivate func linear(_ dimension: Int) -> Double {
    Double(perWeight) * Double(dimension) + Double(perNeuron)
  }
}

extension SGDRequest {
  /// The most numbers that an engine keeps of all networks that it trains at a time, 16 GB of them in
  /// double precision.
  public static let mostNumbers = 1 << 31

  /// Why a network is too large, with the width that is not, or the dimension where one neuron is too
  /// many; nil if it fits.
  func reasonAgainstSize(_ kept: KeptNumbers, engine: String) -> String? {
    let (count, most) = (kept.count(self), Double(Self.mostNumbers))
    if count <= most { return nil }
    // q m² + l m = most, without cancellation.
    let (linear, square) = (kept.linear(settings.dimension), Double(kept.perPair))
    let widest = 2 * most / (linear + (linear * linear + 4 * square * most).squareRoot())
    let nearest =
      widest >= 1 || kept.perWeight == 0
      ? "width \(Int(widest))"
      : "dimension \((Self.mostNumbers - kept.perPair - kept.perNeuron) / kept.perWeight), width 1"
    let number = count < 0x1p53 ? "\(Int(count))" : "\(count)"
    return "The \(engine) engine would keep \(number) numbers of \(settings.width) neurons, and "
      + "\(Self.mostNumbers) are the most; nearest valid: \(nearest)."
  }
}
