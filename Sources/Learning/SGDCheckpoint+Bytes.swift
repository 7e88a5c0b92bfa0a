/// Why bytes are no checkpoint.
public struct CheckpointFormatError: Error, Equatable, CustomStringConvertible {
  /// What is wrong with them.
  public let description: String
}

extension SGDCheckpoint {
  private static let magic = "FastSlow SGD checkpoint, format 1"

  /// The checkpoint as a file: lines of text, an empty line, numbers, a checksum.
  ///
  ///     FastSlow SGD checkpoint, format 1
  ///     member: 3
  ///     step: 120
  ///     ending: cancelled 121      (or completed, or diverged STEP TIME)
  ///     engine: gram, single precision
  ///     width m: 20               (further facts of the request)
  ///     array f64 400 orthogonal  (name last; numbers follow in this order)
  ///
  /// Numbers are little-endian IEEE 754, f32 where all of an array fit, then the 64-bit FNV-1a hash
  /// of everything before. Warnings are kept as (kind, number, step), records as `OrderParameters`
  /// lists them.
  public var bytes: [UInt8] {
    var lines = [
      Self.magic, "member: \(run.member)", "step: \(network.step)", "ending: \(run.ending.text)",
      "engine: \(engine)",
    ]
    lines += facts.map { "\($0.name): \($0.value)" }
    let arrays = self.arrays
    lines += arrays.map { "array \($0.fitsSingle ? "f32" : "f64") \($0.values.count) \($0.name)" }
    var bytes = Array((lines.joined(separator: "\n") + "\n\n").utf8)
    for array in arrays {
      bytes.reserveCapacity(bytes.count + 8 * array.values.count)
      if array.fitsSingle {
        for value in array.values { bytes.append(littleEndian: Float(value).bitPattern) }
      } else {
        for value in array.values { bytes.append(littleEndian: value.bitPattern) }
      }
    }
    bytes.append(littleEndian: Self.hash(bytes[...]))
    return bytes
  }

  /// Reads a checkpoint.
  ///
  /// - Throws: `CheckpointFormatError` where the bytes are of another kind, cut short or changed.
  public init(bytes: [UInt8]) throws(CheckpointFormatError) {
    guard bytes.starts(with: Self.magic.utf8) else {
      throw CheckpointFormatError(description: "it does not begin with \"\(Self.magic)\"")
    }
    guard bytes.count > 8,
      UInt64(littleEndian: bytes.suffix(8)) == Self.hash(bytes.dropLast(8)),
      let head = Self.headLength(bytes)
    else {
      throw CheckpointFormatError(description: "its checksum is wrong: it is cut short or changed")
    }
    let lines = String(decoding: bytes[..<head], as: UTF8.self).split(separator: "\n").dropFirst()
    var arrays: [String: [Double]] = [:]
    var place = head + 2
    for line in lines where line.hasPrefix("array ") {
      let words = line.split(separator: " ", maxSplits: 3)
      guard words.count == 4, let count = Int(words[2]), count >= 0 else { continue }
      let width = words[1] == "f32" ? 4 : 8
      guard count <= (bytes.count - 8 - place) / width else {
        throw CheckpointFormatError(description: "it is shorter than its head says")
      }
      arrays[String(words[3])] = (0..<count).map { index in
        let number = bytes[(place + index * width)..<(place + (index + 1) * width)]
        return width == 4
          ? Double(Float(bitPattern: UInt32(littleEndian: number)))
          : Double(bitPattern: UInt64(littleEndian: number))
      }
      place += width * count
    }
    let facts = lines.filter { !$0.hasPrefix("array ") }.map { line in
      let halves = line.split(separator: ":", maxSplits: 1)
      return SGDFact(String(halves[0]), halves.count > 1 ? String(halves[1].dropFirst()) : "")
    }
    guard facts.count >= 4, let member = Int(facts[0].value), let step = Int(facts[1].value),
      let run = SGDRun(member: member, ending: facts[2].value, taking: &arrays)
    else { throw CheckpointFormatError(description: "its head is not that of a checkpoint") }
    self.init(
      engine: facts[3].value, facts: Array(facts[4...]),
      network: NetworkState(step: step, arrays: arrays), run: run)
  }

  private var arrays: [(name: String, values: [Double], fitsSingle: Bool)] {
    (network.arrays.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } + run.arrays).map {
      name, values in
      (name, values, values.allSatisfy { Double(Float($0)).bitPattern == $0.bitPattern })
    }
  }

  /// Where the empty line after the text begins.
  private static func headLength(_ bytes: [UInt8]) -> Int? {
    let newline = UInt8(ascii: "\n")
    return bytes.indices.dropLast().first { bytes[$0] == newline && bytes[$0 + 1] == newline }
  }

  /// FNV-1a (Fowler, Noll, Vo), 64 bits.
  private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}

extension [UInt8] {
  fileprivate mutating func append(littleEndian word: some FixedWidthInteger) {
    for shift in stride(from: 0, to: word.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }
}

extension FixedWidthInteger {
  fileprivate init(littleEndian bytes: ArraySlice<UInt8>) {
    self = bytes.reversed().reduce(0) { $0 << 8 | Self(truncatingIfNeeded: $1) }
  }
}
