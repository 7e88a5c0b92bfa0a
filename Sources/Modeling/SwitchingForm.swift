import Symbolic

/// The rates of a system with their jumps taken apart.
///
/// A jump that depends on the state (a condition, a sign, a heaviside) becomes a switching surface
/// h = 0 and a mode m, 1 where h > 0 and 0 elsewhere; with the modes fixed the rates are smooth
/// across it. What depends on time alone and is affine in it between its own jumps is a time
/// condition, whose instants are known in advance; other functions of time count as surfaces.
/// Kinks (abs, min, max) and jumps of floor and mod in the state are left to error control.
struct SwitchingForm: Sendable {
  struct Surface: Sendable {
    let h: Expression
    let mode: Symbol
  }

  /// The rates pass a jump or kink when the argument, a function of time, passes a level.
  struct TimeCondition: Sendable {
    let argument: Expression
    let levels: Levels
  }

  enum Levels: Sendable {
    case zero
    case integers
    case knots([Double])
  }

  /// The rates, with modes.
  private(set) var rates: [Expression]
  private(set) var surfaces: [Surface] = []
  /// Inner ones before those whose argument uses them.
  private(set) var timeConditions: [TimeCondition] = []

  /// - Parameter states: the symbols of the state; conditions on it are taken apart if
  ///   `withSurfaces`.
  init(_ rates: [Expression], states: Set<Symbol>, withSurfaces: Bool) {
    self.rates = rates
    let nodes = rates.subexpressions
    guard nodes.contains(where: { !$0.operation.isSmooth }) else { return }
    var dependence = Dependence(states: states)
    var modes = Modes()
    for node in nodes {
      dependence.add(node)
      if let argument = node.switchingArgument {
        if dependence.isAffineInTime(argument.operands) {
          timeConditions.append(
            TimeCondition(argument: argument.expression, levels: argument.levels))
        } else if withSurfaces, dependence.varies(node), let value = modes.value(of: node) {
          modes.replacements[node] = value
        }
      }
    }
    surfaces = modes.surfaces
    self.rates = rates.replacing(modes.replacements)
  }
}

/// Surfaces found so far, and what takes the place of the operations that jump on them.
private struct Modes {
  var replacements: [Expression: Expression] = [:]
  private(set) var surfaces: [SwitchingForm.Surface] = []
  private var known: [Expression: Expression] = [:]

  /// The operation in terms of a mode; nil for one that does not jump on a surface.
  mutating func value(of node: Expression) -> Expression? {
    let operands = node.operands.replacing(replacements)
    switch node.operation {
    case .less, .lessOrEqual: return mode(of: operands[1] - operands[0])
    case .heaviside: return mode(of: operands[0])
    case .sign: return 2 * mode(of: operands[0]) - 1
    default: return nil
    }
  }

  /// 1 where h > 0; the same mode serves −h.
  private mutating func mode(of h: Expression) -> Expression {
    if let mode = known[h] { return mode }
    if let mode = known[-h] { return 1 - mode }
    let mode = Symbol("mode\(surfaces.count + 1)")
    surfaces.append(SwitchingForm.Surface(h: h, mode: mode))
    known[h] = mode.expression
    return mode.expression
  }
}

/// What sub-expressions depend on.
private struct Dependence {
  let states: Set<Symbol>
  /// Those with a state in them.
  private var onState: Set<Expression> = []
  private var onTime: Set<Expression> = []
  /// Degree in time of those without: 0 constant between jumps, 1 affine, 2 anything else.
  private var degree: [Expression: Int] = [:]

  init(states: Set<Symbol>) { self.states = states }

  mutating func add(_ node: Expression) {
    if let symbol = node.symbol {
      if states.contains(symbol) { onState.insert(node) }
      if symbol == modelTime { onTime.insert(node) }
      degree[node] = symbol == modelTime ? 1 : 0
      return
    }
    let operands = node.operands
    if operands.contains(where: onTime.contains) { onTime.insert(node) }
    if operands.contains(where: onState.contains) {
      onState.insert(node)
    } else {
      degree[node] = piecewiseDegree(node)
    }
  }

  /// Whether the value depends on state or time.
  func varies(_ node: Expression) -> Bool {
    onState.contains(node) || onTime.contains(node)
  }

  /// Whether all are functions of time, one at least, and each affine between its jumps.
  func isAffineInTime(_ operands: [Expression]) -> Bool {
    operands.allSatisfy { !onState.contains($0) && (degree[$0] ?? 0) <= 1 }
      && operands.contains(where: onTime.contains)
  }

  private func piecewiseDegree(_ node: Expression) -> Int {
    let degrees = node.operands.map { degree[$0] ?? 0 }
    let highest = degrees.max() ?? 0
    switch node.operation {
    case .constant, .symbol: return 0
    case .add, .subtract, .negate, .minimum, .maximum, .absolute: return highest
    case .multiply: return min(degrees.reduce(0, +), 2)
    case .divide: return degrees[1] == 0 ? degrees[0] : 2
    case .modulo: return degrees[1] == 0 ? degrees[0] : 2
    case .select: return max(degrees[1], degrees[2])
    case .interpolate: return node.table?.isLinear == true ? highest : highest == 0 ? 0 : 2
    case .sign, .heaviside, .floor, .less, .lessOrEqual, .equal, .and, .or, .not: return 0
    default: return highest == 0 ? 0 : 2
    }
  }
}

extension Expression {
  /// For an operation with a jump or kink: what passes a level there.
  fileprivate var switchingArgument:
    (expression: Expression, levels: SwitchingForm.Levels, operands: [Expression])?
  {
    let operands = operands
    switch operation {
    case .absolute, .sign, .heaviside: return (operands[0], .zero, operands)
    case .minimum, .maximum, .less, .lessOrEqual:
      return (operands[1] - operands[0], .zero, operands)
    case .floor: return (operands[0], .integers, operands)
    case .modulo: return (operands[0] / operands[1], .integers, operands)
    case .interpolate: return (operands[0], .knots(table?.knots ?? []), operands)
    default: return nil
    }
  }
}
