internal import Integration
public import Learning
public import Modeling

extension UnlearningPhases {
  /// The fate of the feature at every point by integration of the full system, for comparison.
  ///
  /// Each point is integrated at the system's own ε to a slow time; the prediction is for ε → 0, so
  /// that points near a boundary may differ.
  ///
  /// - Parameters:
  ///   - system: declares s and a, and the arrays that `arrays` names, of the points' lengths.
  ///   - arrays: the teacher's and the student's array.
  ///   - slowTime: εt at the end.
  /// - Throws: `IntegrationError` where a point cannot be integrated, or an error of setting it.
  public func integrated(
    _ system: System, arrays: (teacher: String, student: String), slowTime: Double
  ) throws -> [[FeatureFate]] {
    try points.map { try $0.map { try fate($0, system, arrays, slowTime) } }
  }

  private func fate(
    _ point: Point, _ system: System, _ arrays: (teacher: String, student: String),
    _ slowTime: Double
  ) throws -> FeatureFate {
    var system = system
    for (name, series) in [(arrays.teacher, point.link), (arrays.student, point.activation)] {
      for k in system.values(ofArray: name).indices {
        system = try system.setting("\(name)[\(k)]", series[k])
      }
    }
    let (s, a) = (system.variables[0].name, system.variables[1].name)
    system = try system.setting(s, initial: point.alignment)
    system = try system.setting(a, initial: point.secondLayer)
    let solution = try system.solve(
      until: slowTime, output: .points(120, .logarithmic(first: 1e-6 * slowTime)))
    return FeatureFate(
      times: solution.times, alignment: (0..<solution.count).map { solution.state(at: $0)[0] })
  }
}

extension FeatureOutcome {
  /// Whether integration ended as predicted.
  public func agrees(with fate: FeatureFate) -> Bool {
    switch (self, fate) {
    case (.kept, .kept), (.unlearned, .unlearned), (.undetermined, .undetermined),
      (.undetermined, .notLearned):
      true
    // Where the rest point counts as kept or has come near zero the words differ, not the end.
    case (.partlyKept(let s), .kept): s >= 0.9
    case (.partlyKept, .partlyKept): true
    default: false
    }
  }
}
