import FastSlow

extension OrderParameter {
  /// The name for people: `second layer` for `secondLayer`.
  var title: String {
    rawValue.reduce(into: "") { title, letter in
      if letter.isUppercase { title += " " }
      title += letter.lowercased()
    }
  }
}
