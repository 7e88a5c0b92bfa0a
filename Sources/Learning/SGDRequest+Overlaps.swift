extension SGDRequest {
  /// Why engines that keep overlaps alone cannot run this, with what can be done instead.
  func reasonAgainstOverlaps(engine: String) -> String? {
    let engines = "The \(engine) engine keeps overlaps alone"
    if settings.inputs != .gaussian {
      return
        "\(engines), which only Gaussian inputs are determined by; for \(settings.inputs.name) "
        + "inputs use the direct engine."
    }
    if settings.optimizer != .sgd {
      return "\(engines), and \(settings.optimizer.text) remembers past gradients of every weight; "
        + "use plain sgd, or the direct engine."
    }
    return nil
  }
}

extension Teacher {
  /// The function of a committee, if it is one.
  var function: Activation? {
    if case .committee(let committee) = target { committee.function } else { nil }
  }
}
