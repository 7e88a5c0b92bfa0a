import CKernels

/// Symbols of an expression that a tape was given no place for.
public struct UnboundSymbols: Error, Hashable {
  /// The symbols, oldest first.
  public let symbols: [Symbol]
}

extension Tape {
  /// Compiles expressions to a program.
  ///
  /// - Parameters:
  ///   - outputs: what to compute, in order.
  ///   - inputs: symbols given at each call.
  ///   - time: the symbol of time, given at each call beside the inputs.
  ///   - parameters: symbols fixed per evaluator.
  /// - Throws: ``UnboundSymbols`` if an expression holds any other symbol.
  ///
  /// Cost: O(n log n) in the number of distinct nodes.
  public init(
    _ outputs: [Expression], inputs: [Symbol], time: Symbol? = nil, parameters: [Symbol] = []
  ) throws(UnboundSymbols) {
    var compiler = TapeCompiler(
      outputs: outputs, inputs: inputs, time: time, parameters: parameters)
    let unbound = compiler.assignLeaves()
    guard unbound.isEmpty else { throw UnboundSymbols(symbols: unbound) }
    compiler.emitPrologue()
    compiler.emitBody()
    self.inputs = inputs
    self.parameters = parameters
    constants = compiler.constants
    prologue = compiler.prologue
    body = compiler.body
    origins = compiler.origins
    tables = compiler.tables
    externals = compiler.externals
    outputSlots = outputs.map { compiler.slot[$0.node.serial] ?? 0 }
    slotCount = compiler.slotCount
  }
}

/// The passes of compilation and what they share.
private struct TapeCompiler {
  let nodes: [Node]
  let outputs: [Expression]
  let inputs: [Symbol]
  let time: Symbol?
  let parameters: [Symbol]

  var slot: [UInt64: UInt32] = [:]
  var slotCount: Int
  var constants: [Double] = []
  var prologue: [fs_instruction] = []
  var body: [fs_instruction] = []
  var origins: [Expression] = []
  var tables: [InterpolationTable] = []
  var externals: [ExternalCall] = []
  /// Nodes that depend on an input or on time.
  private var varying: Set<UInt64> = []

  init(outputs: [Expression], inputs: [Symbol], time: Symbol?, parameters: [Symbol]) {
    nodes = Graph.nodes(under: outputs)
    self.outputs = outputs
    self.inputs = inputs
    self.time = time
    self.parameters = parameters
    slotCount = inputs.count + 1 + parameters.count
  }

  /// Gives symbols and constants their slots; returns the symbols that have none.
  mutating func assignLeaves() -> [Symbol] {
    var place: [Symbol: UInt32] = [:]
    for (position, symbol) in inputs.enumerated() { place[symbol] = UInt32(position) }
    if let time { place[time] = UInt32(inputs.count) }
    for (position, symbol) in parameters.enumerated() where place[symbol] == nil {
      place[symbol] = UInt32(inputs.count + 1 + position)
    }
    var unbound: [Symbol] = []
    for node in nodes {
      if let symbol = node.symbol {
        guard let position = place[symbol] else {
          unbound.append(symbol)
          continue
        }
        slot[node.serial] = position
        if position <= inputs.count { varying.insert(node.serial) }
      } else if node.isConstant {
        slot[node.serial] = newSlot()
        constants.append(node.value)
      } else if node.operands.contains(where: { varying.contains($0.serial) }) {
        varying.insert(node.serial)
      }
    }
    return unbound
  }

  /// Values of parameters alone keep their slots for good.
  mutating func emitPrologue() {
    for node in nodes where node.a != nil && !varying.contains(node.serial) {
      let target = newSlot()
      slot[node.serial] = target
      prologue.append(instruction(node, target))
    }
  }

  /// Values that vary give their slots back after their last use.
  mutating func emitBody() {
    let program = nodes.filter { $0.a != nil && varying.contains($0.serial) }
    var usesLeft: [UInt64: Int] = [:]
    for node in program {
      for operand in node.operands { usesLeft[operand.serial, default: 0] += 1 }
    }
    for output in outputs { usesLeft[output.node.serial, default: 0] += 1 }
    var free: [UInt32] = []
    for node in program {
      var finished: [UInt32] = []
      for operand in node.operands where operand.a != nil && varying.contains(operand.serial) {
        usesLeft[operand.serial, default: 0] -= 1
        if usesLeft[operand.serial] == 0, let position = slot[operand.serial] {
          finished.append(position)
        }
      }
      free += finished
      let target = free.popLast() ?? newSlot()
      slot[node.serial] = target
      body.append(instruction(node, target))
      origins.append(Expression(node: node))
    }
  }

  private mutating func newSlot() -> UInt32 {
    slotCount += 1
    return UInt32(slotCount - 1)
  }

  private mutating func instruction(_ node: Node, _ target: UInt32) -> fs_instruction {
    let a = node.a.flatMap { slot[$0.serial] } ?? 0
    let b =
      switch node.operation {
      case .integerPower: UInt32(bitPattern: node.exponent)
      case .interpolate: node.table.map { position(of: $0) } ?? 0
      case .external: place(node)
      default: node.b.flatMap { slot[$0.serial] } ?? 0
      }
    let c = node.c.flatMap { slot[$0.serial] } ?? 0
    return fs_instruction(
      operation: UInt32(node.operation.rawValue), target: target, a: a, b: b, c: c)
  }

  private mutating func place(_ call: Node) -> UInt32 {
    guard let function = call.external else { return 0 }
    externals.append(
      ExternalCall(function: function, slots: call.operands.compactMap { slot[$0.serial] }))
    return UInt32(externals.count - 1)
  }

  private mutating func position(of table: InterpolationTable) -> UInt32 {
    if let known = tables.firstIndex(where: { $0 === table }) { return UInt32(known) }
    tables.append(table)
    return UInt32(tables.count - 1)
  }
}

extension Node {
  fileprivate var operands: [Node] { [a, b, c].compactMap { $0 } }
}
