extension Table {
  /// One column: a name, what its values mean, and the values.
  public struct Column: Sendable, Equatable {
    /// The header, as in the model.
    public var name: String
    /// The unit, where there is one.
    public var unit: String?
    /// What the values are, in words, for the sidecar.
    public var meaning: String?
    /// The values.
    public var values: Values

    /// A column of the given values.
    public init(_ name: String, unit: String? = nil, meaning: String? = nil, _ values: Values) {
      self.name = name
      self.unit = unit
      self.meaning = meaning
      self.values = values
    }

    /// A column of numbers.
    public init(_ name: String, unit: String? = nil, meaning: String? = nil, _ values: [Double]) {
      self.init(name, unit: unit, meaning: meaning, .numbers(values))
    }

    /// A column of whole numbers.
    public init(_ name: String, unit: String? = nil, meaning: String? = nil, _ values: [Int]) {
      self.init(name, unit: unit, meaning: meaning, .integers(values))
    }

    /// A column of words.
    public init(_ name: String, unit: String? = nil, meaning: String? = nil, _ values: [String]) {
      self.init(name, unit: unit, meaning: meaning, .text(values))
    }

    /// The name with its unit, as a header shows it.
    public var header: String {
      guard let unit, !unit.isEmpty else { return name }
      return "\(name) (\(unit))"
    }
  }

  /// The values of a column, all of one kind.
  public enum Values: Sendable, Equatable {
    /// Doubles; missing ones are not-a-number.
    case numbers([Double])
    /// Whole numbers: counts and seeds, which a double would not hold exactly.
    case integers([Int])
    /// Words.
    case text([String])

    /// How many there are.
    public var count: Int {
      switch self {
      case .numbers(let values): values.count
      case .integers(let values): values.count
      case .text(let values): values.count
      }
    }

    /// The values as doubles; nil for words.
    public var doubles: [Double]? {
      switch self {
      case .numbers(let values): values
      case .integers(let values): values.map(Double.init)
      case .text: nil
      }
    }

    /// Whether these are numbers of either kind.
    var isNumeric: Bool {
      if case .text = self { false } else { true }
    }

    /// The name of the kind, as the sidecar has it.
    var kind: String {
      switch self {
      case .numbers: "number"
      case .integers: "integer"
      case .text: "text"
      }
    }

    /// A value for people to read.
    func shown(at row: Int, digits: Int) -> String {
      switch self {
      case .numbers(let values): formatted(values[row], digits: digits)
      case .integers(let values): values[row].description
      case .text(let values): values[row]
      }
    }
  }
}
