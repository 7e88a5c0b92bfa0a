import ArgumentParser
import FastSlow
import Reporting

/// Which points a sweep visits.
struct SweepOptions: ParsableArguments {
  @Option(
    parsing: .unconditionalSingleValue,
    help: .init(
      "An axis of a grid over a parameter or an initial value: n values, evenly or in the "
        + "logarithm. Two axes give heat maps, one gives curves.", valueName: "name=lo:hi:n[:log]"),
    transform: GridArgument.init(parsing:))
  var grid: [GridArgument] = []

  @Option(
    parsing: .unconditional,
    help: .init("Instead: the points of a CSV file, a column for each name.", valueName: "file.csv")
  )
  var list: String?

  @Option(
    parsing: .unconditionalSingleValue,
    help: .init(
      "Instead: values drawn at random, evenly or in the logarithm.", valueName: "name=lo:hi[:log]"),
    transform: DrawArgument.init(parsing:))
  var random: [DrawArgument] = []

  @Option(parsing: .unconditional, help: .init("With --random: how many points.", valueName: "n"))
  var samples: Int?

  @Option(
    parsing: .unconditional,
    help: .init("With --random: seed of the random numbers; the default is 1.", valueName: "n"))
  var seed: UInt64?

  func validate() throws {
    let ways = [!grid.isEmpty, list != nil, !random.isEmpty].count { $0 }
    if ways == 0 {
      throw ValidationError(
        "say what changes: --grid name=lo:hi:n, --list FILE.csv, or --random name=lo:hi --samples N"
      )
    }
    if ways > 1 {
      throw ValidationError("--grid, --list and --random exclude each other")
    }
    if random.isEmpty, samples != nil || seed != nil {
      throw ValidationError("--samples and --seed go with --random name=lo:hi")
    }
    if !random.isEmpty, samples == nil {
      throw ValidationError("--random needs --samples N, such as --samples 1000")
    }
  }

  /// The design that was asked for.
  func design() throws -> SweepDesign {
    if let list { return try SweepOptions.design(of: list) }
    if !random.isEmpty {
      return try .random(random.map(\.range), count: samples ?? 0, seed: seed ?? 1)
    }
    return try .grid(grid.map(\.axis))
  }

  private static func design(of path: String) throws -> SweepDesign {
    let table: Table
    do { table = try Table(csv: readText(path)) } catch {
      throw CommandFailure.badRequest("--list \(path): \(error)")
    }
    guard table.rowCount > 0 else {
      throw CommandFailure.badRequest(
        "--list \(path): there are no points below its header; write one a line")
    }
    let columns = try table.columns.map { column in
      guard let values = column.values.doubles else {
        throw CommandFailure.badRequest(
          "--list \(path): the column \"\(column.name)\" holds words; give numbers")
      }
      return values
    }
    do {
      return try .list(
        table.columns.map(\.name),
        rows: (0..<table.rowCount).map { row in columns.map { $0[row] } })
    } catch {
      throw CommandFailure.badRequest("--list \(path): \(error)")
    }
  }
}
