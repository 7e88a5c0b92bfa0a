extension Table {
  /// What a CSV file cannot say of itself: units, meanings, where it came from.
  public struct Sidecar: Codable, Sendable, Equatable {
    /// One column's name, kind (`number`, `integer`, `text`), unit and meaning.
    public struct Column: Codable, Sendable, Equatable {
      /// The header in the CSV file.
      public var name: String
      /// `number`, `integer` or `text`.
      public var kind: String
      /// The unit, where there is one.
      public var unit: String?
      /// What the values are, in words.
      public var meaning: String?
    }

    /// The CSV file, by name: it lies in the same folder.
    public var file: String
    /// The number of rows.
    public var rows: Int
    /// The columns, in the order of the file.
    public var columns: [Column]
    /// How the numbers came about: command, versions, seed, tolerances.
    public var provenance: [String: String]
  }

  /// The sidecar of this table for a CSV file of that name.
  public func sidecar(file: String, provenance: [String: String] = [:]) -> Sidecar {
    Sidecar(
      file: file, rows: rowCount,
      columns: columns.map {
        .init(name: $0.name, kind: $0.values.kind, unit: $0.unit, meaning: $0.meaning)
      }, provenance: provenance)
  }
}
