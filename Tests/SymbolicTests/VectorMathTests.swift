import CKernels
import RealModule
import Testing

/// One function in vectors and one lane at a time, and where to try it.
struct BlockFunction: Sendable, CustomStringConvertible {
  let description: String
  let operation: Int
  let domain: ClosedRange<Double>
  let scalar: @Sendable (Double) -> Double

  init(
    _ name: String, _ operation: Int, _ domain: ClosedRange<Double>,
    _ scalar: @escaping @Sendable (Double) -> Double
  ) {
    (description, self.operation, self.domain, self.scalar) = (name, operation, domain, scalar)
  }

  static let all = [
    BlockFunction("exp", Int(FS_EXP), -740...700) { .exp($0) },
    BlockFunction("log", Int(FS_LOG), 1e-300...1e300) { .log($0) },
    BlockFunction("sin", Int(FS_SIN), -1e6...1e6) { .sin($0) },
    BlockFunction("cos", Int(FS_COS), -1e6...1e6) { .cos($0) },
    BlockFunction("tan", Int(FS_TAN), -1e3...1e3) { .tan($0) },
    BlockFunction("sinh", Int(FS_SINH), -700...700) { .sinh($0) },
    BlockFunction("cosh", Int(FS_COSH), -700...700) { .cosh($0) },
    BlockFunction("tanh", Int(FS_TANH), -20...20) { .tanh($0) },
    BlockFunction("erf", Int(FS_ERF), -6...6) { .erf($0) },
    BlockFunction("atan", Int(FS_ATAN), -1e3...1e3) { .atan($0) },
    BlockFunction("asin", Int(FS_ASIN), -1...1) { .asin($0) },
    BlockFunction("acos", Int(FS_ACOS), -1...1) { .acos($0) },
    BlockFunction("asinh", Int(FS_ASINH), -1e3...1e3) { .asinh($0) },
    BlockFunction("acosh", Int(FS_ACOSH), 1...1e3) { .acosh($0) },
    BlockFunction("atanh", Int(FS_ATANH), -0.999...0.999) { .atanh($0) },
  ]
}

@Suite("Vector functions")
struct VectorMathTests {
  static let lanes = Int(FS_LANES)

  /// Instruction sets this CPU has: all up to the best.
  static let instructionSets = Array(0...fs_kernels_isa())

  static func run(_ operation: Int, _ isa: Int32, _ a: [Double], _ b: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: lanes)
    unsafe fs_block_function_run(isa, Int32(operation), &result, a, b)
    return result
  }

  /// Within 1 ulp of the truth each, so within 2 of each other (denormal spacing near 0).
  static func alike(_ value: Double, _ exact: Double) -> Bool {
    value == exact || (value.isNaN && exact.isNaN) || abs(value - exact) <= 2 * exact.ulp
  }

  @Test("each is within 2 ulp of libm", arguments: instructionSets)
  func accuracy(_ isa: Int32) {
    var generator = SystemRandomNumberGenerator()
    for function in BlockFunction.all {
      for _ in 0..<200 {
        // Near zero as often as over the whole domain.
        let input = (0..<Self.lanes).map { lane in
          let value = Double.random(in: function.domain, using: &generator)
          return lane % 2 == 0 && function.domain.contains(value / 1e3) ? value / 1e3 : value
        }
        for (a, value) in zip(input, Self.run(function.operation, isa, input, input)) {
          #expect(Self.alike(value, function.scalar(a)), "\(function)(\(a)) = \(value)")
        }
      }
    }
  }

  @Test("powers and angles of two numbers", arguments: instructionSets)
  func binary(_ isa: Int32) {
    let a = (0..<Self.lanes).map { 0.01 + Double($0) * 0.37 }
    let b = (0..<Self.lanes).map { Double($0 % 17) - 8.3 }
    for (l, value) in Self.run(Int(FS_POWER), isa, a, b).enumerated() {
      #expect(Self.alike(value, .pow(a[l], b[l])), "\(a[l]) ** \(b[l])")
    }
    for (l, value) in Self.run(Int(FS_ATAN2), isa, b, a).enumerated() {
      #expect(Self.alike(value, .atan2(y: b[l], x: a[l])), "atan2(\(b[l]), \(a[l]))")
    }
  }

  @Test("ends of the number line are as libm has them", arguments: instructionSets)
  func edges(_ isa: Int32) {
    let special: [Double] = [
      0, -0.0, .infinity, -.infinity, .nan, -1, .leastNonzeroMagnitude * 1024, 1e308,
    ]
    let input = (0..<Self.lanes).map { special[$0 % special.count] }
    for function in BlockFunction.all {
      for (a, value) in zip(input, Self.run(function.operation, isa, input, input)) {
        let exact = function.scalar(a)
        #expect(Self.alike(value, exact), "\(function)(\(a)) = \(value), not \(exact)")
      }
    }
  }
}
