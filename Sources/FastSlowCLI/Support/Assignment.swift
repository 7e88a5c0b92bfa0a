import ArgumentParser

/// `name=value` or `name=v0,v1,…` on the command line.
struct Assignment: ExpressibleByArgument, Sendable {
  let name: String
  let values: [Double]

  init(name: String, values: [Double]) {
    self.name = name
    self.values = values
  }

  init?(argument: String) {
    guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else {
      return nil
    }
    let texts = argument[argument.index(after: equals)...].split(
      separator: ",", omittingEmptySubsequences: false)
    let values = texts.map { Double($0) }
    guard !values.contains(nil), !values.isEmpty else { return nil }
    name = String(argument[..<equals])
    self.values = values.compactMap { $0 }
  }
}

/// `name=low:high` on the command line.
struct NamedRange: ExpressibleByArgument, Sendable {
  let name: String
  let range: ClosedRange<Double>

  init?(argument: String) {
    let halves = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[0].isEmpty else { return nil }
    let ends = halves[1].split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
    guard ends.count == 2, let low = ends[0], let high = ends[1], low < high, low.isFinite,
      high.isFinite
    else { return nil }
    name = String(halves[0])
    range = low...high
  }
}

/// A tolerance: one number for all variables, or `name=value`.
struct ToleranceArgument: ExpressibleByArgument, Sendable {
  let name: String?
  let value: Double

  init?(argument: String) {
    if let value = Double(argument) {
      name = nil
      self.value = value
    } else if let assignment = Assignment(argument: argument), assignment.values.count == 1 {
      name = assignment.name
      value = assignment.values[0]
    } else {
      return nil
    }
  }
}

/// Numbers separated by commas.
struct NumberList: ExpressibleByArgument, Sendable {
  let values: [Double]

  init?(argument: String) {
    let values = argument.split(separator: ",", omittingEmptySubsequences: false).map {
      Double($0)
    }
    guard !values.contains(nil), !values.isEmpty else { return nil }
    self.values = values.compactMap { $0 }
  }
}

/// Whole numbers separated by commas.
struct IntegerList: ExpressibleByArgument, Sendable {
  let values: [Int]

  init(_ values: [Int]) { self.values = values }

  init?(argument: String) {
    let values = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard !values.contains(nil), !values.isEmpty else { return nil }
    self.values = values.compactMap { $0 }
  }

  var defaultValueDescription: String { values.map { "\($0)" }.joined(separator: ",") }
}
