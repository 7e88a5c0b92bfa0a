import ArgumentParser
import FastSlow

/// Nearest names for commands and options, where the parser itself has none to offer.
enum CommandNames {
  private static let commands = RootCommand.configuration.subcommands

  /// A command that does not exist.
  static func fault(in arguments: [String]) -> CommandFailure? {
    let isHelp = arguments.first == "help"
    guard let name = isHelp ? arguments.dropFirst().first : arguments.first,
      !name.hasPrefix("-"), command(name) == nil, name != "help"
    else { return nil }
    let names = commands.compactMap { $0.configuration.commandName }
    return .badRequest("no command \"\(name)\"; " + Spelling.advice(for: name, in: names))
  }

  /// Names the first option the command does not have in place of the parser's `message`: the parser
  /// tells of what is missing before what it does not know, often the same thing misspelt.
  static func unknownOption(in arguments: [String], else message: String) -> String {
    let asked: any ParsableCommand.Type = arguments.first.flatMap(command) ?? RootCommand.self
    let known = RootCommand.helpMessage(for: asked)
      .split { !($0.isLetter || $0.isNumber || $0 == "-") }
      .map(String.init).filter { $0.hasPrefix("--") }
    let names = arguments.filter { $0.hasPrefix("--") && $0 != "--" }
      .map { String($0.prefix { $0 != "=" }) }
    guard let unknown = names.first(where: { !known.contains($0) }),
      let near = Spelling.nearest(to: unknown, in: known)
    else { return message }
    let usage = message.split(separator: "\n").drop { !$0.hasPrefix("Usage:") }
    return (["Error: Unknown option '\(unknown)'. Did you mean '\(near)'?"] + usage)
      .joined(separator: "\n")
  }

  private static func command(_ name: String) -> (any ParsableCommand.Type)? {
    commands.first { $0.configuration.commandName == name }
  }
}
