/// What a sweep computes, in a form that is stored once and compared ever after.
public struct SweepPlan: Sendable, Equatable {
  /// A setting by name, exactly as text.
  public struct Fact: Sendable, Codable, Equatable {
    /// What is set.
    public let name: String
    /// To what.
    public let value: String

    /// A setting.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Model, fixed values, settings: everything a result depends on beside the design.
  public let settings: [Fact]
  /// The points.
  public let design: SweepDesign
  /// Names of the numbers kept of each run.
  public let measures: [String]

  /// A plan.
  public init(settings: [Fact], design: SweepDesign, measures: [String]) {
    self.settings = settings
    self.design = design
    self.measures = measures
  }

  /// Everything that two plans must agree in.
  public var facts: [Fact] {
    settings + design.facts + [Fact("kept numbers", measures.joined(separator: ", "))]
  }

  /// In what `stored` differs from this plan, a sentence each; empty if it is the same.
  func differences(from stored: [Fact]) -> [String] {
    let (own, other) = (Self.values(facts), Self.values(stored))
    let names = facts.map(\.name) + stored.map(\.name).filter { own[$0] == nil }
    return names.compactMap { name in
      guard own[name] != other[name] else { return nil }
      // Digits of a fingerprint say nothing.
      if own[name]?.first == "#", other[name]?.first == "#" { return "\(name) differ" }
      return "\(name) is \(other[name] ?? "not set") there and \(own[name] ?? "not set") here"
    }
  }

  private static func values(_ facts: [Fact]) -> [String: String] {
    Dictionary(facts.map { ($0.name, $0.value) }) { first, _ in first }
  }
}

extension SweepDesign {
  /// The design as text: exact for grids and random designs, a fingerprint of a list's numbers.
  var facts: [SweepPlan.Fact] {
    switch kind {
    case .grid(let axes):
      return [.init("design", "grid")]
        + axes.map { axis in
          .init(
            "grid of \(axis.name)",
            "\(axis.low):\(axis.high):\(axis.count)\(axis.isLogarithmic ? ":log" : "")")
        } + [.init("order of the grid", names.joined(separator: ", "))]
    case .random(let ranges, let count, let seed):
      return [.init("design", "random"), .init("points", "\(count)"), .init("seed", "\(seed)")]
        + ranges.map { range in
          .init(
            "range of \(range.name)",
            "\(range.low):\(range.high)\(range.isLogarithmic ? ":log" : "")")
        } + [.init("order of the ranges", names.joined(separator: ", "))]
    case .list(let names, let rows):
      var print = Fingerprint()
      rows.joined().forEach { print.add($0) }
      return [
        .init("design", "list"), .init("columns of the list", names.joined(separator: ", ")),
        .init("points", "\(rows.count)"), .init("numbers of the list", print.text),
      ]
    }
  }
}
