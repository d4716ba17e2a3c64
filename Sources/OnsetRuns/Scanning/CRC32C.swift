/// The checksum of TFRecord files (Castagnoli's polynomial), eight bytes at a time by eight tables.
struct CRC32C {
  /// Table after table, 256 entries each: what a byte does that has 0 to 7 others after it.
  private let tables = Self.allTables

  private static let allTables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var remainder = UInt32(byte)
      for _ in 0..<8 { remainder = remainder & 1 == 0 ? remainder >> 1 : remainder >> 1 ^ 0x82F6_3B78 }
      tables[byte] = remainder
    }
    for index in 256..<tables.count {
      let before = tables[index - 256]
      tables[index] = before >> 8 ^ tables[Int(before & 0xFF)]
    }
    return tables
  }()

  /// The checksum of the bytes between two offsets, after those whose checksum is `before`.
  func checksum(of bytes: Span<UInt8>, from start: Int, to end: Int, after before: UInt32 = 0) -> UInt32 {
    let tables = tables.span
    var remainder = ~before
    var position = start
    while end &- position >= 8 {
      let word = bytes.word(at: position) ^ UInt64(remainder)
      // Two halves, so that the eight look-ups do not wait for each other.
      let near =
        tables[Int(truncatingIfNeeded: word & 0xFF) &+ 1792] ^ tables[Int(truncatingIfNeeded: word >> 8 & 0xFF) &+ 1536]
        ^ tables[Int(truncatingIfNeeded: word >> 16 & 0xFF) &+ 1280]
        ^ tables[Int(truncatingIfNeeded: word >> 24 & 0xFF) &+ 1024]
      let far =
        tables[Int(truncatingIfNeeded: word >> 32 & 0xFF) &+ 768]
        ^ tables[Int(truncatingIfNeeded: word >> 40 & 0xFF) &+ 512]
        ^ tables[Int(truncatingIfNeeded: word >> 48 & 0xFF) &+ 256] ^ tables[Int(truncatingIfNeeded: word >> 56)]
      remainder = near ^ far
      position &+= 8
    }
    while position < end {
      remainder = remainder >> 8 ^ tables[Int(truncatingIfNeeded: (remainder ^ UInt32(bytes[position])) & 0xFF)]
      position &+= 1
    }
    return ~remainder
  }

  /// A checksum as it is stored: turned and moved, so that checksums of data that hold checksums stay good.
  static func masked(_ checksum: UInt32) -> UInt32 { (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8 }
}
