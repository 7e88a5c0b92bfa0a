#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Synchronization

/// Ctrl-C: the first asks the work to stop and save, the second ends the process.
enum Interruption {
  private static let count = Atomic<Int>(0)

  /// Begins to listen.
  static func listen() {
    signal(SIGINT) { _ in
      if Interruption.count.add(1, ordering: .relaxed).oldValue > 0 { _exit(130) }
    }
  }

  /// Whether the user has asked to stop.
  static var isRequested: Bool { count.load(ordering: .relaxed) > 0 }

  /// Ends the process, buffers written.
  static func exitProcess(_ code: Int32) -> Never { exit(code) }
}
