/// A teacher, a student and the settings of their SGD, checked together.
public struct SGDRequest: Sendable, Equatable {
  /// What labels the inputs.
  public let teacher: Teacher
  /// The network that learns.
  public let student: Student
  /// Sizes, steps, start and recordings.
  public let settings: SGDSettings

  /// A request, if it can be run.
  ///
  /// - Throws: `SGDRequestError` that lists every fault, each with the nearest valid request.
  public init(
    teacher: Teacher, student: Student, settings: SGDSettings
  ) throws(SGDRequestError) {
    self.teacher = teacher
    self.student = student
    self.settings = settings
    let faults =
      Self.faults(of: teacher) + Self.faults(of: student) + Self.faults(of: settings)
      + Self.faults(of: settings, for: teacher, student)
    if !faults.isEmpty { throw SGDRequestError(faults: faults) }
  }

  /// Number of Hermite orders in play: the longer of the two lists.
  public var orders: Int {
    max(teacher.orders, student.activation.coefficients.count)
  }
}

/// Everything that is wrong with a request.
public struct SGDRequestError: Error, Equatable, CustomStringConvertible {
  /// One sentence a fault: what was asked, and the nearest that can be done.
  public let faults: [String]

  /// An error from its faults.
  public init(faults: [String]) { self.faults = faults }

  /// The faults, a line each.
  public var description: String { faults.joined(separator: "\n") }
}
