/// The recurrences for Taylor coefficients in time, one instruction each.
///
/// Every elementary function φ is computed from c' = a' s or c' = a'/q, where
/// s or q is another series of the program: exp has s = c, sin has s = cos,
/// log has q = a, atan has q = 1 + a². So there are few kinds of recurrence.
enum TaylorInstruction {
  case constant(Double)
  case input(Int)
  case add(Int, Int)
  case subtract(Int, Int)
  case multiply(Int, Int)
  case divide(Int, Int)
  case scale(Double, Int)
  /// c' = a' s, from φ(a₀).
  case chain(Operation, of: Int, times: Int)
  /// c' = y' p − x' q, from atan2(y₀, x₀).
  case angle(y: Int, x: Int, p: Int, q: Int)
  /// c' = a'/q, from φ(a₀).
  case antichain(Operation, of: Int, over: Int)
}

/// A program that extends series order by order.
struct TaylorProgram: Sendable {
  private(set) var instructions: [TaylorInstruction] = []
  private(set) var outputs: [Int] = []
  private var places: [UInt64: Int] = [:]

  /// Compiles expressions.
  ///
  /// - Throws: ``TaylorError`` for an operation that is not smooth, or a symbol without a value.
  init(_ expressions: [Expression], inputs: [Symbol], constants: [Symbol: Double])
    throws(TaylorError)
  {
    let position = Dictionary(uniqueKeysWithValues: inputs.enumerated().map { ($1, $0) })
    for node in Graph.nodes(under: expressions) {
      if node.isConstant {
        places[node.serial] = emit(.constant(node.value))
      } else if let symbol = node.symbol {
        if let place = position[symbol] {
          places[node.serial] = emit(.input(place))
        } else if let value = constants[symbol] {
          places[node.serial] = emit(.constant(value))
        } else {
          throw TaylorError(reason: .unbound, expression: Expression(node: node))
        }
      } else {
        places[node.serial] = try compile(node)
      }
    }
    outputs = expressions.map { places[$0.node.serial] ?? 0 }
  }

  private mutating func emit(_ instruction: TaylorInstruction) -> Int {
    instructions.append(instruction)
    return instructions.count - 1
  }

  private mutating func compile(_ node: Node) throws(TaylorError) -> Int {
    let a = node.a.flatMap { places[$0.serial] } ?? 0
    let b = node.b.flatMap { places[$0.serial] } ?? 0
    switch node.operation {
    case .add: return emit(.add(a, b))
    case .subtract: return emit(.subtract(a, b))
    case .multiply: return emit(.multiply(a, b))
    case .divide: return emit(.divide(a, b))
    case .negate: return emit(.scale(-1, a))
    case .integerPower: return power(a, node.exponent)
    case .power:
      let logarithm = emit(.antichain(.log, of: a, over: a))
      return exponential(emit(.multiply(b, logarithm)))
    case .exp: return exponential(a)
    case .log: return emit(.antichain(.log, of: a, over: a))
    case .sqrt: return root(a)
    case .sin, .cos, .sinh, .cosh: return oscillation(node.operation, a)
    case .tan: return riccati(.tan, a, sign: 1)
    case .tanh: return riccati(.tanh, a, sign: -1)
    case .atan: return emit(.antichain(.atan, of: a, over: onePlusSquare(a, sign: 1)))
    case .atanh: return emit(.antichain(.atanh, of: a, over: onePlusSquare(a, sign: -1)))
    case .asin: return emit(.antichain(.asin, of: a, over: root(onePlusSquare(a, sign: -1))))
    case .acos:
      let minus = emit(.scale(-1, root(onePlusSquare(a, sign: -1))))
      return emit(.antichain(.acos, of: a, over: minus))
    case .asinh: return emit(.antichain(.asinh, of: a, over: root(onePlusSquare(a, sign: 1))))
    case .acosh:
      let square = emit(.scale(-1, onePlusSquare(a, sign: -1)))
      return emit(.antichain(.acosh, of: a, over: root(square)))
    case .atan2: return angle(a, b)
    case .erf:
      let density = exponential(emit(.scale(-1, emit(.multiply(a, a)))))
      return emit(
        .chain(.erf, of: a, times: emit(.scale(2 / Double.pi.squareRoot(), density))))
    case .absolute, .sign, .heaviside, .floor, .modulo, .interpolate, .external, .minimum, .maximum,
      .less,
      .lessOrEqual, .equal, .and, .or, .not, .select:
      throw TaylorError(reason: .notSmooth, expression: Expression(node: node))
    case .sum, .mean: throw TaylorError(reason: .reduction, expression: Expression(node: node))
    case .constant, .symbol:
      throw TaylorError(reason: .unbound, expression: Expression(node: node))
    }
  }

  private mutating func root(_ a: Int) -> Int {
    // c' = a'/(2c); the companion 2c comes after c.
    let root = emit(.antichain(.sqrt, of: a, over: instructions.count + 1))
    _ = emit(.scale(2, root))
    return root
  }

  private mutating func angle(_ y: Int, _ x: Int) -> Int {
    let square = emit(.add(emit(.multiply(x, x)), emit(.multiply(y, y))))
    let (p, q) = (emit(.divide(x, square)), emit(.divide(y, square)))
    return emit(.angle(y: y, x: x, p: p, q: q))
  }

  private mutating func exponential(_ a: Int) -> Int {
    emit(.chain(.exp, of: a, times: instructions.count))
  }

  private mutating func oscillation(_ operation: Operation, _ a: Int) -> Int {
    // Two series that are each other's derivative, up to sign.
    let isHyperbolic = operation == .sinh || operation == .cosh
    let sine = instructions.count
    _ = emit(.chain(isHyperbolic ? .sinh : .sin, of: a, times: sine + 1))
    _ = emit(.chain(isHyperbolic ? .cosh : .cos, of: a, times: isHyperbolic ? sine : sine + 2))
    if !isHyperbolic { _ = emit(.scale(-1, sine)) }
    return operation == .sin || operation == .sinh ? sine : sine + 1
  }

  private mutating func riccati(_ operation: Operation, _ a: Int, sign: Double) -> Int {
    let place = emit(.chain(operation, of: a, times: instructions.count + 1))
    _ = onePlusSquare(place, sign: sign)
    // 1 ± c² is the last of three, the constant and the square before it.
    instructions[place] = .chain(operation, of: a, times: instructions.count - 1)
    return place
  }

  private mutating func onePlusSquare(_ a: Int, sign: Double) -> Int {
    let one = emit(.constant(1))
    let square = emit(.multiply(a, a))
    return emit(sign > 0 ? .add(one, square) : .subtract(one, square))
  }

  private mutating func power(_ a: Int, _ n: Int32) -> Int {
    var (k, square, result) = (n.magnitude, a, Int?.none)
    while k > 0 {
      if k & 1 == 1 { result = result.map { emit(.multiply($0, square)) } ?? square }
      k >>= 1
      if k > 0 { square = emit(.multiply(square, square)) }
    }
    let product = result ?? emit(.constant(1))
    return n < 0 ? emit(.divide(emit(.constant(1)), product)) : product
  }
}
