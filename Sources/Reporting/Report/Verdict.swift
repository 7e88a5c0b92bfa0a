extension Report {
  /// The answer in words, with a colour and a sign for how good it is.
  public struct Verdict: Sendable, Equatable {
    /// How good the answer is.
    public enum Status: String, Sendable {
      /// The check passed.
      case good
      /// The check failed.
      case bad
      /// It passed, but something needs a look.
      case warning = "warn"
      /// Nothing was judged.
      case neutral

      /// What a reader without colours sees; the headline says it in words.
      var sign: String {
        switch self {
        case .good: "✓"
        case .bad: "✗"
        case .warning: "!"
        case .neutral: "→"
        }
      }
    }

    /// How good the answer is.
    public var status: Status
    /// The answer in a sentence.
    public var headline: String
    /// The reasons, a sentence each.
    public var reasons: [String]

    /// A verdict with its reasons.
    public init(_ status: Status, _ headline: String, reasons: [String] = []) {
      self.status = status
      self.headline = headline
      self.reasons = reasons
    }
  }
}
