/// Taylor coefficients in time of the solution of z' = F(z), to any order.
///
/// z(t₀ + s) = Σ zₖ sᵏ with (k + 1) zₖ₊₁ = [F(z)]ₖ, each [F]ₖ by recurrence on the graph
/// (A. Griewank, A. Walther, Evaluating Derivatives (2008), ch. 13).
///
/// Cost: O(K²) for each instruction of F, K the order.
public final class TimeTaylor {
  private let program: TaylorProgram
  private let dimension: Int
  /// Coefficient k of instruction i at i·stride + k.
  private var table: [Double] = []
  private var stride = 0
  /// zₖ by component: coefficients[j][k].
  public private(set) var coefficients: [[Double]] = []

  /// Compiles a field.
  ///
  /// - Parameters:
  ///   - rates: F, one for each unknown.
  ///   - unknowns: z.
  ///   - constants: values of all other symbols.
  /// - Throws: ``TaylorError`` for an operation that is not smooth, by name.
  public init(_ rates: [Expression], unknowns: [Symbol], constants: [Symbol: Double])
    throws(TaylorError)
  {
    precondition(rates.count == unknowns.count)
    program = try TaylorProgram(rates, inputs: unknowns, constants: constants)
    dimension = rates.count
  }

  /// Computes z₀ … z_order from a state; the result is in ``coefficients``.
  ///
  /// A coefficient outside a function's domain is NaN, and so are those after it.
  public func expand(at state: [Double], order: Int) {
    if stride != order + 1 {
      stride = order + 1
      table = [Double](repeating: 0, count: program.instructions.count * stride)
    }
    coefficients = state.map { [$0] + [Double](repeating: 0, count: order) }
    for k in 0..<order {
      advance(k)
      for (j, output) in program.outputs.enumerated() {
        coefficients[j][k + 1] = table[output * stride + k] / Double(k + 1)
      }
    }
  }

  /// The solution at t₀ + s by Horner's rule.
  public func state(after s: Double) -> [Double] {
    coefficients.map { series in series.reversed().reduce(0) { $0 * s + $1 } }
  }

  private func advance(_ k: Int) {
    for (place, instruction) in program.instructions.enumerated() {
      table[place * stride + k] = coefficient(k, of: instruction, at: place)
    }
    // A companion that comes after its user is known now; only coefficients below k were used.
  }

  private func coefficient(_ k: Int, of instruction: TaylorInstruction, at place: Int) -> Double {
    switch instruction {
    case .constant(let value): return k == 0 ? value : 0
    case .input(let j): return coefficients[j][k]
    case .add(let a, let b): return table[a * stride + k] + table[b * stride + k]
    case .subtract(let a, let b): return table[a * stride + k] - table[b * stride + k]
    case .scale(let factor, let a): return factor * table[a * stride + k]
    case .multiply(let a, let b): return convolution(a, b, from: 0, to: k, k)
    case .divide(let a, let b):
      let known = convolution(place, b, from: 0, to: k - 1, k)
      return (table[a * stride + k] - known) / table[b * stride]
    case .chain(let operation, let a, let s):
      if k == 0 { return operation.value(table[a * stride]) }
      return weighted(a, s, upTo: k, k) / Double(k)
    case .angle(let y, let x, let p, let q):
      if k == 0 { return Operation.atan2.value(table[y * stride], table[x * stride]) }
      return (weighted(y, p, upTo: k, k) - weighted(x, q, upTo: k, k)) / Double(k)
    case .antichain(let operation, let a, let q):
      if k == 0 { return operation.value(table[a * stride]) }
      let known = weighted(place, q, upTo: k - 1, k)
      return (Double(k) * table[a * stride + k] - known) / (Double(k) * table[q * stride])
    }
  }

  /// Σ aᵢ bₖ₋ᵢ.
  private func convolution(_ a: Int, _ b: Int, from first: Int, to last: Int, _ k: Int) -> Double {
    var sum = 0.0
    var i = first
    while i <= last {
      sum += table[a * stride + i] * table[b * stride + k - i]
      i += 1
    }
    return sum
  }

  /// Σ i aᵢ bₖ₋ᵢ from i = 1.
  private func weighted(_ a: Int, _ b: Int, upTo last: Int, _ k: Int) -> Double {
    var sum = 0.0
    var i = 1
    while i <= last {
      sum += Double(i) * table[a * stride + i] * table[b * stride + k - i]
      i += 1
    }
    return sum
  }
}
