import FastSlow

/// Why a command ends with a code other than 0.
struct CommandFailure: Error {
  let code: Int32
  let message: String

  /// The request was wrong: code 2.
  static func badRequest(_ message: String) -> CommandFailure {
    CommandFailure(code: 2, message: message)
  }

  /// The computation failed: code 1.
  static func failed(_ message: String) -> CommandFailure {
    CommandFailure(code: 1, message: message)
  }

  /// The prediction was rejected: code 3; the results have said so.
  static let rejected = CommandFailure(code: 3, message: "")

  /// Interrupted by the user: code 130.
  static func interrupted(_ message: String) -> CommandFailure {
    CommandFailure(code: 130, message: message)
  }

  /// Any error of the library, with the code that its kind has.
  init(_ error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let error as IntegrationError:
      self.init(code: error.reason == .badRequest ? 2 : 1, message: "\(error)")
    case let error as SweepError:
      self.init(code: error.code == .storage ? 1 : 2, message: error.message)
    case let error as ReportingError:
      self.init(
        code: error.code == .unusableDirectory || error.code == .unreadableFile ? 2 : 1,
        message: error.message)
    default: self.init(code: 2, message: "\(error)")
    }
  }

  private init(code: Int32, message: String) {
    self.code = code
    self.message = message
  }

  func report() {
    if !message.isEmpty { Talk.error("Error: " + message) }
  }
}

/// Runs a piece of a command, with the library's errors as command failures.
@discardableResult
func requiring<Result>(_ body: () throws -> Result) throws(CommandFailure) -> Result {
  do { return try body() } catch { throw CommandFailure(error) }
}
