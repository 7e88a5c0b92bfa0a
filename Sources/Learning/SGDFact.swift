/// One thing that a run's numbers depend on, as text: what a checkpoint must have in common with
/// the request that continues it.
public struct SGDFact: Sendable, Equatable {
  /// What it is, such as "width m"; without colon.
  public let name: String
  /// Its value; numbers with all their digits.
  public let value: String

  /// A fact from its name and anything that prints exactly.
  public init(_ name: String, _ value: some CustomStringConvertible) {
    self.name = name
    self.value = value.description
  }
}

extension SGDRequest {
  /// Everything a member's numbers depend on besides the engine and the member's index.
  public var facts: [SGDFact] {
    [
      SGDFact("teacher", teacher.text),
      SGDFact("label noise τ", teacher.labelNoise),
      SGDFact("student", student.text),
      SGDFact("width m", settings.width),
      SGDFact("dimension d", settings.dimension),
      SGDFact("batch B", settings.batch),
      SGDFact("step η", settings.stepSize),
      SGDFact("ratio ε", settings.timeScaleRatio),
      SGDFact("first layer", "\(settings.firstLayer)"),
      SGDFact("second layer", "\(settings.secondLayer)"),
      SGDFact("second layer trained by", settings.secondLayerTraining.rawValue),
      SGDFact("optimizer", settings.optimizer.text),
      SGDFact("inputs", settings.inputs.text),
      SGDFact("rows", settings.rowNorm.rawValue),
      SGDFact("horizon t", settings.horizon),
      SGDFact("recordings", settings.recordings),
      SGDFact("spacing", settings.spacing.text),
      SGDFact("every neuron recorded", settings.recordsNeurons),
      SGDFact("seed", settings.seed),
    ]
  }
}

extension Teacher {
  /// The target with all digits.
  var text: String {
    switch target {
    case .singleIndex(let link): "link \(link.text)"
    case .multiIndex(let tensor):
      tensor.terms.map { "\($0.coefficient) of orders \($0.orders)" }.joined(separator: " + ")
    case .committee(let committee): "\(committee.function.name) with weights \(committee.weights)"
    }
  }
}

extension Student {
  /// The activation with all digits.
  var text: String { function?.name ?? "activation \(activation.text)" }
}

extension InputLaw {
  /// The name, of data also what tells one from the other.
  fileprivate var text: String {
    if case .data(let set) = self {
      return "\(name), \(set.samples) × \(set.dimension), fingerprint \(set.fingerprint)"
    }
    return name
  }
}

extension SGDSettings.Spacing {
  /// As checkpoints have it.
  fileprivate var text: String { self == .logarithmic ? "logarithmic" : "\(self)" }
}

extension HermiteSeries {
  fileprivate var text: String { coefficients.map { "\($0)" }.joined(separator: ",") }
}
