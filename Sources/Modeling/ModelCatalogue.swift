import NumericKernel

/// Models that can be called by name, as on the command line.
public struct ModelCatalogue: Sendable {
  /// The models, in the order they are listed.
  public let models: [any FastSlowModel.Type]

  /// Lists models.
  public init(_ models: [any FastSlowModel.Type]) { self.models = models }

  /// Two catalogues, one after the other; a model of the first hides one of the second by name.
  public static func + (left: ModelCatalogue, right: ModelCatalogue) -> ModelCatalogue {
    let taken = Set(left.models.map { $0.name })
    return ModelCatalogue(left.models + right.models.filter { !taken.contains($0.name) })
  }

  /// The names, in order.
  public var names: [String] { models.map { $0.name } }

  /// The model of a name, with its defaults.
  public func model(named name: String) throws(UnknownModel) -> any FastSlowModel {
    guard let type = models.first(where: { $0.name == name }) else {
      throw UnknownModel(name: name, advice: Spelling.advice(for: name, in: names))
    }
    return type.init()
  }
}

/// A model name that the catalogue does not have.
public struct UnknownModel: Error, Sendable, CustomStringConvertible {
  /// The name asked for.
  public let name: String
  /// The nearest name, or all there are.
  public let advice: String

  /// One sentence.
  public var description: String { "no model \"\(name)\"; \(advice)" }
}
