import OnsetText

/// What is wrong with a file before it is read as YAML: its size, its encoding, its characters.
enum ByteCheck {
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The most faults of one file that are found: a file in another encoding has one in every word.
  private static let limit = 10

  /// The faults of the bytes; where there is one, libyaml cannot read the file. O(bytes).
  static func faults(of bytes: [UInt8]) -> [Located<YAMLFault>] {
    if bytes.count > YAML.Limits.byteCount {
      return [Located(.tooLarge(byteCount: bytes.count), at: .at(0))]
    }
    if let encoding = otherEncoding(of: bytes) { return [Located(.notUTF8(encoding: encoding), at: .at(0))] }
    var faults: [Located<YAMLFault>] = []
    var offset = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
    let span = bytes.span
    while faults.count < limit {
      while offset < span.count, isPlain(span[offset]) { offset += 1 }
      guard offset < span.count else { break }
      let byte = span[offset]
      if byte < 0x80 {
        if byte != 0x09, byte != 0x0A, byte != 0x0D {
          faults.append(
            Located(.controlCharacter(Unicode.Scalar(byte)), at: ByteRange(offset, offset + 1)))
        }
        offset += 1
      } else if let (scalar, length) = scalar(at: offset, in: bytes) {
        if !isPrintable(scalar) {
          faults.append(Located(.controlCharacter(scalar), at: ByteRange(offset, offset + length)))
        }
        offset += length
      } else {
        faults.append(Located(.invalidUTF8(byte: byte), at: ByteRange(offset, offset + 1)))
        offset += 1
        // The rest of the same broken character is not a fault of its own.
        while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      }
    }
    if let directive = directiveTooMany(in: bytes) { faults.append(Located(.badDirective, at: directive)) }
    return faults
  }

  /// Whether a byte is a line end or an ASCII character with a shape.
  private static func isPlain(_ byte: UInt8) -> Bool {
    (byte >= 0x20 && byte < 0x7F) || byte == UInt8(ascii: "\n")
  }

  /// The first `%TAG` line over the limit.
  private static func directiveTooMany(in bytes: [UInt8]) -> ByteRange? {
    let start = Array("%TAG".utf8)
    var count = 0
    var next = 0
    while let offset = bytes.span.offset(of: UInt8(ascii: "%"), from: next) {
      next = offset + 1
      guard bytes[offset...].starts(with: start),
        offset == 0 || bytes[offset - 1] < UInt8(ascii: " ") || bytes[offset - 1] >= 0x80
      else { continue }
      count += 1
      if count > YAML.Limits.tagDirectives { return ByteRange(offset, offset + start.count) }
    }
    return nil
  }

  /// The name of an encoding that is not UTF-8, where the first bytes give it away.
  private static func otherEncoding(of bytes: [UInt8]) -> String? {
    let start = Array(bytes.prefix(4))
    guard start.count >= 2 else { return nil }
    if start == [0xFF, 0xFE, 0, 0] || start == [0, 0, 0xFE, 0xFF] { return "UTF-32" }
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
    // Without a mark: an ASCII character has a zero byte beside it.
    return (start[0] == 0) != (start[1] == 0) ? "UTF-16" : nil
  }

  /// The code point of several bytes at `offset`, or nil where they are no UTF-8.
  private static func scalar(at offset: Int, in bytes: [UInt8]) -> (Unicode.Scalar, length: Int)? {
    let first = bytes[offset]
    let length: Int
    var value: UInt32
    switch first {
    case 0xC2...0xDF: (length, value) = (2, UInt32(first & 0x1F))
    case 0xE0...0xEF: (length, value) = (3, UInt32(first & 0x0F))
    case 0xF0...0xF4: (length, value) = (4, UInt32(first & 0x07))
    default: return nil
    }
    guard offset + length <= bytes.count else { return nil }
    for byte in bytes[offset + 1..<offset + length] {
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    let smallest: [UInt32] = [0, 0, 0x80, 0x800, 0x10000]
    guard value >= smallest[length], let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, length)
  }

  /// Whether YAML lets a character from U+0080 on stand in a file; a byte-order mark only at its start.
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x85, 0xA0...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
}
