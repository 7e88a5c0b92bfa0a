/// Which coordinates a model is integrated in.
public enum ChartUse: Sendable, Hashable {
  /// The model's charts where their rules ask for them, its own variables elsewhere.
  case automatic
  /// Its own variables throughout.
  case none
  /// One chart throughout, by name.
  case only(String)
}
