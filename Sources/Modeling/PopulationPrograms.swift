import Symbolic

/// The programs of a system with populations: rates, and the arrowhead structure of the Jacobian.
///
/// The shared unknowns are u = (scalar variables, reductions ρ). For a member with variables x:
/// x' = F(x, u), ρ_k = w_k Σ E_k(x, u), and for the scalars z' = G(u).
struct PopulationPrograms: Sendable {
  let form: MeanFieldForm
  /// Symbols with one value for all: scalars, ρ, time, scalar parameters.
  let uniforms: [Symbol]
  /// u.
  let shared: [Symbol]
  let scalarCount: Int
  /// G and its derivatives in u by columns, over the uniforms.
  let scalarRates: Tape
  let scalarSlopes: Tape
  let populations: [Member]
  /// Reductions by level and population, in the order they are computed.
  let passes: [Pass]

  /// One evaluation of reductions over one population.
  struct Pass: Sendable {
    let population: Int
    let reductions: [Int]
    let arguments: BlockTape
  }

  /// The programs of one population.
  struct Member: Sendable {
    /// F.
    let rates: BlockTape
    /// Reductions over this population, by index.
    let reductions: [Int]
    /// Non-zero derivatives that vary by member, and where each belongs.
    let slopes: BlockTape
    let fx: [Int?]
    let fu: [Int?]
    let ex: [Int?]
    /// ∂E/∂u summed over members: the program, and for each output (reduction, shared unknown).
    let sums: BlockTape
    let sumPlaces: [(reduction: Int, unknown: Int)]
  }

  init(_ system: System, _ unit: TimeUnit) {
    let rates = system.rates(in: unit)
    let form = MeanFieldForm(rates, populations: system.populations)
    let scalars = system.scalarIndices
    let shared = scalars.map { system.variables[$0].symbol } + form.reductions.map(\.symbol)
    let scalarParameters = system.parameters.filter { $0.population == nil }.map(\.symbol)
    let uniforms = shared + [modelTime] + scalarParameters
    self.form = form
    self.shared = shared
    self.uniforms = uniforms
    scalarCount = scalars.count
    let G = scalars.map { form.expressions[$0] }
    scalarRates = PopulationPrograms.tape(G, uniforms)
    scalarSlopes = PopulationPrograms.tape(
      PopulationPrograms.byColumns(PopulationPrograms.gradients(G, shared), shared.count), uniforms)
    populations = system.populations.indices.map { p in
      Member(system, p, form, shared: shared, uniforms: uniforms)
    }
    passes = PopulationPrograms.passes(form, system, uniforms)
  }

  /// Programs that compute scalar expressions of a system's state, and no rates.
  init(observing expressions: [Expression], of system: System) {
    let form = MeanFieldForm(expressions, populations: system.populations)
    let scalars = system.scalarIndices
    shared = scalars.map { system.variables[$0].symbol } + form.reductions.map(\.symbol)
    let scalarParameters = system.parameters.filter { $0.population == nil }.map(\.symbol)
    uniforms = shared + [modelTime] + scalarParameters
    self.form = form
    scalarCount = scalars.count
    scalarRates = PopulationPrograms.tape(form.expressions, uniforms)
    scalarSlopes = .empty
    populations = system.populations.indices.map { _ in Member.none }
    passes = PopulationPrograms.passes(form, system, uniforms)
  }

  /// The same blocks without the derivatives that couple members: shared unknowns are the scalars
  /// alone, each by itself.
  func withoutBorder(_ system: System) -> PopulationPrograms {
    let scalars = Array(shared.prefix(scalarCount))
    let G = system.scalarIndices.map { form.expressions[$0] }
    let own = zip(G, scalars).map { $0.derivative(withRespectTo: $1) }
    let diagonal = (0..<scalarCount).flatMap { j in
      (0..<scalarCount).map { i in i == j ? own[i] : 0 }
    }
    return PopulationPrograms(
      form: MeanFieldForm(reductions: [], expressions: form.expressions), uniforms: uniforms,
      shared: scalars, scalarCount: scalarCount, scalarRates: scalarRates,
      scalarSlopes: PopulationPrograms.tape(diagonal, uniforms),
      populations: system.populations.indices.map { p in
        Member(blocksOf: p, in: system, form, shared: scalarCount, uniforms: uniforms)
      }, passes: [])
  }

  private init(
    form: MeanFieldForm, uniforms: [Symbol], shared: [Symbol], scalarCount: Int,
    scalarRates: Tape, scalarSlopes: Tape, populations: [Member], passes: [Pass]
  ) {
    self.form = form
    self.uniforms = uniforms
    self.shared = shared
    self.scalarCount = scalarCount
    self.scalarRates = scalarRates
    self.scalarSlopes = scalarSlopes
    self.populations = populations
    self.passes = passes
  }

  private static func passes(_ form: MeanFieldForm, _ system: System, _ uniforms: [Symbol])
    -> [Pass]
  {
    let levels = (form.reductions.map(\.level).max() ?? -1) + 1
    return (0..<levels).flatMap { level in
      system.populations.indices.compactMap { p in
        let chosen = form.reductions.indices.filter {
          form.reductions[$0].level == level && form.reductions[$0].population == p
        }
        if chosen.isEmpty { return nil }
        let tape = block(
          chosen.map { form.reductions[$0].argument }, system.memberSymbols(of: p), uniforms)
        return Pass(population: p, reductions: chosen, arguments: tape)
      }
    }
  }

  /// Compiled expressions of a checked system have no symbols but these.
  static func tape(_ outputs: [Expression], _ uniforms: [Symbol]) -> Tape {
    do { return try Tape(outputs, inputs: uniforms) } catch {
      preconditionFailure("a checked system has unbound symbols")
    }
  }

  static func block(_ outputs: [Expression], _ inputs: [Symbol], _ uniforms: [Symbol]) -> BlockTape
  {
    do { return try BlockTape(outputs, inputs: inputs, uniforms: uniforms) } catch {
      preconditionFailure("a checked system has unbound symbols")
    }
  }

  static func gradients(_ expressions: [Expression], _ unknowns: [Symbol]) -> [[Expression]] {
    expressions.map { expression in
      let gradient = expression.gradient(withRespectTo: Set(unknowns))
      return unknowns.map { gradient[$0] ?? 0 }
    }
  }

  static func byColumns(_ rows: [[Expression]], _ columns: Int) -> [Expression] {
    (0..<columns).flatMap { j in rows.map { $0[j] } }
  }
}

extension PopulationPrograms.Member {
  /// No programs.
  static var none: PopulationPrograms.Member {
    let nothing = PopulationPrograms.block([], [], [])
    return PopulationPrograms.Member(
      rates: nothing, reductions: [], slopes: nothing, fx: [], fu: [], ex: [], sums: nothing,
      sumPlaces: [])
  }

  /// The members' own blocks ∂F/∂x, coupled to nothing.
  init(
    blocksOf p: Int, in system: System, _ form: MeanFieldForm, shared: Int, uniforms: [Symbol]
  ) {
    let inputs = system.memberSymbols(of: p)
    let own = system.populations[p].variables
    let F = own.map { form.expressions[$0] }
    let entries = PopulationPrograms.byColumns(
      PopulationPrograms.gradients(F, own.map { system.variables[$0].symbol }), own.count)
    let outputs = entries.filter { $0.constantValue != 0 }
    var next = 0
    fx = entries.map { entry in
      if entry.constantValue == 0 { return nil }
      next += 1
      return next - 1
    }
    fu = [Int?](repeating: nil, count: own.count * shared)
    (ex, reductions, sumPlaces) = ([], [], [])
    rates = PopulationPrograms.block(F, inputs, uniforms)
    slopes = PopulationPrograms.block(outputs, inputs, uniforms)
    sums = PopulationPrograms.block([], inputs, uniforms)
  }

  init(_ system: System, _ p: Int, _ form: MeanFieldForm, shared: [Symbol], uniforms: [Symbol]) {
    let inputs = system.memberSymbols(of: p)
    let own = system.populations[p].variables
    let x = own.map { system.variables[$0].symbol }
    let F = own.map { form.expressions[$0] }
    let reductions = form.reductions.indices.filter { form.reductions[$0].population == p }
    let E = reductions.map { form.reductions[$0].argument }
    rates = PopulationPrograms.block(F, inputs, uniforms)
    self.reductions = reductions
    var outputs: [Expression] = []
    // The place of each non-zero entry among the outputs.
    let place = { (entry: Expression) -> Int? in
      if entry.constantValue == 0 { return nil }
      outputs.append(entry)
      return outputs.count - 1
    }
    fx = PopulationPrograms.byColumns(PopulationPrograms.gradients(F, x), x.count).map(place)
    fu = PopulationPrograms.byColumns(PopulationPrograms.gradients(F, shared), shared.count)
      .map(place)
    ex = PopulationPrograms.byColumns(PopulationPrograms.gradients(E, x), x.count).map(place)
    slopes = PopulationPrograms.block(outputs, inputs, uniforms)
    var sumOutputs: [Expression] = []
    var places: [(Int, Int)] = []
    for (row, gradient) in PopulationPrograms.gradients(E, shared).enumerated() {
      for (column, entry) in gradient.enumerated() where entry.constantValue != 0 {
        sumOutputs.append(entry)
        places.append((row, column))
      }
    }
    sums = PopulationPrograms.block(sumOutputs, inputs, uniforms)
    sumPlaces = places
  }
}

extension System {
  /// Symbols with a value for each member: variables, then parameters.
  func memberSymbols(of population: Int) -> [Symbol] {
    populations[population].variables.map { variables[$0].symbol }
      + populations[population].parameters.map { parameters[$0].symbol }
  }

  /// Values of the scalar parameters.
  var scalarParameterValues: [Double] {
    parameters.indices.filter { parameters[$0].population == nil }.map { parameterValues[$0] }
  }
}
