import OnsetRuns

/// Bytes as a log of records with checksums: as they are, which mostly finds out that they are damaged, and with the
/// checksums made good, so that what lies behind them is reached.
enum RecordLogSubject {
  static func runEvents(_ input: [UInt8]) {
    LogSubject.run(input)
    LogSubject.run(eventsWithChecksums(input))
  }

  static func runTransactions(_ input: [UInt8]) {
    LogSubject.run(input)
    LogSubject.run(transactionsWithChecksums(input))
  }

  /// A TFRecord file of the same bytes: lengths that are too great are cut.
  private static func eventsWithChecksums(_ input: [UInt8]) -> [UInt8] {
    var bytes = input
    var position = 0
    while bytes.count - position >= 16 {
      var length = 0
      for offset in (0..<8).reversed() { length = length << 8 & 0xFFFF | Int(bytes[position + offset]) }
      length = min(length, bytes.count - position - 16)
      for offset in 0..<8 { bytes[position + offset] = UInt8(truncatingIfNeeded: length >> (8 * offset)) }
      let end = position + 12 + length
      put(masked(checksum(bytes[position..<(position + 8)], castagnoli)), at: position + 8, in: &bytes)
      put(masked(checksum(bytes[(position + 12)..<end], castagnoli)), at: end, in: &bytes)
      position = end + 4
    }
    return bytes
  }

  /// A `.wandb` file of the same bytes.
  private static func transactionsWithChecksums(_ input: [UInt8]) -> [UInt8] {
    guard input.count >= 7 else { return input }
    var bytes = [0x3A, 0x57, 0x26, 0x42, 0xE1, 0xBE, 0] + input.dropFirst(7)
    var position = 7
    while bytes.count - position >= 7 {
      let length = min(Int(bytes[position + 4]) | Int(bytes[position + 5]) << 8, bytes.count - position - 7)
      bytes[position + 4] = UInt8(truncatingIfNeeded: length)
      bytes[position + 5] = UInt8(truncatingIfNeeded: length >> 8)
      let end = position + 7 + length
      put(checksum(bytes[(position + 6)..<end], ethernet), at: position, in: &bytes)
      position = end
    }
    return bytes
  }

  private static func put(_ checksum: UInt32, at offset: Int, in bytes: inout [UInt8]) {
    for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: checksum >> (8 * index)) }
  }

  private static func masked(_ checksum: UInt32) -> UInt32 { (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8 }

  private static func checksum(_ bytes: ArraySlice<UInt8>, _ table: [UInt32]) -> UInt32 {
    ~bytes.reduce(~0) { remainder, byte in remainder >> 8 ^ table[Int((remainder ^ UInt32(byte)) & 0xFF)] }
  }

  /// What each byte does to a checksum.
  private static func table(polynomial: UInt32) -> [UInt32] {
    (0..<256).map { byte in
      (0..<8).reduce(byte) { remainder, _ in remainder >> 1 ^ (remainder & 1) &* polynomial }
    }
  }

  private static let castagnoli = table(polynomial: 0x82F6_3B78)
  private static let ethernet = table(polynomial: 0xEDB8_8320)
}
