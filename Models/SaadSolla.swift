public import FastSlow

/// A two-layer network of K neurons with both layers trained online, and a teacher of M neurons.
///
/// Overlaps R_in = w_i·u_n and Q_ik = w_i·w_k of students and orthonormal teachers, weights v_i, all
/// of order one; g(x) = erf(x/√2), f(x) = Σ v_i g(w_i·x), φ(x) = Σ A_n g(u_n·x), label noise τ,
/// batches of B. In time steps/d, as d → ∞ with I2, I3, I4, J2 the integrals of `ErfIntegrals`:
///
///     R_in' = η v_i F_in,   F_ij = Σ_m A_m I3(i, j, m) − Σ_k v_k I3(i, j, k)
///     Q_ik' = η (v_i F_ik + v_k F_ki) + (η²/B) v_i v_k E g'_i g'_k [(f − φ)² + τ²]
///     v_i'  = η₂ [Σ_n A_n I2(i, n) − Σ_k v_k I2(i, k)]
///
/// Q is kept by its lower triangle, Q[0] = Q₁₁, Q[1] = Q₂₁, Q[2] = Q₂₂; R by rows. For other numbers of
/// neurons: --count v=K --count Q=K(K+1)/2 --count R=K M, and M values of A.
///
/// Sources: D. Saad, S. A. Solla, Phys. Rev. E 52, 4225 (1995), doi:10.1103/PhysRevE.52.4225; with the
/// second layer S. Goldt et al., arXiv:1906.08632 (2019). The factor 1/B is derived.
public struct SaadSolla: LearningModel {
  public static let summary = "committee of erf neurons, both layers trained online"

  @State(
    count: 4, each: .values([0.02, -0.01, -0.015, 0.01]), "overlap of student and teacher neurons")
  public var R
  @State(count: 3, each: .values([0.2, 0, 0.2]), "overlap of student neurons") public var Q
  @State(count: 2, initial: 0.5, "second-layer weight") public var v
  @ParameterArray([1, 1], "second layer of the teacher") public var A
  @Parameter(0.5, "learning rate of the first layer") public var η
  @Parameter(0.5, "learning rate of the second layer") public var η2
  @Parameter(1, "samples a step") public var B
  @Parameter(0, "standard deviation of the label noise") public var τ

  public init() {}

  public var equations: [Equation] {
    let fields = self.fields
    let K = fields.students
    for i in 0..<K {
      for n in 0..<fields.teachers {
        if i * fields.teachers + n < R.count {
          d(R[i * fields.teachers + n]) == η * v[i] * pull(i, K + n)
        }
      }
      for k in 0...i {
        if i * (i + 1) / 2 + k < Q.count {
          d(Q[i * (i + 1) / 2 + k])
            == η * (v[i] * pull(i, k) + v[k] * pull(k, i)) + η ** 2 / B * v[i] * v[k] * spread(i, k)
        }
      }
      d(v[i]) == η2 * output(i)
    }
  }

  public var observables: [Observable] {
    let weights = fields.weights
    let error = weights.indices.flatMap { i in
      weights.indices.map { k in weights[i] * weights[k] * integrals.i2(i, k) }
    }
    Observable("risk", (error.sum() + τ ** 2) / 2)
  }

  public func learningProblem(for system: System) -> LearningProblem {
    let value: (String) -> Double = { name in
      system.parameters.firstIndex { $0.name == name }.map { system.parameterValues[$0] } ?? 0
    }
    let start: (String) -> [Double] = { vector in
      zip(system.variables, system.initialState).filter { $0.0.vector == vector }.map(\.1)
    }
    let series = HermiteSeries.erf(order: 40)
    let (weights, teachers) = (start("v"), system.values(ofArray: "A"))
    let students = weights.count
    var student = Student(activation: series)
    student.function = .erf
    var problem = LearningProblem(
      teacher: Teacher(
        committee: Committee(.erf, weights: teachers, series: series), labelNoise: value("τ")),
      student: student,
      // w moves by η v/d and v by η₂/d, with v = a/m.
      timeScaleRatio: Double(students * students) * value("η2") / value("η"),
      firstLayer: .overlaps(.init(teacher: start("R"), students: start("Q"))),
      secondLayer: .each(weights.map { Double(students) * $0 }),
      orderParameters: columns(students: students, teachers: teachers.count))
    problem.rowNorm = .free
    let batch = value("B")
    if Int(exactly: batch) == nil {
      let nearest = max(1, min(batch.rounded(), 1e6))
      problem.faults = ["B = \(batch) is no whole number of samples; nearest valid: \(nearest)."]
    }
    problem.limit = .dimension(
      width: students, batch: Int(exactly: batch) ?? 0, rate: value("η"))
    problem.horizon = 400
    problem.noiseParameter = "τ"
    return problem
  }

  /// What each variable and the risk are of the network.
  private func columns(students: Int, teachers: Int)
    -> [(variable: String, parameter: OrderParameter)]
  {
    var columns: [(variable: String, parameter: OrderParameter)] = []
    for i in 0..<students {
      for n in 0..<teachers {
        columns.append(
          ("R[\(i * teachers + n)]", .teacherOverlap(neuron: i, direction: n)))
      }
    }
    for i in 0..<students {
      for k in 0...i { columns.append(("Q[\(i * (i + 1) / 2 + k)]", .studentOverlap(i, k))) }
    }
    columns += (0..<students).map { ("v[\($0)]", .outputWeight(neuron: $0)) }
    return columns + [("risk", .testError)]
  }

  /// Fields by index: students, then teachers, with their weights in f − φ.
  private var fields: (students: Int, teachers: Int, weights: [Expression]) {
    let students = v.count
    let teachers = A.count
    return (students, teachers, (0..<students).map { v[$0] } + (0..<teachers).map { -A[$0] })
  }

  private var integrals: ErfIntegrals<Expression> {
    let (K, M) = (v.count, A.count)
    let (R, Q) = (self.R, self.Q)
    return ErfIntegrals { i, j in
      let (low, high) = (min(i, j), max(i, j))
      if high < K {
        let index = high * (high + 1) / 2 + low
        return index < Q.count ? Q[index] : 0
      }
      if low >= K { return i == j ? 1 : 0 }
      let index = low * M + high - K
      return index < R.count ? R[index] : 0
    }
  }

  /// F_ij.
  private func pull(_ i: Int, _ j: Int) -> Expression {
    let integrals = self.integrals
    return fields.weights.enumerated().map { -$0.element * integrals.i3(i, j, $0.offset) }.sum()
  }

  /// E g'_i g'_k [(f − φ)² + τ²].
  private func spread(_ i: Int, _ k: Int) -> Expression {
    let (integrals, weights) = (self.integrals, fields.weights)
    let squares = weights.indices.flatMap { p in
      weights.indices.map { q in weights[p] * weights[q] * integrals.i4(i, k, p, q) }
    }
    return squares.sum() + τ ** 2 * integrals.j2(i, k)
  }

  /// −E g_i (f − φ).
  private func output(_ i: Int) -> Expression {
    let integrals = self.integrals
    return fields.weights.enumerated().map { -$0.element * integrals.i2(i, $0.offset) }.sum()
  }
}
