/// Student and teacher of a request as the two sides of its pair kernels.
struct KernelSides {
  /// The student.
  let student: PairKernel.Side
  /// The teacher's function and its weights over directions; nil for a Hermite tensor of several.
  let teacher: (side: PairKernel.Side, weights: [Double])?

  init(_ request: SGDRequest) {
    student = PairKernel.Side(
      function: request.student.function, series: request.student.activation)
    switch request.teacher.target {
    case .singleIndex(let link): teacher = (PairKernel.Side(function: nil, series: link), [1])
    case .committee(let committee):
      teacher = (
        PairKernel.Side(function: committee.function, series: committee.series), committee.weights
      )
    case .multiIndex: teacher = nil
    }
  }
}
