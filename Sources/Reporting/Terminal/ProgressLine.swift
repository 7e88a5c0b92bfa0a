internal import Synchronization

/// A line on standard error that says how far the work has come.
///
/// It appears after a second of work, changes ten times a second at most and erases itself at the
/// end. It is silent when standard error is not a terminal, and when asked to be quiet. Any thread
/// may report; a report that is not shown costs one look at the clock, or nothing when silent.
package final class ProgressLine: Sendable {
  private struct Display {
    var nextUpdate: Duration
    var shownWidth = 0
    var isFinished = false
  }

  /// Whether anything will ever be shown.
  package let isActive: Bool
  private let label: String
  private let terminal: Terminal
  private let elapsed: @Sendable () -> Duration
  private let write: @Sendable (String) -> Void
  private let display: Mutex<Display>

  /// A line on this process's standard error, timed from now.
  package convenience init(_ label: String, quiet: Bool = false) {
    let start = ContinuousClock.now
    self.init(
      label, quiet: quiet, terminal: Terminal(.error), elapsed: { ContinuousClock.now - start },
      write: Terminal.writeError)
  }

  /// A line on any terminal and clock.
  package init(
    _ label: String, quiet: Bool, terminal: Terminal, delay: Duration = .seconds(1),
    elapsed: @escaping @Sendable () -> Duration, write: @escaping @Sendable (String) -> Void
  ) {
    self.label = label
    self.terminal = terminal
    self.elapsed = elapsed
    self.write = write
    isActive = !quiet && terminal.isInteractive
    display = Mutex(Display(nextUpdate: delay))
  }

  deinit { finish() }

  /// Shows a state, unless one was shown less than a tenth of a second ago.
  package func report(_ state: @autoclosure () -> ProgressState) {
    guard isActive else { return }
    let now = elapsed()
    display.withLock { display in
      guard !display.isFinished, now >= display.nextUpdate else { return }
      display.nextUpdate = now + .milliseconds(100)
      let text = state().line(label: label, elapsed: now / .seconds(1), width: terminal.width)
      write(colored(text) + padding(after: text, over: display.shownWidth))
      display.shownWidth = text.count
    }
  }

  /// Erases the line; nothing is shown afterwards.
  package func finish() {
    guard isActive else { return }
    display.withLock { display in
      if !display.isFinished, display.shownWidth > 0 {
        write("\r" + String(repeating: " ", count: display.shownWidth) + "\r")
      }
      display.isFinished = true
    }
  }

  private func colored(_ text: String) -> String {
    terminal.hasColor ? "\r\u{1B}[2m\(text)\u{1B}[0m" : "\r" + text
  }

  /// Blanks over what a longer line left behind.
  private func padding(after text: String, over width: Int) -> String {
    String(repeating: " ", count: max(width - text.count, 0))
  }
}
