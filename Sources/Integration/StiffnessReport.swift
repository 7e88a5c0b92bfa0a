/// How stiff a run was, and what its method did about it: time scales along the trajectory, where the
/// steps went, what repeated them, and which method suits the problem.
///
/// At some steps the exact Jacobian ∂F/∂y is split into its eigenmodes λᵢ, by falling |λ|.
///
/// - *Fast modes*. With declared scales the first n_f, n_f the number of fast variables; otherwise
///   those above the widest gap |λᵢ|/|λᵢ₊₁|. A mode slower than the run counts as 1/length, and is
///   parted from the others only if fewer than two of them are faster than the run.
///   Where the gap is below 3, or would part a complex pair, there are none.
/// - *Participation* of the declared fast variables in them: Σ |uₖ vₖ| over those variables, over
///   the same for all, with left and right eigenvectors u, v. Near 1 the declaration is borne out.
/// - *Departure*: how far the fast modes would still move the state, Σ vᵢ (uᵢᴴ F)/(uᵢᴴ vᵢ λᵢ),
///   at most over the variables and relative to the largest |y| of each. From a twentieth on the
///   state is off its quasi-steady state, below a hundredth back on it.
/// - *Phase* of a step: a layer if off it since the start, a jump if off it later, slow if on it, and
///   even where there are no fast modes. Steps between those looked at have the phase of the nearest.
/// - A step is *long* if |h λ₁| > 1: longer than the fastest time scale, which an explicit method
///   can hardly do.
public struct StiffnessReport: Sendable, Codable {
  /// What a stretch of the trajectory is.
  public enum Phase: String, Sendable, Codable, CaseIterable {
    /// The first approach to the quasi-steady state.
    case layer
    /// Along it.
    case slow
    /// Away from it, later.
    case jump
    /// There is no gap between time scales.
    case even
  }

  /// A step looked at closely.
  public struct Sample: Sendable, Codable {
    /// The end of the step.
    public let time: Double
    /// Its size, without sign.
    public let step: Double
    /// The order of the method.
    public let order: Int
    /// 1/|λ₁|.
    public let fastest: Double
    /// The slowest of the fast modes; nil if there are none.
    public let slowestFast: Double?
    /// The fastest of the others; nil if there are no fast modes or all are.
    public let fastestSlow: Double?
    /// 1/|λₙ|, but no more than the length of the run.
    public let slowest: Double
    /// The number of fast modes.
    public let fastModes: Int
    /// The part of the declared fast variables in the fast modes; nil without them.
    public let participation: Double?
    /// How far the fast modes would still move the state, relative.
    public let departure: Double
    /// max |λ| over modes that decay, 0 if none does: what limits an explicit method.
    public let decayRate: Double
    /// Layer, slow, jump or even.
    public let phase: Phase

    /// The gap between fast and slow time scales; nil where there is none.
    public var gap: Double? {
      guard let slowestFast, let fastestSlow else { return nil }
      return fastestSlow / slowestFast
    }

    /// |h λ₁|.
    public var stepOverFastest: Double { step / fastest }
  }

  /// How many steps a phase took.
  public struct PhaseCount: Sendable, Codable {
    /// The phase.
    public let phase: Phase
    /// Its steps.
    public let steps: Int
    /// Those longer than the fastest time scale.
    public let longSteps: Int
    /// In how many stretches.
    public let stretches: Int
    /// The time it took, without sign.
    public let duration: Double
  }

  /// How many steps had an order.
  public struct OrderCount: Sendable, Codable {
    /// The order.
    public let order: Int
    /// Steps of it.
    public let steps: Int
  }

  /// A step that had to be repeated.
  public struct Failure: Sendable, Codable {
    /// Where the step that passed in the end was taken to.
    public let time: Double
    /// Repeats because the error was too large.
    public let errorTest: Int
    /// Repeats because Newton's iteration did not converge, or F was not finite.
    public let nonlinear: Int
    /// The variable with the largest weighted error; nil if the method does not know.
    public let variable: String?
  }

  /// Which method, and why.
  public struct Advice: Sendable, Codable {
    /// The method.
    public let method: IntegrationOptions.Method
    /// Why.
    public let reason: String
  }

  /// The steps looked at, in order.
  public let samples: [Sample]
  /// Steps by phase, in the order of ``Phase``; those that occur.
  public let phases: [PhaseCount]
  /// Steps by order.
  public let orders: [OrderCount]
  /// Steps that were repeated, in order.
  public let failures: [Failure]
  /// Steps of the run.
  public let steps: Int
  /// Steps a method with a bounded region of stability would need for the same: each step h as
  /// |h λ|/3.3 of them, if that is more than one, λ the fastest mode that decays and 3.3 the reach
  /// of an explicit method of order 5 along the negative axis.
  public let explicitSteps: Double
  /// The method that suits the problem.
  public let recommended: Advice
}

extension StiffnessReport {
  /// Why there is no report.
  public struct Refusal: Error, Sendable, CustomStringConvertible {
    /// What was wrong, and what to do.
    public let description: String
  }
}
