internal import FoundationEssentials

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Runs another program and waits for it.
///
/// Written over `posix_spawn` because `Process` would bring in all of Foundation. This is the one
/// file that holds C memory: the argument vector lives until the spawn returns, the file actions
/// and both ends of the pipe are released on every way out.
package enum ChildProcess {
  /// How a program ended and what it said.
  package struct Outcome {
    /// The exit code; 128 + n after signal n, as in a shell.
    package var code: Int32
    /// What it wrote, to standard output and error alike.
    package var output: String
  }

  /// The program's path, searched for in PATH; nil when it is not installed.
  package static func find(_ program: String) -> String? {
    if program.contains("/") {
      return FileManager.default.isExecutableFile(atPath: program) ? program : nil
    }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    return path.split(separator: ":").map { "\($0)/\(program)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Runs the program at a path; nil when it cannot be started.
  package static func run(_ path: String, _ arguments: [String]) -> Outcome? {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return nil }
    defer { close(ends[0]) }
    // Neither end may leak into programs that other threads start meanwhile.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let child = spawn(path, arguments, output: ends[1])
    close(ends[1])
    guard let child else { return nil }
    let output = readAll(ends[0])
    return Outcome(code: wait(for: child), output: output)
  }

  private static func spawn(_ path: String, _ arguments: [String], output: Int32) -> pid_t? {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t? = nil
    #else
      var actions = unsafe posix_spawn_file_actions_t()
    #endif
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 2)
    let variables = ProcessInfo.processInfo.environment.map { "\($0)=\($1)" }
    var child: pid_t = 0
    let code = unsafe withVector([path] + arguments) { argv in
      unsafe withVector(variables) { envp in
        unsafe posix_spawn(&child, path, &actions, nil, argv, envp)
      }
    }
    return code == 0 ? child : nil
  }

  /// A null-terminated vector of C strings, alive during the call.
  private static func withVector(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
  ) -> Int32 {
    var vector = unsafe strings.map { unsafe strdup($0) }
    unsafe vector.append(nil)
    defer { unsafe vector.forEach { unsafe free($0) } }
    return unsafe vector.withUnsafeMutableBufferPointer { buffer in
      unsafe buffer.baseAddress.map { unsafe body($0) } ?? EINVAL
    }
  }

  private static func readAll(_ file: Int32) -> String {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = unsafe read(file, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += chunk.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func wait(for child: pid_t) -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(child, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
  }
}
