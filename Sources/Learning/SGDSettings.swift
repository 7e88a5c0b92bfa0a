import RealModule

/// SGD, one-pass on fresh Gaussian batches unless asked otherwise: sizes, steps, start, recordings.
///
///     w_j ← normalise(w_j − η a_j (1/B) Σ e σ'(w_j·x) x)
///     a_j ← a_j − ε η (1/B) Σ e σ(w_j·x),      e = f(x) − y,   t = η × step
///
/// The same as plain learning rates η m for the first layer and ε η m for the second.
public struct SGDSettings: Sendable, Equatable {
  /// m, the number of neurons.
  public var width: Int
  /// d, the dimension of the inputs.
  public var dimension: Int
  /// B, fresh samples a step.
  public var batch: Int
  /// η, the step of the fast time t.
  public var stepSize: Double
  /// ε, the second layer's learning rate over the first's; 0 freezes the second layer.
  public var timeScaleRatio: Double
  /// How the first layer starts.
  public var firstLayer: FirstLayerStart
  /// How the second layer starts.
  public var secondLayer: SecondLayerStart
  /// How the second layer follows.
  public var secondLayerTraining = SecondLayerTraining.gradient
  /// How gradients become steps.
  public var optimizer = Optimizer.sgd
  /// Where inputs come from.
  public var inputs = InputLaw.gaussian
  /// Whether rows are brought back to unit norm.
  public var rowNorm = RowNorm.unit
  /// The fast time t at which a run ends.
  public var horizon: Double
  /// How many times after t = 0 the order parameters are recorded, at most.
  public var recordings: Int
  /// How those times are spaced.
  public var spacing: Spacing
  /// Whether recordings keep the overlaps and weights of every neuron; for narrow networks.
  public var recordsNeurons = false
  /// Whether what predicts the run has batch noise in it, so that none is warned of.
  public var expectsBatchNoise = false
  /// The key of all random numbers; members of an ensemble are streams under it.
  public var seed: UInt64

  /// How the rows w_j are drawn.
  public enum FirstLayerStart: Sendable, Equatable {
    /// w_j = s₀ u* + √(1−s₀²) v_j, v_j uniform on the unit sphere orthogonal to u*.
    case planted(alignment: Double)
    /// Uniform on the unit sphere.
    case uniform
    /// Rows whose overlaps are given, turned at random around the teacher's directions.
    case overlaps(StartingOverlaps)
  }

  /// How the weights a_j are drawn.
  public enum SecondLayerStart: Sendable, Equatable {
    /// a_j = a₀.
    case equal(Double)
    /// a_j = ±a₀ with equal probability.
    case rademacher(Double)
    /// a_j = a₀ and −a₀ in turn: half of each, where `rademacher` has half but for √m.
    case balanced(Double)
    /// a_j normal with mean zero and this standard deviation.
    case gaussian(Double)
    /// a_j as listed, one a neuron.
    case each([Double])

    /// a₀, the standard deviation, or the root mean square.
    public var scale: Double {
      switch self {
      case .equal(let scale), .rademacher(let scale), .balanced(let scale), .gaussian(let scale):
        scale
      case .each(let list):
        (list.reduce(0) { $0 + $1 * $1 } / Double(max(list.count, 1))).squareRoot()
      }
    }
  }

  /// What moves the second layer.
  public enum SecondLayerTraining: String, Sendable, Equatable, CaseIterable {
    /// Its own gradient, at ε times the first layer's rate.
    case gradient
    /// Nothing.
    case frozen
    /// It has the least test error for the first layer, at the start and after every step: the limit
    /// of large ε with infinite batches.
    case optimal
  }

  /// What becomes of the norm of a row after a step.
  public enum RowNorm: String, Sendable, Equatable, CaseIterable {
    /// It is brought back to 1.
    case unit
    /// It is left free.
    case free
  }

  /// Spacing of the recorded times.
  public enum Spacing: Sendable, Equatable {
    /// Evenly from 0 to the horizon.
    case linear
    /// By a constant factor from a given step to the horizon.
    case logarithmicFrom(step: Int)
    /// At these steps as far as they ascend, and at the horizon, however many recordings that makes.
    case steps([Int])

    /// By a constant factor from the first step to the horizon.
    public static let logarithmic = Spacing.logarithmicFrom(step: 1)
  }

  /// Settings with the defaults of the small worked cases.
  public init(
    width: Int, dimension: Int, batch: Int, stepSize: Double, timeScaleRatio: Double,
    firstLayer: FirstLayerStart = .planted(alignment: 0), secondLayer: SecondLayerStart = .equal(1),
    horizon: Double, recordings: Int = 60, spacing: Spacing = .logarithmic, seed: UInt64 = 1
  ) {
    self.width = width
    self.dimension = dimension
    self.batch = batch
    self.stepSize = stepSize
    self.timeScaleRatio = timeScaleRatio
    self.firstLayer = firstLayer
    self.secondLayer = secondLayer
    self.horizon = horizon
    self.recordings = recordings
    self.spacing = spacing
    self.seed = seed
  }

  /// ε as it moves the second layer: 0 unless that follows its gradient.
  var secondLayerRatio: Double { secondLayerTraining == .gradient ? timeScaleRatio : 0 }

  /// Number of steps to the horizon, at least one.
  public var steps: Int { max(1, Int((horizon / stepSize).rounded())) }

  /// The steps at which order parameters are recorded: 0, then ascending to `steps`, each once.
  public var recordedSteps: [Int] {
    var chosen = [0]
    for step in wantedSteps.filter({ $0 < steps }) + [steps] where step > chosen[chosen.count - 1] {
      chosen.append(step)
    }
    return chosen
  }

  /// Before the last, with repetitions.
  private var wantedSteps: [Int] {
    let indices = 1..<max(recordings, 1)
    switch spacing {
    case .linear:
      return indices.map { Int((Double(steps) * Double($0) / Double(recordings)).rounded()) }
    case .logarithmicFrom(let step):
      return indices.map { logarithmicStep($0, from: max(1, min(step, steps))) }
    case .steps(let list): return list
    }
  }

  private func logarithmicStep(_ index: Int, from first: Int) -> Int {
    let fraction = Double(index - 1) / Double(max(recordings - 1, 1))
    return Int((Double(first) * Double.pow(Double(steps) / Double(first), fraction)).rounded())
  }
}
