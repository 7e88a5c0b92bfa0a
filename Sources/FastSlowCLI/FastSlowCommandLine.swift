internal import ArgumentParser
public import FastSlow

/// The whole command line over a catalogue of models.
///
/// A package of your own gets it over its own models in two lines:
///
/// ```swift
/// @main struct MyTool {
///   static func main() async { await FastSlowCommandLine.main(ModelCatalogue([MyModel.self])) }
/// }
/// ```
public enum FastSlowCommandLine {
  /// Runs the command in the process's arguments and exits.
  ///
  /// Exit codes: 0 done; 1 the computation failed, partial results kept; 2 the request was wrong;
  /// 3 `compare` ran and rejected the prediction; 130 interrupted, partial results kept.
  public static func main(_ catalogue: ModelCatalogue) async -> Never {
    let code = await run(Array(CommandLine.arguments.dropFirst()), catalogue)
    Interruption.exitProcess(code)
  }

  /// Runs a command; results go to standard output, talk to standard error.
  ///
  /// - Returns: the exit code.
  package static func run(_ arguments: [String], _ catalogue: ModelCatalogue) async -> Int32 {
    if let failure = CommandNames.fault(in: arguments) {
      failure.report()
      return failure.code
    }
    return await CommandContext.$current.withValue(CommandContext(catalogue: catalogue, arguments))
    {
      do {
        var command = try RootCommand.parseAsRoot(arguments)
        if var asynchronous = command as? any AsyncParsableCommand {
          try await asynchronous.run()
        } else {
          try command.run()
        }
        return 0
      } catch let failure as CommandFailure {
        failure.report()
        return failure.code
      } catch {
        return report(error, arguments)
      }
    }
  }

  /// Help goes to standard output with code 0; what the parser refused is a wrong request.
  private static func report(_ error: any Error, _ arguments: [String]) -> Int32 {
    let text = RootCommand.fullMessage(for: error)
    if RootCommand.exitCode(for: error) == .success {
      print(text)
      return 0
    }
    Talk.error(CommandNames.unknownOption(in: arguments, else: text))
    return 2
  }
}

/// What commands need to know of their surroundings.
struct CommandContext: Sendable {
  let catalogue: ModelCatalogue
  /// The arguments as typed, for "how to reproduce".
  let arguments: [String]

  @TaskLocal static var current = CommandContext(catalogue: ModelCatalogue([]), [])

  init(catalogue: ModelCatalogue, _ arguments: [String]) {
    self.catalogue = catalogue
    self.arguments = arguments
  }

  /// The name this tool was started by: `fastslow`, or that of a package of one's own.
  static let program =
    CommandLine.arguments.first?.split(separator: "/").last.map(String.init) ?? "fastslow"

  /// The command as a line for a shell.
  var commandLine: String {
    ([CommandContext.program] + arguments.map(CommandContext.quoted)).joined(separator: " ")
  }

  /// An argument as a shell reads it.
  static func quoted(_ argument: String) -> String {
    let plain = argument.allSatisfy { $0.isLetter || $0.isNumber || "-_=.,:/+".contains($0) }
    if plain, !argument.isEmpty { return argument }
    return "'"
      + argument.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
  }
}

/// The root command.
struct RootCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fastslow",
    abstract: "Fast-slow dynamical systems: integrate them, see their geometry, compare with SGD.",
    discussion: """
      Examples:
        fastslow run van-der-pol --until 5 --out runs/vdp
        fastslow manifold van-der-pol --over y=-1:1
        fastslow compare feature-unlearning --out runs/demo
      """,
    version: version,
    subcommands: [
      ListCommand.self, ShowCommand.self, RunCommand.self, ManifoldCommand.self,
      ReduceCommand.self, ExpandCommand.self, ProjectCommand.self, CanardCommand.self,
      TimeScalesCommand.self, OrbitCommand.self, SGDCommand.self, CompareCommand.self,
      SweepCommand.self, ImportCommand.self, NewCommand.self, DoctorCommand.self,
    ])

  static let version = "0.1.0"
}
