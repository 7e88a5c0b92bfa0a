/// Columns of numbers as a NumPy archive (.npz): `numpy.load("trajectory.npz")["x"]`.
///
/// A ZIP file without compression that holds a .npy file for each column: format version 1.0 of
/// NumPy's `numpy.lib.format`, little-endian doubles.
public struct NumPyArchive: Sendable {
  /// The file's content.
  public private(set) var bytes: [UInt8] = []

  /// Most bytes in all: the plain ZIP format counts them in 32 bits.
  private static let most = 0xFFFF_0000

  /// Writes one array for each name; nil if they are too large for the format.
  public init?(_ arrays: [(name: String, values: [Double])]) {
    let total = arrays.reduce(0) { $0 + 8 * $1.values.count + 4 * $1.name.utf8.count + 512 }
    guard total < NumPyArchive.most, arrays.count < 0xFFFF else { return nil }
    var directory: [UInt8] = []
    for array in arrays {
      let content = NumPyArchive.npy(array.values)
      let name = Array((array.name + ".npy").utf8)
      let offset = bytes.count
      let entry = NumPyArchive.entry(name, content)
      bytes += [0x50, 0x4B, 0x03, 0x04] + entry + name + content
      directory += [0x50, 0x4B, 0x01, 0x02] + NumPyArchive.little(20, 2) + entry
      directory += [UInt8](repeating: 0, count: 10) + NumPyArchive.little(offset, 4) + name
    }
    let start = bytes.count
    bytes += directory
    bytes += [0x50, 0x4B, 0x05, 0x06, 0, 0, 0, 0]
    bytes += NumPyArchive.little(arrays.count, 2) + NumPyArchive.little(arrays.count, 2)
    bytes += NumPyArchive.little(directory.count, 4) + NumPyArchive.little(start, 4) + [0, 0]
  }

  /// What local header and directory share: version, flags (names in UTF-8), no compression, the
  /// format's first date, checksum, sizes, length of the name.
  private static func entry(_ name: [UInt8], _ content: [UInt8]) -> [UInt8] {
    little(20, 2) + little(0x800, 2) + little(0, 2) + little(0, 2) + little(0x21, 2)
      + little(Int(checksum(content)), 4) + little(content.count, 4) + little(content.count, 4)
      + little(name.count, 2) + little(0, 2)
  }

  private static func npy(_ values: [Double]) -> [UInt8] {
    var header = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(values.count),), }"
    // Data begin at a multiple of 64 bytes; the header ends in a newline.
    header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
    let head: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0] + little(header.utf8.count, 2)
    var bytes = head + Array(header.utf8)
    bytes.reserveCapacity(bytes.count + 8 * values.count)
    for value in values {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
      }
    }
    return bytes
  }

  private static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// CRC-32 of ISO 3309.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ ($0 >> 8) }
  }

  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
    }
  }
}
