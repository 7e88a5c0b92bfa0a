import Modeling
import Symbolic

extension ODEBuilder {
  /// `global sign {condition} {x=…; y=…}`; each change sees those before it, as in XPPAUT.
  mutating func event(_ sign: String, _ condition: String, _ changes: String, _ line: Int) {
    let direction: ModelEvent.Direction
    switch Double(sign) {
    case 1: direction = .rising
    case -1: direction = .falling
    default:
      return fault(
        line, "global \(sign): only 1 (rising) and -1 (falling) are supported; write two events")
    }
    guard let passing = expression(condition, of: "global", line) else { return }
    let outer = formulas.names
    defer { formulas.names = outer }
    var resets: [Int: Expression] = [:]
    var isTerminal = false
    for change in changes.split(separator: ";") where !ODELines.trimmed(change).isEmpty {
      guard let (name, text) = ODEStatement.split(change) else {
        return fault(line, "global: \"\(ODELines.trimmed(change))\" is no change of a variable")
      }
      guard let value = expression(text, of: "global, \(name)", line) else { return }
      switch name.lowercased() {
      case "out_put": remark(line, "out_put: events are listed with every run")
      case "arret": isTerminal = value.constantValue != 0
      default:
        guard let index = index(of: name) else {
          return fault(
            line, "global: \(name) is no variable; changes of parameters are not supported")
        }
        resets[index] = value
        formulas.names[name.lowercased()] = value
      }
    }
    let list = resets.sorted { $0.key < $1.key }.map {
      variables[$0.key].symbol.expression.becomes($0.value)
    }
    events.append(
      Modeling.event(
        "event on line \(line)", passing, direction, isTerminal: isTerminal, resets: { list }))
  }
}
