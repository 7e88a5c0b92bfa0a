import FastSlow
import Reporting

/// A singular orbit, the full one and a ladder of ε as tables.
enum OrbitTables {
  /// Where each piece of the singular orbit begins and ends, and how long it takes.
  static func segments(_ result: OrbitResult) throws(ReportingError) -> Table {
    let manifold = result.flow.manifold
    let segments = result.segments.filter { !$0.points.isEmpty }
    let ends = segments.compactMap { segment in
      segment.points.first.flatMap { first in segment.points.last.map { (first, $0) } }
    }
    let fast = manifold.fastNames.indices.flatMap { k in
      [
        Table.Column("\(manifold.fastNames[k]) from", ends.map { $0.0.fast[k] }),
        Table.Column("\(manifold.fastNames[k]) to", ends.map { $0.1.fast[k] }),
      ]
    }
    return try Table(
      [
        .init("piece", segments.map(\.what)),
        .init("slow time", segments.map(\.duration)),
      ] + fast + [
        .init("\(manifold.slowName) from", ends.map(\.0.slow)),
        .init("\(manifold.slowName) to", ends.map(\.1.slow)),
      ])
  }

  /// Every point of the singular orbit.
  static func course(_ result: OrbitResult) throws(ReportingError) -> Table {
    let rows = result.segments.enumerated().flatMap { index, segment in
      segment.course.map { (index + 1, segment, $0) }
    }
    return try Table(
      [
        .init("piece", rows.map(\.0)), .init("kind", rows.map(\.1.kind.rawValue)),
      ] + states(rows.map(\.2), result.flow.manifold))
  }

  /// Every step along the full system's cycle.
  static func full(_ cycle: FullCycle, _ manifold: CriticalManifold) throws(ReportingError) -> Table
  {
    try Table(states(cycle.states, manifold))
  }

  private static func states(_ states: [[Double]], _ manifold: CriticalManifold) -> [Table.Column] {
    (manifold.fastNames + [manifold.slowName]).enumerated().map { k, name in
      .init(name, states.map { $0[k] })
    }
  }

  /// A row for each ε.
  static func ladder(_ ladder: EpsilonLadder) throws(ReportingError) -> Table {
    let rungs = ladder.rungs
    return try Table([
      .init("ε", rungs.map(\.full.epsilon)), .init("full period", rungs.map(\.full.period)),
      .init("off by", rungs.map(\.relativeError)),
      .init("corrected off by", rungs.map { $0.correctedError ?? .nan }),
      .init("orbit distance", rungs.map(\.orbitDistance)),
    ])
  }
}
