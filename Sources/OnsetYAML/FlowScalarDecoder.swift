import OnsetText

/// Decodes plain and quoted scalars from the bytes of the file, as libyaml does, and keeps the map.
///
/// libyaml gives the decoded text and the two ends of a scalar, not which byte of the one is which of the
/// other; so the text is decoded a second time here, and the loader checks that both agree.
struct FlowScalarDecoder {
  private let bytes: [UInt8]
  private let end: Int
  private var offset: Int
  private var result: MappedText

  /// The text of a scalar at `range` (quotes included), or nil where the bytes are no such scalar.
  static func decode(_ style: ScalarStyle, at range: ByteRange, of bytes: [UInt8]) -> MappedText? {
    switch style {
    case .plain:
      var decoder = FlowScalarDecoder(bytes: bytes, content: range)
      decoder.decodePlain()
      return decoder.result
    case .singleQuoted, .doubleQuoted:
      guard range.count >= 2 else { return nil }
      var decoder = FlowScalarDecoder(bytes: bytes, content: ByteRange(range.lower + 1, range.upper - 1))
      return decoder.decodeQuoted(isDouble: style == .doubleQuoted) ? decoder.result : nil
    case .literal, .folded:
      return nil
    }
  }

  private init(bytes: [UInt8], content: ByteRange) {
    self.bytes = bytes
    end = content.upper
    offset = content.lower
    result = MappedText(emptyPlace: content.lower)
  }

  private var isAtSpace: Bool {
    LineBreaks.isBlank(at: offset, in: bytes) || LineBreaks.count(at: offset, in: bytes) > 0
  }

  private mutating func decodePlain() {
    while offset < end {
      let start = offset
      while offset < end, !isAtSpace { offset += 1 }
      result.copy(ByteRange(start, offset), of: bytes)
      foldSpace()
    }
  }

  private mutating func decodeQuoted(isDouble: Bool) -> Bool {
    while offset < end {
      var isContinued = false
      while offset < end, !isAtSpace {
        if isDouble, bytes[offset] == UInt8(ascii: "\\") {
          let breakCount = LineBreaks.count(at: offset + 1, in: bytes)
          if breakCount > 0 {
            offset += 1 + breakCount
            isContinued = true
            break
          }
          guard decodeEscape() else { return false }
        } else if !isDouble, bytes[offset] == UInt8(ascii: "'") {
          result.add(CollectionOfOne(UInt8(ascii: "'")), for: ByteRange(offset, min(offset + 2, end)))
          offset += 2
        } else {
          let start = offset
          let stop = isDouble ? UInt8(ascii: "\\") : UInt8(ascii: "'")
          while offset < end, !isAtSpace, bytes[offset] != stop { offset += 1 }
          result.copy(ByteRange(start, offset), of: bytes)
        }
      }
      foldSpace(isContinued: isContinued)
    }
    return true
  }

  /// Takes blanks and line ends: one line end is a space, further ones are kept, blanks around them are not.
  ///
  /// After a backslash at the end of a line (`isContinued`) that line end has gone already.
  private mutating func foldSpace(isContinued: Bool = false) {
    let start = offset
    var first: ByteRange?
    var further: [ByteRange] = []
    while offset < end {
      let breakCount = LineBreaks.count(at: offset, in: bytes)
      if breakCount > 0 {
        let range = ByteRange(offset, offset + breakCount)
        if first == nil, !isContinued { first = range } else { further.append(range) }
        offset += breakCount
      } else if LineBreaks.isBlank(at: offset, in: bytes) {
        offset += 1
      } else {
        break
      }
    }
    if let first {
      if LineBreaks.isSeparator(at: first.lower, in: bytes) {
        result.addBreak(first, of: bytes)
      } else if further.isEmpty {
        result.add(CollectionOfOne(UInt8(ascii: " ")), for: ByteRange(start, offset))
      }
    } else if !isContinued {
      result.copy(ByteRange(start, offset), of: bytes)
    }
    for range in further { result.addBreak(range, of: bytes) }
  }

  /// Takes the escape at `offset`; false where there is no such escape.
  private mutating func decodeEscape() -> Bool {
    guard offset + 1 < end else { return false }
    let letter = bytes[offset + 1]
    var length = 2
    let value: UInt32
    if let digits = DoubleQuotedEscape.hexadecimalDigits[letter] {
      length += digits
      guard offset + length <= end else { return false }
      let digits = String(decoding: bytes[offset + 2..<offset + length], as: UTF8.self)
      guard let parsed = UInt32(digits, radix: 16) else { return false }
      value = parsed
    } else {
      guard let named = DoubleQuotedEscape.named[letter] else { return false }
      value = named
    }
    guard let scalar = Unicode.Scalar(value) else { return false }
    result.add(Array(String(Character(scalar)).utf8), for: ByteRange(offset, offset + length))
    offset += length
    return true
  }
}

/// The escapes of a double-quoted scalar, by the letter after the backslash.
enum DoubleQuotedEscape {
  /// How many hexadecimal digits follow.
  static let hexadecimalDigits: [UInt8: Int] = [
    UInt8(ascii: "x"): 2, UInt8(ascii: "u"): 4, UInt8(ascii: "U"): 8,
  ]

  /// The code point that a letter stands for.
  static let named: [UInt8: UInt32] = [
    UInt8(ascii: "0"): 0x00, UInt8(ascii: "a"): 0x07, UInt8(ascii: "b"): 0x08, UInt8(ascii: "t"): 0x09,
    UInt8(ascii: "\t"): 0x09, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "v"): 0x0B, UInt8(ascii: "f"): 0x0C,
    UInt8(ascii: "r"): 0x0D, UInt8(ascii: "e"): 0x1B, UInt8(ascii: " "): 0x20, UInt8(ascii: "\""): 0x22,
    UInt8(ascii: "/"): 0x2F, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "N"): 0x85, UInt8(ascii: "_"): 0xA0,
    UInt8(ascii: "L"): 0x2028, UInt8(ascii: "P"): 0x2029,
  ]
}
