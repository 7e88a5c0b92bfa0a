public import FastSlow

extension ModelCatalogue {
  /// The models that come with FastSlow.
  public static let shipped = ModelCatalogue([
    VanDerPol.self,
    ForcedVanDerPol.self,
    FitzHughNagumo.self,
    MorrisLecar.self,
    HindmarshRose.self,
    Koper.self,
    RosenzweigMacArthur.self,
    Autocatalator.self,
    CuspSurface.self,
    FoldedNode.self,
    TwoRateNetwork.self,
    DavisSkodje.self,
    MichaelisMenten.self,
    MichaelisMentenSlowProduct.self,
    Lindemann.self,
    Robertson.self,
    FeatureUnlearning.self,
    MeanFieldNetwork.self,
    SaadSolla.self,
    Kuramoto.self,
    CoupledFitzHughNagumo.self,
  ])
}
