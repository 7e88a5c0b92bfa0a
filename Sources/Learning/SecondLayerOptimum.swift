import NumericKernel

/// The second layer of least test error for given first-layer rows.
///
///     Σ_j E σ(h_i) σ(h_j) a_j = m E φ σ(h_i),   i = 1 … m
///
/// the normal equations of ½ E (f − φ)², each mean in closed form for Gaussian inputs. Where rows
/// coincide the equations do not fix a: of all solutions the shortest is taken, which gives equal
/// neurons equal weights. Singular values below 10⁻¹² of the largest count as zero.
/// Cost: m²/2 means and a singular value decomposition, order m³.
struct SecondLayerOptimum {
  private let student: PairKernel
  private let target: Target
  private let directions: Int

  private enum Target {
    case directions(PairKernel, weights: [Double])
    case tensor(TeacherOverlap)
  }

  private static let rankTolerance = 1e-12

  /// nil where a request asks for another second layer.
  init?(_ request: SGDRequest) {
    guard request.settings.secondLayerTraining == .optimal else { return nil }
    directions = request.teacher.directions
    let sides = KernelSides(request)
    student = PairKernel(sides.student, sides.student)
    if let (side, weights) = sides.teacher {
      target = .directions(PairKernel(side, sides.student), weights: weights)
    } else {
      target = .tensor(TeacherOverlap(teacher: request.teacher, student: request.student))
    }
  }

  /// a at alignments (m × r) and the Gram matrix's lower triangle (m × m); NaN where an overlap is.
  func weights(alignments: [Double], gram: [Double]) -> [Double] {
    let m = alignments.count / max(directions, 1)
    var matrix = Matrix(rows: m, columns: m)
    for i in 0..<m {
      for j in 0...i {
        matrix[i, j] = student(gram[i * m + i], gram[i * m + j], gram[j * m + j])
        matrix[j, i] = matrix[i, j]
      }
    }
    let right = (0..<m).map { i in
      Double(m) * mean(alignments[(i * directions)..<((i + 1) * directions)], gram[i * m + i])
    }
    guard let (values, vectors) = matrix.singularValues else {
      return [Double](repeating: .nan, count: m)
    }
    var solution = [Double](repeating: 0, count: m)
    for k in 0..<m where values[k] > Self.rankTolerance * values[0] {
      let vector = (0..<m).map { vectors[k, $0] }
      let share = dot(vector, right) / values[k]
      for i in 0..<m { solution[i] += share * vector[i] }
    }
    return solution
  }

  /// E φ σ(h) for a row of the given alignments and square norm.
  private func mean(_ alignments: ArraySlice<Double>, _ norm: Double) -> Double {
    switch target {
    case .directions(let kernel, let weights):
      zip(weights, alignments).reduce(0) { $0 + $1.0 * kernel(1, $1.1, norm) }
    case .tensor(let overlap): overlap.mean(at: alignments).value
    }
  }
}
