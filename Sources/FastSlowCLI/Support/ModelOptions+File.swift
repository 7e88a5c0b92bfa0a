import FastSlow
import Reporting

extension ModelOptions {
  /// The file's model at the values asked for.
  func fileSystem(_ settings: [Assignment]) throws(CommandFailure) -> System {
    let file = try ODEFile.reading(model)
    if let count = counts.first {
      throw .badRequest("--count \(count.name): a file has no populations")
    }
    let scales = try scales
    return try requiring {
      var system = try file.system(scales: scales)
      for setting in settings {
        guard setting.values.count == 1 else {
          throw CommandFailure.badRequest(
            "--set \(setting.name): \(setting.values.count) values for one number")
        }
        system = try system.setting(setting.name, setting.values[0])
      }
      for start in starts {
        guard start.values.count == 1 else {
          throw CommandFailure.badRequest(
            "--from \(start.name): \(start.values.count) values for one number")
        }
        system = try system.setting(start.name, initial: start.values[0])
      }
      return system
    }
  }

  /// The scales declared on the command line.
  var scales: ODEFile.Scales? {
    get throws(CommandFailure) {
      if slow == nil, small == nil { return nil }
      guard let slow, let small else {
        throw .badRequest("--slow and --small go together, such as --slow y --small eps")
      }
      let names = slow.split(separator: ",").map(String.init)
      guard small.contains("=") else { return .init(slow: names, small: small) }
      let value = try requiring { try Assignment(parsing: small) }
      guard value.values.count == 1 else { throw .badRequest("--small \(small): give one number") }
      return .init(slow: names, small: value.name, value: value.values[0])
    }
  }
}

extension ODEFile {
  /// The largest file read, in bytes.
  private static let largest = 10_000_000

  /// Reads a file; tables are looked for beside it.
  static func reading(_ path: String) throws(CommandFailure) -> ODEFile {
    let text = try requiring { try readText(path) }
    guard text.utf8.count <= largest else {
      throw .badRequest("\(path) is larger than \(largest) bytes; that is no model")
    }
    if text.contains("\0") { throw .badRequest("\(path) is no text file") }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    return try requiring {
      try ODEFile(text, name: path) { name in
        try readText(name.hasPrefix("/") ? name : folder + name)
      }
    }
  }
}
