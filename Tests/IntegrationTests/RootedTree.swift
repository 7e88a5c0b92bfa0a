/// A rooted tree, which a condition of order belongs to (Hairer, Nørsett and Wanner I, II.2).
struct RootedTree: CustomStringConvertible {
  let branches: [RootedTree]

  var order: Int { branches.reduce(1) { $0 + $1.order } }

  /// γ(t) of Butcher's theory.
  var density: Double { branches.reduce(Double(order)) { $0 * $1.density } }

  var description: String { "[" + branches.map(\.description).sorted().joined() + "]" }

  static func all(upTo order: Int) -> [RootedTree] { (1...order).flatMap { all(of: $0) } }

  /// Every tree of an order once: a leaf grafted on each vertex of the smaller ones.
  private static func all(of order: Int) -> [RootedTree] {
    if order == 1 { return [RootedTree(branches: [])] }
    var found: [String: RootedTree] = [:]
    for tree in all(of: order - 1).flatMap(\.grown) { found[tree.description] = tree }
    return Array(found.values)
  }

  private var grown: [RootedTree] {
    let atRoot = RootedTree(branches: branches + [RootedTree(branches: [])])
    return [atRoot]
      + branches.indices.flatMap { index in
        branches[index].grown.map { branch in
          var others = branches
          others[index] = branch
          return RootedTree(branches: others)
        }
      }
  }
}
