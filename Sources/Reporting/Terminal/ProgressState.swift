/// How far a piece of work has come; what is unknown is left out of the line.
package struct ProgressState: Sendable, Equatable {
  /// Steps done.
  package var steps: Int?
  /// Steps in all.
  package var totalSteps: Int?
  /// What is counted.
  package var noun = "steps"
  /// Steps that were done before the work began, when it goes on with earlier work.
  package var stepsBefore: Int?
  /// Model time reached.
  package var time: Double?
  /// Model time to reach.
  package var endTime: Double?
  /// The current step size.
  package var stepSize: Double?
  /// The part done, from 0 to 1; where nil it follows from the steps.
  package var fraction: Double?

  /// How many pieces are done of all, some of them before the work began.
  package init(done: Int, of total: Int, before: Int, noun: String) {
    steps = done
    totalSteps = total
    stepsBefore = before
    self.noun = noun
  }

  /// A state with what is known.
  package init(
    steps: Int? = nil, totalSteps: Int? = nil, time: Double? = nil, endTime: Double? = nil,
    stepSize: Double? = nil, fraction: Double? = nil
  ) {
    self.steps = steps
    self.totalSteps = totalSteps
    self.time = time
    self.endTime = endTime
    self.stepSize = stepSize
    self.fraction = fraction
  }

  /// The part done, from 0 to 1, where it is known.
  package var partDone: Double? {
    let part: Double? =
      if let fraction {
        fraction
      } else if let steps, let totalSteps, totalSteps > 0 {
        Double(steps) / Double(totalSteps)
      } else {
        nil
      }
    return part.flatMap { $0.isFinite ? min(max($0, 0), 1) : nil }
  }

  /// One line for a terminal of the given width; what matters least is dropped first.
  ///
  /// `van-der-pol  1 234 steps  t = 3.2e+04 of 4e+10 (decade 4.5 of 10.6)  42 %  12 s left`
  package func line(label: String, elapsed: Double, width: Int) -> String {
    var parts: [(text: String, rank: Int)] = [(label, 0)]
    if let steps { parts.append((Self.grouped(steps) + stepsOf + " " + noun, 3)) }
    if let timeText { parts.append((timeText, 2)) }
    if let decadeText { parts.append((decadeText, 5)) }
    if let stepSize { parts.append(("h = \(formatted(stepSize, digits: 3))", 6)) }
    if let rate = rate(elapsed) { parts.append((formatted(rate, digits: 3) + " a second", 5)) }
    if let partDone { parts.append(("\(Int(partDone * 100)) %", 1)) }
    parts.append((remaining(elapsed: elapsed), 4))
    // One column stays free: some terminals wrap when the last one is written.
    while parts.count > 1, Self.joined(parts).count >= width {
      let least = parts.indices.max { parts[$0].rank < parts[$1].rank } ?? 0
      parts.remove(at: least)
    }
    return String(Self.joined(parts).prefix(max(width - 1, 0)))
  }

  private var stepsOf: String { totalSteps.map { " of " + Self.grouped($0) } ?? "" }

  private var timeText: String? {
    guard let time else { return nil }
    let end = endTime.map { " of " + formatted($0, digits: 3) } ?? ""
    return "t = \(formatted(time, digits: 3))\(end)"
  }

  /// Model time in decades: over long horizons the number that moves.
  private var decadeText: String? {
    guard let time, let endTime, time > 0, endTime >= 1000 else { return nil }
    return "(decade \(Self.tenths(decade(time))) of \(Self.tenths(decade(endTime))))"
  }

  /// Steps a second, where it is known which were done since the work began.
  private func rate(_ elapsed: Double) -> Double? {
    guard let steps, let stepsBefore, steps > stepsBefore, elapsed > 0 else { return nil }
    return Double(steps - stepsBefore) / elapsed
  }

  private func remaining(elapsed: Double) -> String {
    if let steps, let totalSteps, totalSteps > steps, let rate = rate(elapsed) {
      return formatted(seconds: max((Double(totalSteps - steps) / rate).rounded(), 1)) + " left"
    }
    guard let partDone, partDone > 0.01, partDone < 1 else {
      return formatted(seconds: elapsed.rounded())
    }
    return formatted(seconds: max((elapsed / partDone - elapsed).rounded(), 1)) + " left"
  }

  private static func joined(_ parts: [(text: String, rank: Int)]) -> String {
    parts.map(\.text).joined(separator: "  ")
  }

  private static func tenths(_ x: Double) -> String { ((x * 10).rounded() / 10).description }

  /// Digits in groups of three, parted by a narrow no-break space.
  private static func grouped(_ count: Int) -> String {
    let digits = Array(count.magnitude.description)
    let grouped = digits.enumerated().reduce(into: "") { text, item in
      if item.offset > 0, (digits.count - item.offset) % 3 == 0 { text += "\u{202F}" }
      text.append(item.element)
    }
    return count < 0 ? "-" + grouped : grouped
  }
}
