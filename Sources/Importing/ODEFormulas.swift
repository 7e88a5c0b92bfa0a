import Modeling
import NumericKernel
import Symbolic

/// Turns formulas as written into expressions.
struct ODEFormulas {
  /// A function the file defines.
  struct Function {
    let arguments: [String]
    let body: ODEExpression
  }

  /// Variables, parameters, numbers and fixed variables, by name in small letters.
  var names: [String: Expression] = ["t": ModelDescription.time, "pi": Expression(Double.pi)]
  var functions: [String: Function] = [:]
  var tables: [String: ODETable] = [:]
  /// Functions beside XPPAUT's own.
  var further: [String: Standard] = [:]
  /// What a misspelt name may have meant; nil in a file, where names must come first.
  var candidates: [String]?
  /// Variables in their order, for `shift`.
  var order: [String] = []
  private var depth = 0
  private var work = 0

  private static let mostWork = 1_000_000

  /// The expression of a formula.
  mutating func expression(_ formula: ODEExpression) throws(ODESyntaxError) -> Expression {
    depth += 1
    work += 1
    defer { depth -= 1 }
    guard depth < 1000 else {
      throw ODESyntaxError(message: "a function calls itself, or the formula is nested too deeply")
    }
    guard work < ODEFormulas.mostWork else {
      throw ODESyntaxError(message: "more than \(ODEFormulas.mostWork) operations when written out")
    }
    switch formula {
    case .number(let value): return Expression(value)
    case .name(let name): return try named(name)
    case .negative(let operand): return -(try expression(operand))
    case .binary(let operation, let left, let right):
      return try binary(operation, left, right, formula)
    case .conditional(let condition, let then, let otherwise):
      return ifelse(
        try self.condition(condition), try expression(then), try expression(otherwise))
    case .sum(let low, let high, let body): return try sum(low, high, body)
    case .call(let name, let operands): return try call(name, operands)
    }
  }

  /// A number: a formula without variables or parameters.
  mutating func constant(_ formula: ODEExpression) throws(ODESyntaxError) -> Double {
    guard let value = try expression(formula).constantValue else {
      throw ODESyntaxError(message: "a number is needed, not a formula of parameters")
    }
    return value
  }

  private func named(_ name: String) throws(ODESyntaxError) -> Expression {
    if let known = names[name] { return known }
    if functions[name] != nil || tables[name] != nil || function(name) != nil {
      throw ODESyntaxError(message: "\(name) is a function; write \(name)(…)")
    }
    if let candidates {
      let advice = Spelling.advice(for: name, in: candidates)
      throw ODESyntaxError(message: "there is no \(name); \(advice)")
    }
    throw ODESyntaxError(message: "\(name) is not defined, or defined only further down")
  }

  private mutating func binary(
    _ operation: ODEExpression.Operator, _ left: ODEExpression, _ right: ODEExpression,
    _ whole: ODEExpression
  ) throws(ODESyntaxError) -> Expression {
    switch operation {
    case .plus: return try expression(left) + expression(right)
    case .minus: return try expression(left) - expression(right)
    case .times: return try expression(left) * expression(right)
    case .over: return try expression(left) / expression(right)
    case .power, .starPower: return try expression(left) ** expression(right)
    case .less, .greater, .lessOrEqual, .greaterOrEqual, .equal, .notEqual, .and, .or:
      return ifelse(try condition(whole), 1, 0)
    }
  }

  /// Whether a formula is not 0.
  private mutating func condition(_ formula: ODEExpression) throws(ODESyntaxError) -> Condition {
    switch formula {
    case .binary(.less, let a, let b): return try expression(a) < expression(b)
    case .binary(.greater, let a, let b): return try expression(a) > expression(b)
    case .binary(.lessOrEqual, let a, let b): return try expression(a) <= expression(b)
    case .binary(.greaterOrEqual, let a, let b): return try expression(a) >= expression(b)
    case .binary(.equal, let a, let b): return try expression(a).isEqual(to: expression(b))
    case .binary(.notEqual, let a, let b): return try !expression(a).isEqual(to: expression(b))
    case .binary(.and, let a, let b): return try condition(a) && condition(b)
    case .binary(.or, let a, let b): return try condition(a) || condition(b)
    case .call("not", let operands) where operands.count == 1: return try !condition(operands[0])
    case .number, .name, .negative, .binary, .conditional, .sum, .call:
      return try !expression(formula).isEqual(to: 0)
    }
  }

  private mutating func sum(_ low: ODEExpression, _ high: ODEExpression, _ body: ODEExpression)
    throws(ODESyntaxError) -> Expression
  {
    let (first, last) = (try constant(low), try constant(high))
    guard let start = Int(exactly: first), let end = Int(exactly: last), start <= end,
      start > -1_000_000, end < 1_000_000
    else { throw ODESyntaxError(message: "sum(\(first),\(last)) needs whole limits in order") }
    let outer = names["i'"]
    defer { names["i'"] = outer }
    var total: Expression = 0
    for index in start...end {
      names["i'"] = Expression(index)
      total += try expression(body)
    }
    return total
  }

  private mutating func call(_ name: String, _ operands: [ODEExpression])
    throws(ODESyntaxError) -> Expression
  {
    if name == "shift" { return try shift(operands) }
    if name == "not", operands.count == 1 { return try ifelse(!condition(operands[0]), 1, 0) }
    var values: [Expression] = []
    for operand in operands { values.append(try expression(operand)) }
    if let function = functions[name] { return try apply(function, name, values) }
    if let table = tables[name] {
      try check(name, values, 1)
      return table.value(at: values[0])
    }
    if let standard = function(name) {
      try check(name, values, standard.arity)
      if name == "mod", let divisor = values[1].constantValue, divisor <= 0 {
        throw ODESyntaxError(message: "mod(…,\(divisor)): only a positive modulus is supported")
      }
      return standard.value(values)
    }
    if ODEFormulas.unsupported.contains(name) {
      throw ODESyntaxError(message: "\(name)(…) is not supported")
    }
    let known = ODEFormulas.standard.keys.sorted() + further.keys.sorted() + functions.keys.sorted()
    let near = Spelling.nearest(to: name, in: known).map { "; did you mean \"\($0)\"?" }
    throw ODESyntaxError(message: "there is no function \(name)" + (near ?? ""))
  }

  private func function(_ name: String) -> Standard? { further[name] ?? ODEFormulas.standard[name] }

  private func check(_ name: String, _ values: [Expression], _ arity: Int) throws(ODESyntaxError) {
    guard values.count != arity else { return }
    throw ODESyntaxError(
      message: "\(name) takes \(arity) argument\(arity == 1 ? "" : "s"), not \(values.count)")
  }

  /// Arguments hide names of the file inside the function's body.
  private mutating func apply(_ function: Function, _ name: String, _ values: [Expression])
    throws(ODESyntaxError) -> Expression
  {
    try check(name, values, function.arguments.count)
    let outer = names
    defer { names = outer }
    for (argument, value) in zip(function.arguments, values) { names[argument] = value }
    return try expression(function.body)
  }

  /// `shift(x, k)`: the variable k places after x.
  private mutating func shift(_ operands: [ODEExpression]) throws(ODESyntaxError) -> Expression {
    guard operands.count == 2, case .name(let name) = operands[0],
      let place = order.firstIndex(of: name)
    else { throw ODESyntaxError(message: "shift(x, k) needs a variable and a number") }
    let by = try constant(operands[1])
    guard let step = Int(exactly: by), order.indices.contains(place + step) else {
      throw ODESyntaxError(message: "shift(\(name), \(by)) is beyond the variables")
    }
    return try named(order[place + step])
  }
}
