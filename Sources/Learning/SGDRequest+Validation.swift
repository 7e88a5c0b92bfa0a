import RealModule

extension SGDRequest {
  /// The longest coefficient list that is taken.
  public static let mostCoefficients = 512

  static func faults(of teacher: Teacher) -> [String] {
    var faults =
      switch teacher.target {
      case .singleIndex(let link): Self.faults(ofLink: link)
      case .multiIndex(let tensor): Self.faults(in: tensor)
      case .committee(let committee): Self.faults(in: committee)
      }
    if !(teacher.labelNoise >= 0 && teacher.labelNoise.isFinite) {
      faults.append(
        "label noise τ = \(teacher.labelNoise) is no standard deviation; nearest valid: "
          + "τ = \(nearest(abs(teacher.labelNoise), else: 0)).")
    }
    return faults
  }

  private static func faults(ofLink link: HermiteSeries) -> [String] {
    let faults = faults(in: link, called: "teacher coefficients c")
    if faults.isEmpty && link.variance == 0 {
      return [
        "The teacher has zero variance: every c_k with k ≥ 1 is zero, so there is nothing to "
          + "learn; give one of them a value, for example c = 0,1."
      ]
    }
    return faults
  }

  private static func faults(in tensor: HermiteTensor) -> [String] {
    for term in tensor.terms {
      if !term.coefficient.isFinite || term.orders.contains(where: { $0 < 0 }) {
        return [
          "teacher term \(term.coefficient) of orders \(term.orders): coefficients are finite and "
            + "orders 0 or more; leave it out."
        ]
      }
    }
    if tensor.degree >= mostCoefficients {
      return ["A teacher of degree \(tensor.degree) is too high; at most \(mostCoefficients - 1)."]
    }
    if tensor.variance == 0 {
      return [
        "The teacher has zero variance: it has no term of order 1 or more, so there is nothing to "
          + "learn; give it one, for example 1 of orders [1]."
      ]
    }
    return []
  }

  private static func faults(in committee: Committee) -> [String] {
    if committee.weights.isEmpty || committee.weights.contains(where: { !$0.isFinite }) {
      return [
        "committee weights \(committee.weights): give one finite number or more, such as 1,1."
      ]
    }
    if committee.weights.allSatisfy({ $0 == 0 }) || committee.series.variance == 0 {
      return [
        "The teacher has zero variance: \(committee.function.name) with weights "
          + "\(committee.weights) is constant; give one of them a value, for example 1."
      ]
    }
    return []
  }

  /// What student, teacher and settings together rule out.
  static func faults(of settings: SGDSettings, for teacher: Teacher, _ student: Student) -> [String]
  {
    let r = teacher.directions
    var faults: [String] = []
    if case .data(let set) = settings.inputs, set.dimension != settings.dimension {
      faults.append(
        "dimension d = \(settings.dimension): \(set.name) has \(set.dimension) columns; nearest "
          + "valid: \(set.dimension).")
    }
    if settings.secondLayerTraining == .optimal && settings.inputs != .gaussian {
      faults.append(
        "The optimal second layer is known in closed form for Gaussian inputs, not for "
          + "\(settings.inputs.name) ones; use gaussian inputs, or train it by its gradient.")
    }
    if settings.rowNorm == .free {
      let pair = [student.function, teacher.function]
      if pair != [.erf, .erf] && pair != [.relu, .relu] {
        faults.append(
          "Rows of free norm have a test error in closed form for erf or relu on both sides; give "
            + "student and teacher one of them, or rows of unit norm.")
      }
    }
    if case .overlaps(let start) = settings.firstLayer, settings.width >= 1 {
      return faults
        + start.faults(
          width: settings.width, directions: r, dimension: settings.dimension,
          unitRows: settings.rowNorm == .unit)
    }
    if settings.dimension >= r || r < 2 { return faults }
    return faults + [
      "dimension d = \(settings.dimension) has no room for \(r) directions of the teacher; "
        + "nearest valid: \(r)."
    ]
  }

  static func faults(of student: Student) -> [String] {
    if let function = student.function, function.slope == nil {
      let others = Activation.named.filter { $0.slope != nil }.map(\.name)
      return [
        "\(function.name) has no derivative to train a student by; use "
          + others.joined(separator: ", ") + "."
      ]
    }
    var faults = faults(in: student.activation, called: "student coefficients b")
    if faults.isEmpty && student.activation.variance == 0 {
      faults.append(
        "The student's activation is constant: every b_k with k ≥ 1 is zero; give one of them a "
          + "value, for example b = 0,1.")
    }
    return faults
  }

  private static func faults(in series: HermiteSeries, called name: String) -> [String] {
    let list = series.coefficients
    if list.isEmpty { return ["The list of \(name) is empty; give at least two, such as 0,1."] }
    if list.count > mostCoefficients {
      return ["\(list.count) \(name) are too many; at most \(mostCoefficients)."]
    }
    return list.enumerated().filter { !$0.element.isFinite }.map {
      "\(name): entry \($0.offset) is \($0.element), not a finite number; leave it out with 0."
    }
  }

  static func faults(of settings: SGDSettings) -> [String] {
    var faults: [String] = []
    faults += tooSmall(settings.width, least: 1, called: "width m")
    faults += tooSmall(settings.dimension, least: 2, called: "dimension d")
    faults += tooSmall(settings.batch, least: 1, called: "batch B")
    faults += tooSmall(settings.recordings, least: 1, called: "recordings")
    faults += notPositive(settings.stepSize, called: "step η", example: 0.05)
    faults += notPositive(settings.horizon, called: "horizon t", example: 10)
    if !(settings.timeScaleRatio >= 0 && settings.timeScaleRatio.isFinite) {
      faults.append(
        "ratio ε = \(settings.timeScaleRatio) is not valid; nearest valid: "
          + "ε = \(nearest(max(settings.timeScaleRatio, 0), else: 0.1)) (0 freezes the second layer)."
      )
    }
    for memory in settings.optimizer.memories where !(memory >= 0 && memory < 1) {
      let closest = memory.isNaN ? 0.9 : max(0, min(0.999, memory))
      faults.append(
        "optimizer \(settings.optimizer.text): weights of the past are from 0 to below 1; nearest "
          + "valid: \(closest).")
    }
    return faults + startFaults(settings) + stepFaults(settings)
  }

  private static func startFaults(_ settings: SGDSettings) -> [String] {
    var faults: [String] = []
    if case .planted(let alignment) = settings.firstLayer, !(abs(alignment) <= 1) {
      let closest = alignment.isNaN ? 0 : max(-1, min(1, alignment))
      faults.append(
        "initial alignment s₀ = \(alignment) is no cosine; nearest valid: s₀ = \(closest).")
    }
    if case .each(let list) = settings.secondLayer, list.count != settings.width {
      faults.append(
        "The second layer starts with \(list.count) weights for \(settings.width) neurons; nearest "
          + "valid: width \(list.count).")
    }
    if !settings.secondLayer.scale.isFinite {
      faults.append("second-layer start a₀ = \(settings.secondLayer.scale) is not finite; try 1.")
    }
    return faults
  }

  private static func stepFaults(_ settings: SGDSettings) -> [String] {
    let ratio = settings.horizon / settings.stepSize
    guard ratio.isFinite, ratio > 0 else { return [] }
    if ratio < 1 {
      return [
        "horizon t = \(settings.horizon) is shorter than one step η = \(settings.stepSize); "
          + "nearest valid: t = \(settings.stepSize)."
      ]
    }
    let most = Double(UInt32.max - 1)
    if ratio > most {
      return [
        "\(ratio) steps are too many (at most \(most)); nearest valid: "
          + "t = \(most * settings.stepSize)."
      ]
    }
    return []
  }

  private static func tooSmall(_ value: Int, least: Int, called name: String) -> [String] {
    let most = Int(Int32.max)
    if value < least { return ["\(name) = \(value) is too small; nearest valid: \(least)."] }
    if value > most { return ["\(name) = \(value) is too large; nearest valid: \(most)."] }
    return []
  }

  private static func notPositive(
    _ value: Double, called name: String, example: Double
  ) -> [String] {
    if value > 0 && value.isFinite { return [] }
    let magnitude = abs(value)
    let suggestion = magnitude > 0 && magnitude.isFinite ? magnitude : example
    return ["\(name) = \(value) must be positive and finite; try \(suggestion)."]
  }

  private static func nearest(_ value: Double, else fallback: Double) -> Double {
    value.isFinite ? value : fallback
  }
}
