/// Which points a sweep visits: values of parameters and initial values by name.
///
/// Point i is a function of the design alone, so that any process can compute any point.
public struct SweepDesign: Sendable, Equatable {
  /// The kinds of design.
  enum Kind: Sendable, Equatable {
    case grid([SweepAxis])
    case list([String], [[Double]])
    case random([SweepRange], count: Int, seed: UInt64)
  }

  /// The most points of a sweep.
  public static let largestCount = 100_000_000

  let kind: Kind

  /// Every combination of the axes' values, the last axis changing fastest.
  ///
  /// - Throws: ``SweepError`` if there is no axis, a name stands twice, or there are more than
  ///   ``largestCount`` points.
  public static func grid(_ axes: [SweepAxis]) throws(SweepError) -> SweepDesign {
    var count = 1
    for axis in axes {
      let (product, overflows) = count.multipliedReportingOverflow(by: axis.count)
      count = overflows ? .max : product
    }
    return try SweepDesign(kind: .grid(axes)).checked(count)
  }

  /// The given points.
  ///
  /// - Parameters:
  ///   - names: of parameters and variables.
  ///   - rows: a value for each name, point after point.
  /// - Throws: ``SweepError`` if there are no points, or a row does not fit the names.
  public static func list(_ names: [String], rows: [[Double]]) throws(SweepError) -> SweepDesign {
    for (place, row) in rows.enumerated() {
      if row.count != names.count {
        throw SweepError(
          .badDesign, "point \(place): \(row.count) values for \(names.joined(separator: ", "))")
      }
      for (name, value) in zip(names, row) where !value.isFinite {
        throw SweepError(.badDesign, "point \(place): \(name) is \(value); give a finite number")
      }
    }
    return try SweepDesign(kind: .list(names, rows)).checked(rows.count)
  }

  /// Points drawn at random, each range on its own.
  ///
  /// - Throws: ``SweepError`` if there is no range, a name stands twice, or the count is not from 1
  ///   to ``largestCount``.
  public static func random(_ ranges: [SweepRange], count: Int, seed: UInt64) throws(SweepError)
    -> SweepDesign
  {
    try SweepDesign(kind: .random(ranges, count: count, seed: seed)).checked(count)
  }

  /// The parameters and variables that change.
  public var names: [String] {
    switch kind {
    case .grid(let axes): axes.map(\.name)
    case .list(let names, _): names
    case .random(let ranges, _, _): ranges.map(\.name)
    }
  }

  /// The number of points.
  public var count: Int {
    switch kind {
    case .grid(let axes): axes.reduce(1) { $0 * $1.count }
    case .list(_, let rows): rows.count
    case .random(_, let count, _): count
    }
  }

  /// The axes of a grid; empty for other designs.
  public var axes: [SweepAxis] {
    if case .grid(let axes) = kind { axes } else { [] }
  }

  /// For each name, whether its values are spread in the logarithm; never so for a list.
  public var isLogarithmic: [Bool] {
    switch kind {
    case .grid(let axes): axes.map(\.isLogarithmic)
    case .list(let names, _): names.map { _ in false }
    case .random(let ranges, _, _): ranges.map(\.isLogarithmic)
    }
  }

  /// The values of a point, in the order of ``names``.
  public func point(_ index: Int) -> [Double] {
    switch kind {
    case .list(_, let rows): return rows[index]
    case .random(let ranges, _, let seed):
      return ranges.enumerated().map { $1.value(of: index, seed: seed, place: $0) }
    case .grid(let axes):
      var rest = index
      let reversed = axes.reversed().map { axis in
        let value = axis.value(at: rest % axis.count)
        rest /= axis.count
        return value
      }
      return reversed.reversed()
    }
  }

  /// The same points under other names.
  ///
  /// - Throws: ``SweepError`` if two names become one, or what `name` throws.
  package func renamed(_ name: (String) throws -> String) throws -> SweepDesign {
    switch kind {
    case .list(let names, let rows):
      return try .list(names.map(name), rows: rows)
    case .random(let ranges, let count, let seed):
      let renamed = try ranges.map {
        try SweepRange(name($0.name), from: $0.low, to: $0.high, logarithmic: $0.isLogarithmic)
      }
      return try .random(renamed, count: count, seed: seed)
    case .grid(let axes):
      return try .grid(
        axes.map {
          try SweepAxis(
            name($0.name), from: $0.low, to: $0.high, count: $0.count,
            logarithmic: $0.isLogarithmic)
        })
    }
  }

  private func checked(_ count: Int) throws(SweepError) -> SweepDesign {
    if names.isEmpty { throw SweepError(.badDesign, "a sweep needs a name that changes") }
    if let twice = names.first(where: { name in names.filter { $0 == name }.count > 1 }) {
      throw SweepError(.badDesign, "\(twice) stands twice in the design; give it once")
    }
    if count < 1 { throw SweepError(.badDesign, "a sweep of \(count) points; give 1 or more") }
    if count > Self.largestCount {
      throw SweepError(
        .badDesign,
        "a sweep of more than \(Self.largestCount) points; take coarser axes, or a random design")
    }
    return self
  }
}
