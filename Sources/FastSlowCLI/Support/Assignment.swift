import ArgumentParser
import FastSlow

/// What is wrong with an option's value, said after the value itself.
struct ArgumentFault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  /// A number as it stands in an option.
  static func number(_ text: some StringProtocol) throws(ArgumentFault) -> Double {
    guard let value = Double(text) else {
      throw ArgumentFault(text.isEmpty ? "a number is missing" : "\"\(text)\" is not a number")
    }
    return value
  }

  /// `low:high` as two finite numbers.
  static func ends(_ text: some StringProtocol, _ form: String) throws(ArgumentFault) -> (
    Double, Double
  ) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw ArgumentFault("give it as \(form)") }
    let (first, second) = (try number(parts[0]), try number(parts[1]))
    guard first.isFinite, second.isFinite else { throw ArgumentFault("give finite numbers") }
    return (first, second)
  }
}

/// `name=value` or `name=v0,v1,…` on the command line.
struct Assignment: Sendable {
  let name: String
  let values: [Double]

  init(name: String, values: [Double]) {
    self.name = name
    self.values = values
  }

  init(parsing argument: String) throws(ArgumentFault) {
    guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else {
      throw ArgumentFault("give it as name=value")
    }
    name = String(argument[..<equals])
    let texts = argument[argument.index(after: equals)...].split(
      separator: ",", omittingEmptySubsequences: false)
    var values: [Double] = []
    for text in texts {
      if text.contains("=") {
        throw ArgumentFault("one name at a time: repeat the option for \(text)")
      }
      values.append(try ArgumentFault.number(text))
    }
    self.values = values
  }
}

/// `name=low:high` on the command line.
struct NamedRange: Sendable {
  let name: String
  let range: ClosedRange<Double>

  init(parsing argument: String) throws(ArgumentFault) {
    let halves = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[0].isEmpty else {
      throw ArgumentFault("give it as name=low:high")
    }
    name = String(halves[0])
    let (low, high) = try ArgumentFault.ends(halves[1], "name=low:high")
    if low == high { throw ArgumentFault("the range is empty; give two different numbers") }
    guard low < high else {
      throw ArgumentFault("the range is upside down; give \(name)=\(high.brief):\(low.brief)")
    }
    range = low...high
  }
}

/// A tolerance: one number for all variables, or `name=value`.
struct ToleranceArgument: Sendable {
  let name: String?
  let value: Double

  init(parsing argument: String) throws(ArgumentFault) {
    guard argument.contains("=") else {
      name = nil
      value = try ArgumentFault.number(argument)
      return
    }
    let assignment = try Assignment(parsing: argument)
    guard assignment.values.count == 1 else { throw ArgumentFault("give one number a variable") }
    name = assignment.name
    value = assignment.values[0]
  }
}

/// Numbers separated by commas.
struct NumberList: Sendable {
  let values: [Double]

  init(parsing argument: String) throws(ArgumentFault) {
    var values: [Double] = []
    for text in argument.split(separator: ",", omittingEmptySubsequences: false) {
      values.append(try ArgumentFault.number(text))
    }
    self.values = values
  }
}

/// Whole numbers separated by commas.
struct IntegerList: Sendable, CustomStringConvertible {
  let values: [Int]

  init(_ values: [Int]) { self.values = values }

  init(parsing argument: String) throws(ArgumentFault) {
    var values: [Int] = []
    for text in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let value = Int(text) else {
        throw ArgumentFault(
          text.isEmpty ? "a number is missing" : "\"\(text)\" is not a whole number")
      }
      values.append(value)
    }
    self.values = values
  }

  var description: String { values.map { "\($0)" }.joined(separator: ",") }
}
