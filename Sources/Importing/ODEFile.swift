import Modeling
import Symbolic

/// A model in XPPAUT's .ode format.
///
/// Understood: differential equations (`x'=`, `dx/dt=`), parameters, numbers, derived parameters
/// (`!`), initial data, functions, fixed variables, auxiliaries, `global` events, tables, arrays
/// (`x[1..4]`, `%[1..4]`), `sum … of`, `shift`, and the numerical options that have a counterpart.
/// Everything else is refused or listed in ``remarks``, with its line.
///
/// Source: the manual that comes with XPPAUT 6.11 (Ermentrout 2002, doi:10.1137/1.9780898718195);
/// order of binding, sequence of resets and reach of tables as measured with that version.
public struct ODEFile: Sendable {
  /// The file's name.
  public let name: String
  /// What the file says that has no effect on a run here.
  public internal(set) var remarks: [ImportFault] = []
  /// The options of `@` lines, by name in small letters.
  public internal(set) var options: [String: String] = [:]

  var variables: [Variable] = []
  var parameters: [ModelDescription.Parameter] = []
  var auxiliaries: [Observable] = []
  var events: [ModelEvent] = []

  struct Variable {
    let symbol: Symbol
    var initial = 0.0
    var rate: Expression = 0
    let line: Int
  }

  /// Reads a file's text.
  ///
  /// - Parameters:
  ///   - text: what the file holds.
  ///   - name: what to call it in messages.
  ///   - readFile: reads the file of a table, by the name that stands in the .ode file.
  /// - Throws: ``ImportError`` with every fault.
  public init(
    _ text: String, name: String, readFile: (String) throws -> String = { _ in throw NoFiles() }
  ) throws(ImportError) {
    self.name = name
    var builder = ODEBuilder()
    builder.read(text, readFile)
    guard builder.faults.isEmpty else { throw ImportError(file: name, faults: builder.faults) }
    variables = builder.variables
    parameters = builder.parameters
    auxiliaries = builder.auxiliaries
    events = builder.events
    options = builder.options.mapValues(\.value)
    remarks = builder.remarks.sorted { $0.line < $1.line }
  }

  /// Names of the variables, in order.
  public var variableNames: [String] { variables.compactMap(\.symbol.name) }

  /// Names of the parameters, in order.
  public var parameterNames: [String] { parameters.compactMap(\.symbol.name) }

  /// Thrown where no files can be read.
  public struct NoFiles: Error {
    /// Nothing more to say.
    public init() {}
  }
}
