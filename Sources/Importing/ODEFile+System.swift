public import Modeling
import NumericKernel
import Symbolic

extension ODEFile {
  /// Which variables are slow, and what separates the scales.
  public struct Scales: Sendable, Equatable {
    /// The slow variables.
    public var slow: [String]
    /// The small parameter: one of the file, or a new one with a value.
    public var small: String
    /// The value of a small parameter that the file does not have.
    public var value: Double?

    /// Declares the scales.
    public init(slow: [String], small: String, value: Double? = nil) {
      self.slow = slow
      self.small = small
      self.value = value
    }
  }

  /// The model as a system.
  ///
  /// - Parameter scales: if given, all other variables are fast. With ε of the file, either every slow
  ///   equation must have it as a factor (fast time), or every fast one be divided by it (slow time);
  ///   with a new ε of value e, the slow equations are taken as ε times (right side / e).
  /// - Throws: ``ImportError``, or `ModelError` with every fault of the model.
  public func system(scales: Scales? = nil) throws -> System {
    let stem = name.split(separator: "/").last.map(String.init) ?? name
    let title = stem.hasSuffix(".ode") ? String(stem.dropLast(4)) : stem
    guard let scales else {
      return try System(
        description(title, parameters, variables.map { ($0, .unscaled, $0.rate) }) { $0 })
    }
    return try scaled(title, scales)
  }

  private func description(
    _ title: String, _ parameters: [ModelDescription.Parameter],
    _ variables: [(Variable, Scale, Expression)], _ inTime: (Expression) -> Expression
  ) -> ModelDescription {
    ModelDescription(
      name: title, summary: "from \(name)",
      variables: variables.map { .init($0.0.symbol, initial: $0.0.initial, scale: $0.1) },
      parameters: parameters, rightSides: variables.map { inTime($0.2) },
      observables: auxiliaries.map { Observable($0.name, inTime($0.expression)) },
      events: events.map { event in
        Modeling.event(
          event.name, inTime(event.expression), event.direction, isTerminal: event.isTerminal,
          resets: { event.resets.map { $0.variable.becomes(inTime($0.value)) } })
      })
  }

  private func scaled(_ title: String, _ scales: Scales) throws -> System {
    let slow = try slowIndices(scales.slow)
    var parameters = parameters
    let ε: Symbol
    if let index = parameters.firstIndex(where: {
      $0.symbol.name?.lowercased() == scales.small.lowercased()
    }) {
      guard scales.value == nil else {
        throw fault("\(scales.small) is a parameter of the file; change its value with --set")
      }
      parameters[index].isSmall = true
      ε = parameters[index].symbol
    } else {
      guard let value = scales.value, value > 0, value.isFinite else {
        throw fault(
          "no parameter \"\(scales.small)\"; \(Spelling.advice(for: scales.small, in: parameterNames)); "
            + "or name a new one with its value, as \(scales.small)=0.01")
      }
      ε = Symbol(scales.small)
      parameters.append(.init(ε, value, isSmall: true))
      let sides = variables.indices.map { k in
        slow.contains(k) ? variables[k].rate / Expression(value) : variables[k].rate
      }
      return try assembled(title, parameters, slow, sides, fastTime: ε)
    }
    let (form, isFastTime) = try standardForm(slow, ε)
    return try assembled(title, parameters, slow, form, fastTime: isFastTime ? ε : nil)
  }

  /// In fast time the file's t is τ/ε.
  private func assembled(
    _ title: String, _ parameters: [ModelDescription.Parameter], _ slow: Set<Int>,
    _ sides: [Expression], fastTime ε: Symbol?
  ) throws -> System {
    let declared = variables.indices.map { k in
      (variables[k], slow.contains(k) ? Scale.slow : .fast, sides[k])
    }
    return try System(
      description(title, parameters, declared) { side in
        guard let ε, let time = ModelDescription.time.symbol else { return side }
        return side.substituting([time: time.expression / ε.expression])
      })
  }

  /// f and g, and whether the file is written in fast time.
  private func standardForm(_ slow: Set<Int>, _ ε: Symbol) throws -> ([Expression], Bool) {
    let slowSides = slow.sorted().map { ($0, variables[$0].rate.divided(by: ε)) }
    if slowSides.allSatisfy({ $0.1 != nil }) {
      var sides = variables.map(\.rate)
      for (index, side) in slowSides { sides[index] = side ?? 0 }
      return (sides, true)
    }
    let fast = variables.indices.filter { !slow.contains($0) }
    let fastSides = fast.map { ($0, variables[$0].rate.multiplied(by: ε)) }
    if fastSides.allSatisfy({ $0.1 != nil }) {
      var sides = variables.map(\.rate)
      for (index, side) in fastSides { sides[index] = side ?? 0 }
      return (sides, false)
    }
    let place = slowSides.first { $0.1 == nil }.map { variables[$0.0] }
    throw ImportError(
      file: name,
      faults: [
        ImportFault(
          line: place?.line ?? 0,
          "\(place?.symbol.name ?? "a slow variable")' has no factor \(ε.name ?? "ε"), and not every "
            + "fast equation is divided by it: the scales cannot be read off; give a new small "
            + "parameter with a value, such as --small epsilon=0.01")
      ])
  }

  private func slowIndices(_ names: [String]) throws -> Set<Int> {
    var indices: Set<Int> = []
    for name in names {
      guard
        let index = variables.firstIndex(where: {
          $0.symbol.name?.lowercased() == name.lowercased()
        })
      else {
        throw fault("no variable \"\(name)\"; \(Spelling.advice(for: name, in: variableNames))")
      }
      indices.insert(index)
    }
    guard indices.count < variables.count else {
      throw fault("all variables are slow; none is fast")
    }
    return indices
  }

  private func fault(_ message: String) -> ImportError {
    ImportError(file: name, faults: [ImportFault(line: 0, message)])
  }
}
