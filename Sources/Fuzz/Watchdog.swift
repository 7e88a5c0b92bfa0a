import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Ends the process when an input takes more than five seconds, and names it.
final class Watchdog: Sendable {
  private struct Current {
    var kind = ""
    var text = ""
    var start: ContinuousClock.Instant?
    var number = 0
  }

  private let console: Console
  private let current = Mutex(Current())

  init(_ console: Console) { self.console = console }

  func begins(_ kind: String, _ text: String) {
    current.withLock {
      $0 = Current(kind: kind, text: text, start: .now, number: $0.number + 1)
    }
  }

  func ends() { current.withLock { $0.start = nil } }

  /// Says which input it was, and ends.
  func fails(_ reason: String) -> Never {
    let (number, kind, text) = current.withLock { ($0.number, $0.kind, $0.text) }
    console.report("input \(number) (\(kind)): \(reason)\n\(text)\n")
    exit(1)
  }

  func start() {
    Task.detached { [self] in
      while true {
        try? await Task.sleep(for: .milliseconds(200))
        let start = current.withLock { $0.start }
        if let start, ContinuousClock.now - start > .seconds(5) { fails("over 5 s") }
      }
    }
  }
}

/// Standard output and error, turned off for a while.
struct Console: Sendable {
  private let output: Int32
  private let error: Int32

  static func silence() -> Console {
    let console = Console(output: dup(1), error: dup(2))
    let null = unsafe open("/dev/null", O_WRONLY)
    dup2(null, 1)
    dup2(null, 2)
    close(null)
    return console
  }

  func restore() {
    flushAll()
    dup2(output, 1)
    dup2(error, 2)
  }

  private func flushAll() { fflush(nil) }

  /// Writes to what was standard error.
  func report(_ text: String) {
    var text = text
    text.withUTF8 { buffer in _ = unsafe write(error, buffer.baseAddress, buffer.count) }
  }
}
