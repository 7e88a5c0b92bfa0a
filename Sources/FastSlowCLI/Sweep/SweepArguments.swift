import FastSlow

/// `name=lo:hi:n` or `name=lo:hi:n:log` on the command line: an axis of a grid.
struct GridArgument: Sendable {
  let axis: SweepAxis

  init(parsing argument: String) throws {
    let range = try SpreadArgument(parsing: argument, numbers: 3, form: "name=lo:hi:n or …:log")
    guard let count = Int(range.texts[2]) else {
      throw ArgumentFault("\"\(range.texts[2])\" is no whole number of values")
    }
    axis = try SweepAxis(
      range.name, from: range.low, to: range.high, count: count,
      logarithmic: range.isLogarithmic)
  }
}

/// `name=lo:hi` or `name=lo:hi:log` on the command line: where a value is drawn from.
struct DrawArgument: Sendable {
  let range: SweepRange

  init(parsing argument: String) throws {
    let spread = try SpreadArgument(parsing: argument, numbers: 2, form: "name=lo:hi or …:log")
    range = try SweepRange(
      spread.name, from: spread.low, to: spread.high, logarithmic: spread.isLogarithmic)
  }
}

/// `kind=name` on the command line: an extreme or a period.
struct MeasureArgument: Sendable {
  let measure: SweepMeasure

  init(parsing argument: String) throws(ArgumentFault) {
    let halves = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[1].isEmpty else {
      throw ArgumentFault("give it as kind=name, such as period=x")
    }
    let kinds = SweepMeasure.Kind.allCases.map(\.rawValue)
    guard let kind = SweepMeasure.Kind(rawValue: String(halves[0])) else {
      throw ArgumentFault(
        "no kind \"\(halves[0])\"; \(Spelling.advice(for: String(halves[0]), in: kinds))")
    }
    measure = SweepMeasure(kind, of: String(halves[1]))
  }
}

/// The pieces of `name=lo:hi…`, which may end in `:log`.
private struct SpreadArgument {
  let name: String
  let texts: [String]
  let low: Double
  let high: Double
  let isLogarithmic: Bool

  init(parsing argument: String, numbers: Int, form: String) throws(ArgumentFault) {
    let halves = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[0].isEmpty else { throw ArgumentFault("give it as \(form)") }
    var texts = halves[1].split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    isLogarithmic = texts.count == numbers + 1 && texts.last == "log"
    if isLogarithmic { texts.removeLast() }
    guard texts.count == numbers else { throw ArgumentFault("give it as \(form)") }
    (name, self.texts) = (String(halves[0]), texts)
    (low, high) = (try ArgumentFault.number(texts[0]), try ArgumentFault.number(texts[1]))
  }
}
