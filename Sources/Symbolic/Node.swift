private import Synchronization

/// A vertex of the expression graph: immutable, and one object for one structure.
///
/// `@unchecked Sendable`: the operands are written in `init`, and in `deinit`
/// of the node or (under the interning lock, once no other owner can exist)
/// of its last parent; no other thread can see the node then.
final class Node: @unchecked Sendable {
  let operation: Operation
  /// Grows with age, so operands have smaller numbers than what is made of
  /// them: sorting by it is a topological order.
  let serial: UInt64
  /// The bits of a constant, the exponent of an integer power, the identity of a symbol, table or
  /// external function.
  let payload: UInt64
  let symbol: Symbol?
  /// What an interpolation reads.
  let table: InterpolationTable?
  /// What an external call calls.
  let external: ExternalFunction?
  /// The population over whose members the value varies; 0 for a scalar.
  let space: UInt64
  private(set) var a: Node?
  private(set) var b: Node?
  private(set) var c: Node?

  fileprivate init(
    _ operation: Operation, serial: UInt64, payload: UInt64, symbol: Symbol?,
    table: InterpolationTable?, external: ExternalFunction?, a: Node?, b: Node?, c: Node?
  ) {
    self.operation = operation
    self.serial = serial
    self.payload = payload
    self.symbol = symbol
    self.table = table
    self.external = external
    space = Node.space(operation, symbol, [a, b, c])
    self.a = a
    self.b = b
    self.c = c
  }

  /// Marks an expression that mixes members of two populations, which nothing can evaluate.
  static let mixedSpace = UInt64.max

  private static func space(_ operation: Operation, _ symbol: Symbol?, _ operands: [Node?])
    -> UInt64
  {
    if let symbol { return symbol.space }
    let spaces = Set(operands.compactMap { $0?.space }).subtracting([0])
    if spaces.count > 1 || spaces.contains(mixedSpace) { return mixedSpace }
    return operation == .sum || operation == .mean ? 0 : spaces.first ?? 0
  }

  var value: Double { Double(bitPattern: payload) }
  var exponent: Int32 { Int32(truncatingIfNeeded: Int64(bitPattern: payload)) }
  var isConstant: Bool { operation == .constant }

  fileprivate var key: NodeKey {
    NodeKey(operation: operation, payload: payload, a: a, b: b, c: c)
  }

  /// Gives up the operands; only for a node that no one else can reach.
  private func surrenderOperands(to pending: inout [Node]) {
    if let a { pending.append(a) }
    if let b { pending.append(b) }
    if let c { pending.append(c) }
    (a, b, c) = (nil, nil, nil)
  }

  // A chain of 10^5 nodes released by recursion would overflow the stack.
  deinit {
    Interning.forget(key, serial: serial)
    var pending: [Node] = []
    surrenderOperands(to: &pending)
    while !pending.isEmpty {
      var node = pending.removeLast()
      if Interning.retire(&node) { node.surrenderOperands(to: &pending) }
    }
  }
}

/// What makes two nodes the same. Operands count by serial number, which is never used twice.
private struct NodeKey: Hashable {
  let operation: Operation
  let payload: UInt64
  let first: UInt64
  let second: UInt64
  let third: UInt64

  init(operation: Operation, payload: UInt64, a: Node?, b: Node?, c: Node?) {
    self.operation = operation
    self.payload = payload
    let (a, b) = (a?.serial ?? 0, b?.serial ?? 0)
    // x + y and y + x are one node; it prints in the order it was first written.
    first = operation.isCommutative ? min(a, b) : a
    second = operation.isCommutative ? max(a, b) : b
    third = c?.serial ?? 0
  }
}

/// The table of live nodes.
enum Interning {
  private struct Entry {
    weak var node: Node?
    let serial: UInt64
  }

  private struct Table {
    var entries: [NodeKey: Entry] = [:]
    var lastSerial: UInt64 = 0
  }

  private static let table = Mutex(Table())

  static func node(
    _ operation: Operation, _ a: Node? = nil, _ b: Node? = nil, _ c: Node? = nil,
    payload: UInt64 = 0, symbol: Symbol? = nil, table: InterpolationTable? = nil,
    external: ExternalFunction? = nil
  ) -> Node {
    let key = NodeKey(operation: operation, payload: payload, a: a, b: b, c: c)
    return self.table.withLock { known in
      if let node = known.entries[key]?.node { return node }
      known.lastSerial += 1
      let node = Node(
        operation, serial: known.lastSerial, payload: payload, symbol: symbol, table: table,
        external: external, a: a, b: b, c: c)
      known.entries[key] = Entry(node: node, serial: node.serial)
      return node
    }
  }

  static func node(for symbol: Symbol) -> Node {
    node(.symbol, payload: symbol.identifier, symbol: symbol)
  }

  static func constant(_ value: Double) -> Node {
    node(.constant, payload: value.bitPattern)
  }

  /// Removes the entry of a dying node, unless a new node has taken its place.
  fileprivate static func forget(_ key: NodeKey, serial: UInt64) {
    table.withLock { table in
      if table.entries[key]?.serial == serial { table.entries[key] = nil }
    }
  }

  /// Takes a node out of the table if the caller is its only owner.
  ///
  /// Under the lock nobody can find the node by the table meanwhile, so "only owner" stays true.
  fileprivate static func retire(_ node: inout Node) -> Bool {
    table.withLock { table in
      guard isKnownUniquelyReferenced(&node) else { return false }
      table.entries[node.key] = nil
      return true
    }
  }

  /// The number of live nodes, for tests.
  static var count: Int { table.withLock { $0.entries.count } }
}
