/// At which times the solution is recorded.
public enum OutputPlan: Sendable {
  /// At the end points of every internal step, the start included.
  case everyStep
  /// At given times within the interval, in any order and with repeats; the
  /// columns come in the order asked for.
  case times([Double])
  /// At `count` points, the start and the end included.
  case points(Int, Spacing = .linear)

  /// How points are spread over the interval.
  public enum Spacing: Sendable {
    /// Evenly.
    case linear
    /// The start, then evenly in log(t − start), from `first` after the start
    /// to the end. With no `first`: a tenth of the fastest time scale at the
    /// start (1/‖∂F/∂y‖), at least 1e-16 and at most 1e-3 of the interval.
    case logarithmic(first: Double? = nil)
  }
}
