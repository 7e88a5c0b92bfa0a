#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#else
  private import Darwin
#endif
private import FoundationEssentials

/// A process that works on a sweep, as others can recognise it.
package struct Owner: Sendable, Equatable {
  /// Where process numbers have a meaning: this start of this machine, and its name space.
  package let machine: String
  package let process: Int
  /// When it started, in the machine's ticks, as numbers of processes come again.
  package let started: String

  package init(machine: String, process: Int, started: String) {
    self.machine = machine
    self.process = process
    self.started = started
  }

  /// This process.
  package static let current = Owner(
    machine: Owner.thisMachine, process: Int(getpid()), started: Owner.start(of: Int(getpid())))

  /// Whether the process is known to be gone; of another machine nothing is known.
  var isGone: Bool {
    guard machine == Owner.thisMachine else { return false }
    // EPERM: it is there, and another user's.
    guard kill(pid_t(process), 0) == 0 || errno == EPERM else { return true }
    return Owner.start(of: process) != started
  }

  private static let thisMachine: String = {
    let boot = text(of: "/proc/sys/kernel/random/boot_id") ?? ProcessInfo.processInfo.hostName
    let space = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
    return boot + " " + (space ?? "")
  }()

  /// Field 22 of /proc/PID/stat; the second field, in parentheses, may hold anything. A process that
  /// ended and that nobody has asked after yet (state Z) does no more work.
  private static func start(of process: Int) -> String {
    guard let line = text(of: "/proc/\(process)/stat"), let end = line.lastIndex(of: ")") else {
      return ""
    }
    let fields = line[end...].split(separator: " ")
    return fields.count > 20 && fields[1] != "Z" ? String(fields[20]) : "ended"
  }

  private static func text(of path: String) -> String? {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else { return nil }
    let text = String(decoding: data, as: UTF8.self)
    return text.split(separator: "\n").first.map(String.init)
  }
}
