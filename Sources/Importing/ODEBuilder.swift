import Modeling
import NumericKernel
import Symbolic

/// Goes through the lines of an .ode file and collects the model, or the faults.
struct ODEBuilder {
  var variables: [ODEFile.Variable] = []
  var parameters: [ModelDescription.Parameter] = []
  var auxiliaries: [Observable] = []
  var events: [ModelEvent] = []
  var options: [String: (value: String, line: Int)] = [:]
  var faults: [ImportFault] = []
  var remarks: [ImportFault] = []
  var formulas = ODEFormulas()
  /// The spelling of a name where it was declared, by its small letters.
  private var spelling: [String: Int] = [:]

  typealias Line = (number: Int, statement: ODEStatement)

  mutating func read(_ text: String, _ readFile: (String) throws -> String) {
    let split = ODELines(text)
    faults += split.faults
    let lines: [Line] = split.lines.map { ($0.number, ODEStatement($0.text)) }
    for line in lines { declare(line) }
    for line in lines { defineFunction(line) }
    for line in lines { define(line, readFile) }
    for line in lines { complete(line) }
    if variables.isEmpty, faults.isEmpty {
      fault(0, "no differential equations (x'=…)")
    }
    checkOptions()
  }

  mutating func fault(_ line: Int, _ message: String) {
    faults.append(ImportFault(line: line, message))
  }

  mutating func remark(_ line: Int, _ message: String) {
    remarks.append(ImportFault(line: line, message))
  }

  /// Takes a name; false, with a fault, if it is taken or no name.
  private mutating func take(_ name: String, _ line: Int) -> Bool {
    let key = name.lowercased()
    guard let first = name.first, first.isNameStart,
      name.allSatisfy({ $0.isNameStart || $0.isDigit })
    else {
      fault(line, "\"\(name)\" cannot be a name")
      return false
    }
    if key == "t" || key == "pi" {
      fault(line, "\(name) has a meaning of its own and cannot be defined")
      return false
    }
    if let earlier = spelling[key] {
      fault(line, "\(name) is defined already, on line \(earlier)")
      return false
    }
    spelling[key] = line
    return true
  }

  // MARK: Names that may be used anywhere

  private mutating func declare(_ line: Line) {
    switch line.statement {
    case .parameters(let pairs): for pair in pairs { parameter(pair, line.number) }
    case .numbers(let pairs):
      for (name, value) in pairs {
        guard let value = number(value, of: name, line.number), take(name, line.number) else {
          continue
        }
        formulas.names[name.lowercased()] = Expression(value)
      }
    case .equation(let name, _):
      guard take(name, line.number) else { return }
      let symbol = Symbol(name)
      variables.append(ODEFile.Variable(symbol: symbol, line: line.number))
      formulas.names[name.lowercased()] = symbol.expression
      formulas.order.append(name.lowercased())
    case .options(let pairs):
      for (name, value) in pairs { options[name.lowercased()] = (value, line.number) }
    case .remark(let text): remark(line.number, text)
    case .refused(let text): fault(line.number, text)
    case .initials, .initial, .fixed, .derived, .auxiliary, .function, .event, .table: break
    }
  }

  private mutating func parameter(_ pair: (String, String), _ line: Int) {
    let (name, text) = pair
    guard let value = number(text, of: name, line), take(name, line) else { return }
    let symbol = Symbol(name)
    parameters.append(.init(symbol, value))
    formulas.names[name.lowercased()] = symbol.expression
  }

  private mutating func number(_ text: String, of name: String, _ line: Int) -> Double? {
    if let value = Double(text), value.isFinite,
      text.lowercased().allSatisfy({ !"xnp".contains($0) })
    {
      return value
    }
    fault(
      line,
      text.isEmpty
        ? "\(name) has no value; write \(name)=number"
        : "\(name)=\(text): a finite number is needed")
    return nil
  }

  // MARK: Functions

  private mutating func defineFunction(_ line: Line) {
    guard case .function(let name, let arguments, let body) = line.statement else { return }
    guard let formula = parse(body, of: name, line.number), take(name, line.number) else { return }
    formulas.functions[name.lowercased()] = .init(arguments: arguments, body: formula)
  }

  /// Reads a formula, and says where it means something else than it seems to.
  mutating func parse(_ text: String, of name: String, _ line: Int) -> ODEExpression? {
    do throws(ODESyntaxError) {
      let formula = try ODEParser.parse(text)
      if formula.hasSurprisingComparison {
        remark(
          line,
          "\(name): comparisons bind more tightly than arithmetic in this format (1<2+5 is (1<2)+5); "
            + "read that way")
      }
      return formula
    } catch {
      fault(line, "\(name): \(error.message)")
      return nil
    }
  }

  mutating func expression(_ text: String, of name: String, _ line: Int) -> Expression? {
    guard let formula = parse(text, of: name, line) else { return nil }
    do throws(ODESyntaxError) { return try formulas.expression(formula) } catch {
      fault(line, "\(name): \(error.message)")
      return nil
    }
  }

  // MARK: What is defined in order

  private mutating func define(_ line: Line, _ readFile: (String) throws -> String) {
    switch line.statement {
    case .fixed(let name, let text), .derived(let name, let text):
      guard let value = expression(text, of: name, line.number), take(name, line.number) else {
        return
      }
      formulas.names[name.lowercased()] = value
    case .table(let name, let text):
      guard let table = table(name, text, line.number, readFile), take(name, line.number) else {
        return
      }
      formulas.tables[name.lowercased()] = table
    case .parameters, .numbers, .initials, .initial, .equation, .auxiliary, .function, .event,
      .options, .remark, .refused:
      break
    }
  }

  // MARK: What may use everything

  private mutating func complete(_ line: Line) {
    switch line.statement {
    case .equation(let name, let text):
      guard let index = index(of: name), variables[index].line == line.number,
        let rate = expression(text, of: name + "'", line.number)
      else { return }
      variables[index].rate = rate
    case .auxiliary(let name, let text):
      guard let value = expression(text, of: "aux " + name, line.number) else { return }
      auxiliaries.append(Observable(name, value))
    case .initials(let pairs): for (name, text) in pairs { start(name, text, line.number) }
    case .initial(let name, let text): start(name, text, line.number)
    case .event(let sign, let condition, let changes):
      event(sign, condition, changes, line.number)
    case .parameters, .numbers, .fixed, .derived, .function, .table, .options, .remark, .refused:
      break
    }
  }

  func index(of name: String) -> Int? {
    formulas.order.firstIndex(of: name.lowercased())
  }

  private mutating func start(_ name: String, _ text: String, _ line: Int) {
    guard let index = index(of: name) else {
      let advice = Spelling.advice(for: name, in: variables.compactMap(\.symbol.name))
      return fault(line, "there is no variable \(name) to start; \(advice)")
    }
    guard let formula = parse(text, of: "\(name)(0)", line) else { return }
    do throws(ODESyntaxError) { variables[index].initial = try formulas.constant(formula) } catch {
      fault(line, "\(name)(0): \(error.message)")
    }
  }
}
