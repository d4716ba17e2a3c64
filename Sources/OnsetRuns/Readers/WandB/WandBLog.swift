private import CZlib

/// The layout of a `.wandb` file: a header, then blocks of the same size, in which parts of records lie one after the
/// other, none across the border of two blocks.
enum WandBLog {
  static let headerBytes = 7
  static let blockBytes = 32_768
  /// Checksum, length and type of a part.
  static let partHeaderBytes = 7
  /// The longest record that is put together.
  static let recordLimit = 64 << 20

  // The types of parts: a whole record, or one of several pieces.
  static let full: UInt8 = 1
  static let first: UInt8 = 2
  static let middle: UInt8 = 3
  static let last: UInt8 = 4

  static func isPart(_ type: UInt8) -> Bool { type >= full && type <= last }

  /// `:W&B`, a mark in two bytes, and the version of the format, which has always been 0.
  static let mark: [UInt8] = [0x3A, 0x57, 0x26, 0x42, 0xE1, 0xBE]

  static func isHeader(_ bytes: Span<UInt8>) -> Bool {
    for (offset, byte) in mark.enumerated() where bytes[offset] != byte { return false }
    return true
  }

  /// zlib's checksum of the bytes between two offsets: type and content of a part.
  static func checksum(of bytes: Span<UInt8>, from start: Int, to end: Int) -> UInt32 {
    // zlib takes a pointer; the bytes are the span's own, for this call only.
    unsafe bytes.extracting(start..<end).withUnsafeBufferPointer { part in
      UInt32(truncatingIfNeeded: unsafe crc32(0, part.baseAddress, UInt32(part.count)))
    }
  }

  /// The kind of a record by its beginning: the number of the first field of `Record` that is a message, which comes
  /// after the record's number. Nil where it does not show.
  static func kind(of bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
    var position = start
    while position < end {
      guard let (tag, afterTag) = varint(bytes, from: position, to: end) else { return nil }
      if tag & 7 == 2 { return Int(truncatingIfNeeded: tag >> 3) }
      guard tag & 7 == 0, let (_, next) = varint(bytes, from: afterTag, to: end) else { return nil }
      position = next
    }
    return nil
  }

  private static func varint(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> (value: UInt64, next: Int)? {
    var value: UInt64 = 0
    for position in start..<min(end, start + 9) {
      value |= UInt64(bytes[position] & 0x7F) << UInt64(7 * (position - start))
      if bytes[position] < 0x80 { return (value, position + 1) }
    }
    return nil
  }
}
