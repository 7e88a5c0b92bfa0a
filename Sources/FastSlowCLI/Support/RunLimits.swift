import ArgumentParser

/// How far a run goes: a time, or rest.
enum Horizon {
  case time(Double)
  case steady

  init(parsing argument: String) throws(ArgumentFault) {
    if argument == "steady" {
      self = .steady
    } else if let time = Double(argument) {
      self = .time(time)
    } else {
      throw ArgumentFault("give a time, or steady")
    }
  }

  /// The time to reach; for rest, one beyond which times are refused.
  var end: Double {
    switch self {
    case .time(let time): time
    case .steady: 1e100
    }
  }

  var isSteady: Bool {
    if case .steady = self { return true }
    return false
  }
}

/// What a run may spend: `20000` steps, or `30s` of wall time.
struct Budget {
  var steps: Int?
  var seconds: Double?

  init(parsing argument: String) throws(ArgumentFault) {
    if argument.hasSuffix("s"), let seconds = Double(argument.dropLast()), seconds > 0 {
      self.seconds = seconds
    } else if let steps = Int(argument), steps > 0 {
      self.steps = steps
    } else {
      throw ArgumentFault("give steps as 20000, or seconds as 30s; both above 0")
    }
  }
}

/// Whether the result is to be believed.
struct TrustOptions: ParsableArguments {
  @Flag(help: "Repeat at a hundredth of the tolerances and compare.")
  var verify = false

  @Flag(help: "End with code 1 if there is reason to doubt the result.")
  var strict = false
}
