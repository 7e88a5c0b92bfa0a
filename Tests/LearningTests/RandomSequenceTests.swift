import Learning
import RealModule
import Testing

@Suite("Random sequences")
struct RandomSequenceTests {
  @Test("Philox4x32-10 gives the published vectors")
  func publishedVectors() {
    // kat_vectors of Random123 1.14.
    let all: UInt32 = 0xffff_ffff
    let zeros = Kernels.philox(counter: [0, 0, 0, 0], key: [0, 0])
    #expect(zeros == [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
    let ones = Kernels.philox(counter: [all, all, all, all], key: [all, all])
    #expect(ones == [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd])
    let pi = Kernels.philox(
      counter: [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
      key: [0xa409_3822, 0x299f_31d0])
    #expect(pi == [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1])
  }

  @Test("Normals are Box-Muller of the cipher's words")
  func boxMuller() {
    let sequence = RandomSequence(seed: 0x1234_5678_9abc_def0, stream: 7, step: 9, purpose: .check)
    let normals = sequence.normals(count: 512)
    for block in 0..<256 {
      // Counter: block, purpose (4) in the top byte, step, stream; key: the seed.
      let words = Kernels.philox(
        counter: [UInt32(block), 4 << 24, 9, 7], key: [0x9abc_def0, 0x1234_5678])
      let low = UInt64(words[0]) | UInt64(words[1]) << 32
      let high = UInt64(words[2]) | UInt64(words[3]) << 32
      let u = (Double(low >> 12) + 0.5) * 0x1p-52
      let angle = Double.pi / 4 + (Double(high >> 12) * 0x1p-52 - 0.5) * Double.pi / 2
      let radius = (-2 * Double.log(u)).squareRoot()
      let x = (high & 1 == 0 ? 1 : -1) * radius * Double.cos(angle - Double.pi / 2)
      let y = (high & 2 == 0 ? 1 : -1) * radius * Double.cos(angle)
      // A few ulps of the radius, at most 8.6.
      #expect(abs(normals[block] - x) < 5e-15)
      #expect(abs(normals[block + 256] - y) < 5e-15)
    }
  }

  @Test("A range has the same bits however it is split")
  func splits() {
    let sequence = RandomSequence(seed: 3, step: 11)
    let whole = sequence.normals(count: 3000)
    let single = sequence.singlePrecisionNormals(count: 3000)
    let uniform = sequence.uniforms(count: 3000)
    for (first, count) in [(0, 1), (1, 511), (511, 2), (512, 1024), (700, 2300), (1023, 1)] {
      let range = first..<(first + count)
      #expect(sequence.normals(count: count, from: first) == Array(whole[range]))
      #expect(sequence.singlePrecisionNormals(count: count, from: first) == Array(single[range]))
      #expect(sequence.uniforms(count: count, from: first) == Array(uniform[range]))
    }
  }

  @Test("All instruction sets give the same bits")
  func instructionSets() {
    let sequence = RandomSequence(seed: 42, stream: 1)
    let baseline = Kernels.normals(instructionSet: 0, count: 20_000, of: sequence)
    for level in 1..<max(Kernels.instructionSets, 1) {
      let other = Kernels.normals(instructionSet: level, count: 20_000, of: sequence)
      #expect(other.double == baseline.double)
      #expect(other.single == baseline.single)
    }
    #expect(sequence.normals(count: 20_000) == baseline.double)
  }

  @Test("Moments of a million normals are those of the standard normal", arguments: [1, 2, 3])
  func moments(seed: UInt64) {
    let count = 1 << 20
    let sequence = RandomSequence(seed: seed)
    let single = sequence.singlePrecisionNormals(count: count).map { Double($0) }
    for values in [sequence.normals(count: count), single] {
      // E x^k and the variance of x^k, for k = 1 ... 4; bounds at five standard errors.
      let exact: [(mean: Double, variance: Double)] = [(0, 1), (1, 2), (0, 15), (3, 96)]
      for (index, moment) in exact.enumerated() {
        let mean = values.reduce(0.0) { $0 + Double.pow($1, index + 1) } / Double(count)
        #expect(abs(mean - moment.mean) < 5 * (moment.variance / Double(count)).squareRoot())
      }
    }
  }

  @Test("The distribution passes Kolmogorov-Smirnov, body and tails")
  func kolmogorovSmirnov() {
    let count = 1 << 19
    let sequence = RandomSequence(seed: 99)
    let single = sequence.singlePrecisionNormals(count: count).map { Double($0) }
    for values in [sequence.normals(count: count), single] {
      var distance = 0.0
      for (index, x) in values.sorted().enumerated() {
        let below = NormalDistribution.cumulative(x)
        distance = max(distance, abs(below - Double(index) / Double(count)))
      }
      // P(√n D > 1.95) = 0.001 (Kolmogorov's limit law).
      #expect(distance * Double(count).squareRoot() < 1.95)
      let far = values.filter { abs($0) > 4 }.count
      let expected = Double(count) * 2 * NormalDistribution.cumulative(-4)
      #expect(abs(Double(far) - expected) < 5 * expected.squareRoot())
    }
  }

  @Test("Streams, steps, seeds and purposes are uncorrelated")
  func independence() {
    let count = 1 << 16
    let base = RandomSequence(seed: 5)
    let first = base.normals(count: count)
    let others = [
      RandomSequence(seed: 6), RandomSequence(seed: 5, stream: 1), RandomSequence(seed: 5, step: 1),
      RandomSequence(seed: 5, purpose: .inputs), RandomSequence(seed: 5 + 1 << 32),
    ]
    for other in others {
      let second = other.normals(count: count)
      let correlation = zip(first, second).reduce(0.0) { $0 + $1.0 * $1.1 } / Double(count)
      #expect(abs(correlation) < 5 / Double(count).squareRoot())
    }
    // The two halves of a tile share their radii: dependent unless the angles do their part.
    var products = 0.0
    var squares = 0.0
    for i in 0..<(count / 2) {
      let place = 512 * (i / 256) + i % 256
      let (x, y) = (first[place], first[place + 256])
      products += x * y
      squares += (x * x - 1) * (y * y - 1) / 2
    }
    let bound = 5 * Double(count / 2).squareRoot()
    #expect(abs(products) < bound)
    #expect(abs(squares) < bound)
  }
}
