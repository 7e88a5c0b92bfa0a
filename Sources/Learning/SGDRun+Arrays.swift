extension SGDRun {
  private static let recordName = "records"
  private static let warningName = "warnings"
  private static let shapeName = "record lengths"
  private static let stepName = "recorded steps"
  private static let timeName = "recorded times"

  /// Records and warnings as lists of numbers.
  var arrays: [(String, [Double])] {
    let shape = [
      steps.count, records.first?.alignments.count ?? 0, records.first?.modes.count ?? 0,
      records.first?.neurons?.secondLayer.count ?? 0,
    ]
    return [
      (Self.shapeName, shape.map { Double($0) }),
      (Self.stepName, steps.map { Double($0) }),
      (Self.timeName, times),
      (Self.recordName, records.flatMap(\.numbers)),
      (Self.warningName, warnings.flatMap(\.numbers)),
    ]
  }

  /// A run from those lists, which are taken from the arrays; nil where they do not fit.
  init?(member: Int, ending: String, taking arrays: inout [String: [Double]]) {
    guard let shape = arrays.removeValue(forKey: Self.shapeName), shape.count == 4,
      let steps = arrays.removeValue(forKey: Self.stepName), steps.count == Int(shape[0]),
      let times = arrays.removeValue(forKey: Self.timeName), times.count == steps.count,
      let numbers = arrays.removeValue(forKey: Self.recordName),
      let warned = arrays.removeValue(forKey: Self.warningName), warned.count.isMultiple(of: 3),
      let ending = Ending(text: ending)
    else { return nil }
    self.init(member: member)
    let (count, directions, modes) = (Int(shape[0]), Int(shape[1]), Int(shape[2]))
    let neurons = Int(shape[3])
    let length = OrderParameters.numberCount(
      directions: directions, modes: modes, neurons: neurons)
    guard count * length == numbers.count else { return nil }
    records = (0..<count).map { index in
      OrderParameters(
        numbers: numbers[(index * length)..<((index + 1) * length)], directions: directions,
        neurons: neurons)
    }
    warnings = stride(from: 0, to: warned.count, by: 3).compactMap {
      SGDWarning(numbers: warned[$0..<($0 + 3)])
    }
    self.steps = steps.map { Int($0) }
    self.times = times
    self.ending = ending
  }
}

extension SGDRun.Ending {
  /// Its form in a checkpoint.
  var text: String {
    switch self {
    case .completed: "completed"
    case .diverged(let step, let time): "diverged \(step) \(time)"
    case .cancelled(let step): "cancelled \(step)"
    }
  }

  init?(text: String) {
    let words = text.split(separator: " ")
    switch (words.first, words.count) {
    case ("completed", 1): self = .completed
    case ("diverged", 3):
      guard let step = Int(words[1]), let time = Double(words[2]) else { return nil }
      self = .diverged(step: step, time: time)
    case ("cancelled", 2):
      guard let step = Int(words[1]) else { return nil }
      self = .cancelled(step: step)
    default: return nil
    }
  }
}

extension OrderParameters {
  /// All numbers in a row: single ones, then alignments, then modes, then every neuron's.
  var numbers: [Double] {
    [
      alignment, alignmentSpread, secondLayer, secondLayerSpread, neuronOverlap, testError,
    ] + alignments + modes + (neurons?.numbers ?? [])
  }

  /// How many they are, with `neurons` of them recorded one by one.
  static func numberCount(directions: Int, modes: Int, neurons: Int) -> Int {
    6 + directions + modes
      + (neurons > 0 ? NeuronParameters.numberCount(neurons: neurons, directions: directions) : 0)
  }

  init(numbers: ArraySlice<Double>, directions: Int, neurons: Int) {
    let list = Array(numbers)
    let own =
      neurons > 0 ? NeuronParameters.numberCount(neurons: neurons, directions: directions) : 0
    self.init(
      alignment: list[0], alignments: Array(list[6..<(6 + directions)]), alignmentSpread: list[1],
      secondLayer: list[2], secondLayerSpread: list[3], neuronOverlap: list[4], testError: list[5],
      modes: Array(list[(6 + directions)..<(list.count - own)]),
      neurons: own > 0
        ? NeuronParameters(numbers: list.suffix(own), neurons: neurons, directions: directions)
        : nil)
  }
}

extension SGDWarning {
  /// Kind, number and step.
  var numbers: [Double] {
    switch self {
    case .unstableStep(let number, let step): [0, number, Double(step)]
    case .noisyBatch(let number): [1, number, 0]
    }
  }

  init?(numbers: ArraySlice<Double>) {
    let list = Array(numbers)
    switch list[0] {
    case 0: self = .unstableStep(number: list[1], step: Int(list[2]))
    case 1: self = .noisyBatch(number: list[1])
    default: return nil
    }
  }
}
