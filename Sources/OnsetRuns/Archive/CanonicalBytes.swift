private import CZlib

/// Values as bytes, each in one way only, so that digests and checksums of them can be compared: numbers little-endian
/// in 8 bytes, texts as their length and their UTF-8, absent values as one byte 0 and present ones after a byte 1.
struct CanonicalBytes {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ value: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  mutating func append(_ value: Int64) { append(UInt64(bitPattern: value)) }

  mutating func append(_ value: Int) { append(UInt64(bitPattern: Int64(value))) }

  mutating func append(_ value: Double) { append(value.isNaN ? Double.nan.bitPattern : value.bitPattern) }

  mutating func append(_ text: String) {
    append(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  mutating func append(_ value: [UInt8]) {
    append(value.count)
    bytes.append(contentsOf: value)
  }

  mutating func append<Value>(_ value: Value?, _ body: (inout CanonicalBytes, Value) -> Void) {
    bytes.append(value == nil ? 0 : 1)
    if let value { body(&self, value) }
  }
}

/// CRC-32 as zlib, PNG and gzip have it.
enum CRC32 {
  static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    UInt32(truncatingIfNeeded: unsafe crc32_z(0, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count))
  }

  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    unsafe bytes.withUnsafeBytes { bytes in unsafe checksum(bytes) }
  }
}
