public import FastSlow

extension ModelCatalogue {
  /// The models of this package.
  public static let mine = ModelCatalogue([
    LeakyTank.self
  ])
}
