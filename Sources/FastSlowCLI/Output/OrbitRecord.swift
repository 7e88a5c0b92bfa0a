import FastSlow

/// The JSON of `orbit`.
struct OrbitRecord: Encodable {
  struct Segment: Encodable {
    let kind: String
    let branch: Int?
    let duration: Double
    let departure: String?
    let from: [String: Double]
    let to: [String: Double]
  }

  struct Period: Encodable {
    let singular: Double?
    let corrected: Double?
    let full: Double?
  }

  struct Rung: Encodable {
    let epsilon: Double
    let full: Double
    let corrected: Double?
    let relativeError: Double
    let correctedError: Double?
    let orbitDistance: Double
    let logMultiplier: Double
  }

  struct Order: Encodable {
    let value: Double
    let standardError: Double
  }

  struct Failure: Encodable {
    let epsilon: Double
    let reason: String
  }

  let model: String
  let parameters: [String: ParameterRecord]
  let outcome: String
  let segments: [Segment]
  let period: Period
  let epsilon: Double?
  let ladder: [Rung]
  let periodOrder: Order?
  let correctedOrder: Order?
  let failures: [Failure]
  let warnings: [String]
  let summary: String

  init(_ orbit: OrbitResult) {
    let manifold = orbit.flow.manifold
    model = manifold.system.name
    parameters = manifold.system.parameterRecord
    outcome = orbit.outcome
    segments = orbit.segments.map { segment in
      Segment(
        kind: segment.kind.rawValue, branch: segment.branchID, duration: segment.duration,
        departure: segment.departure?.rawValue,
        from: OrbitRecord.state(segment.points.first, manifold),
        to: OrbitRecord.state(segment.points.last, manifold))
    }
    epsilon = manifold.system.epsilon
    period = Period(
      singular: orbit.path.cycle?.period, corrected: orbit.correctedPeriod,
      full: orbit.full?.period)
    ladder = orbit.ladder?.rungs.map(Rung.init) ?? []
    periodOrder = orbit.ladder?.periodOrder.map {
      Order(value: $0.value, standardError: $0.standardError)
    }
    correctedOrder = orbit.ladder?.correctedOrder.map {
      Order(value: $0.value, standardError: $0.standardError)
    }
    failures = orbit.ladder?.failures.map { Failure(epsilon: $0.epsilon, reason: $0.reason) } ?? []
    warnings = orbit.warnings
    summary = orbit.sentence
  }

  /// Values by name.
  private static func state(_ point: CriticalManifold.Point?, _ manifold: CriticalManifold)
    -> [String: Double]
  {
    guard let point else { return [:] }
    var record: [String: Double] = [manifold.slowName: point.slow]
    for (name, value) in zip(manifold.fastNames, point.fast) { record[name] = value }
    return record
  }
}

extension OrbitRecord.Rung {
  init(_ rung: EpsilonLadder.Rung) {
    self.init(
      epsilon: rung.full.epsilon, full: rung.full.period, corrected: rung.corrected,
      relativeError: rung.relativeError, correctedError: rung.correctedError,
      orbitDistance: rung.orbitDistance, logMultiplier: rung.full.logMultiplier)
  }
}
