import FastSlow

/// The source of a new model.
struct ModelTemplate {
  let name: String
  let typeName: String

  /// Checks the name: small letters, digits and single hyphens, a letter first.
  init(_ name: String) throws(CommandFailure) {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    let isFine = parts.allSatisfy { part in
      !part.isEmpty && part.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber) }
    }
    guard isFine, name.first?.isLetter == true else {
      let advice = ModelTemplate.kebab(name)
      throw .badRequest(
        "\"\(name)\" cannot name a model: use small letters, digits and hyphens, a letter first"
          + (advice.isEmpty ? "" : ", such as \(advice)"))
    }
    self.name = name
    typeName = parts.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// The nearest name that would do.
  private static func kebab(_ name: String) -> String {
    var words: [String] = [""]
    for character in name {
      if character.isASCII, character.isLetter || character.isNumber {
        if character.isUppercase, words[words.count - 1].last?.isLowercase == true {
          words.append("")
        }
        words[words.count - 1] += character.lowercased()
      } else if words[words.count - 1] != "" {
        words.append("")
      }
    }
    let joined = words.filter { !$0.isEmpty }.joined(separator: "-")
    return joined.first?.isLetter == true ? joined : ""
  }

  /// The catalogue with a line for the model after its last one.
  func extended(_ catalogue: String) throws(CommandFailure) -> String {
    var lines = catalogue.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let last = lines.lastIndex(where: { $0.contains(".self") }) else {
      throw .badRequest("Models/Catalogue.swift lists no models as `SomeModel.self,`")
    }
    let indent = String(lines[last].prefix { $0 == " " })
    if !lines[last].hasSuffix(",") { lines[last] += "," }
    lines.insert(indent + "\(typeName).self,", at: last + 1)
    return lines.joined(separator: "\n")
  }

  /// A model that compiles and runs, with a comment at each place to edit.
  var source: String {
    """
    public import FastSlow

    /// What the model describes, and where it comes from.
    ///
    /// ε ẋ = y + x − x³/3, ẏ = a − x.
    public struct \(typeName): FastSlowModel {
      public static let name = "\(name)"
      public static let summary = "one line for the catalogue"

      // Variables with their initial values; the text names them on axes. A variable
      // without a time scale of its own is a @State.
      @Fast(initial: 2, "fast variable") public var x
      @Slow(initial: 0, "slow variable") public var y

      // Parameters with their defaults.
      @Parameter(0, "a parameter", unit: "") public var a
      @SmallParameter(0.01, "ratio of time scales") public var ε

      public init() {}

      // One equation a variable. The right side of a fast one is f in ε dx/dτ = f.
      public var equations: [Equation] {
        d(x) == y + x - x ** 3 / 3
        d(y) == a - x
      }

      // Anything else worth recording; leave out if there is nothing.
      public var observables: [Observable] {
        Observable("energy", x ** 2 / 2 + y ** 2 / 2)
      }
    }

    """
  }
}
