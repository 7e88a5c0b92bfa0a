/// What a run found, as one HTML file that needs nothing else: no network, no scripts.
///
/// Texts are shown literally, whatever characters they hold.
public struct Report: Sendable {
  /// The headline.
  public var title: String
  /// A line under it, such as what the model is; may be empty.
  public var subtitle: String
  /// The exact command that was run, shown first under “What was asked” and last under “How to
  /// reproduce”.
  public var command: String
  /// The answer in words.
  public var verdict: Verdict?
  /// The body, in order.
  public var sections: [Section]
  /// What else is needed to run it again, in words: versions, where the files are.
  public var reproduction: [String]

  /// A report of the given sections.
  public init(
    title: String, subtitle: String = "", command: String, verdict: Verdict? = nil,
    sections: [Section] = [], reproduction: [String] = []
  ) {
    self.title = title
    self.subtitle = subtitle
    self.command = command
    self.verdict = verdict
    self.sections = sections
    self.reproduction = reproduction
  }

  /// A heading and what stands under it.
  public struct Section: Sendable {
    /// The heading.
    public var title: String
    /// The contents, in order.
    public var contents: [Content]

    /// A section of the given contents.
    public init(_ title: String, _ contents: [Content]) {
      self.title = title
      self.contents = contents
    }
  }
}
