/// Finding the parts of JSON text, without making anything of them.
///
/// The text is one line: a line end inside a string or between values is a fault, which makes the ends of
/// lines a safe place to go on after damage. Every function returns -1 for text that is no JSON.
enum JSONText {
  static let quote = UInt8(ascii: "\"")
  static let backslash = UInt8(ascii: "\\")
  static let newline = UInt8(ascii: "\n")
  /// Deeper nesting is a fault: recursion must end.
  static let depthLimit = 200

  /// The first byte from `start` on that is no space, tab or carriage return.
  @inline(__always)
  static func skipSpace(_ text: Span<UInt8>, _ start: Int) -> Int {
    var position = start
    while true {
      let byte = text[position]
      guard byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") else {
        return position
      }
      position &+= 1
    }
  }

  /// The offset after the closing quote of a string whose content begins at `start`.
  static func skipString(_ text: Span<UInt8>, _ start: Int) -> Int {
    let last = text.count - 8
    var position = start
    while position <= last {
      let word = text.word(at: position)
      // Quotes, backslashes, and control characters. The first mark is always right.
      let controls = (word &- 0x2020_2020_2020_2020) & ~word & ByteWord.highBits
      let marks = ByteWord.matches(word, quote) | ByteWord.matches(word, backslash) | controls
      guard marks != 0 else {
        position += 8
        continue
      }
      position += ByteWord.bytesBefore(marks)
      switch text[position] {
      case quote: return position + 1
      case backslash: position += 2
      default: return -1
      }
    }
    return -1
  }

  /// The offset after the value that begins at `start`.
  static func skipValue(_ text: Span<UInt8>, _ start: Int) -> Int {
    switch text[start] {
    case UInt8(ascii: "{"), UInt8(ascii: "["): return skip(text, start + 1, to: text[start] + 2)
    case quote: return skipString(text, start + 1)
    default:
      let end = endOfToken(text, start)
      return end > start ? end : -1
    }
  }

  /// The offset after the `]` of an array whose content begins at `start`.
  static func skipArray(_ text: Span<UInt8>, _ start: Int) -> Int { skip(text, start, to: UInt8(ascii: "]")) }

  /// The offset after the `}` of an object whose content begins at `start`.
  static func skipObject(_ text: Span<UInt8>, _ start: Int) -> Int { skip(text, start, to: UInt8(ascii: "}")) }

  private static func skip(_ text: Span<UInt8>, _ start: Int, to end: UInt8) -> Int {
    var closers = [end]
    var position = start
    while let closer = closers.last {
      position = skipSpace(text, position)
      switch text[position] {
      case quote:
        position = skipString(text, position + 1)
        if position < 0 { return -1 }
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        guard closers.count < depthLimit else { return -1 }
        closers.append(text[position] + 2)
        position += 1
      case closer:
        closers.removeLast()
        position += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"), 0..<0x20:
        return -1
      default:
        position += 1
      }
    }
    return position
  }

  /// The end of a bare word or number that begins at `start`.
  static func endOfToken(_ text: Span<UInt8>, _ start: Int) -> Int {
    var position = start
    while text[position] > 0x20, text[position] != UInt8(ascii: ","), text[position] != UInt8(ascii: "}"),
      text[position] != UInt8(ascii: "]")
    {
      position += 1
    }
    return position
  }

  /// The first line end from `start` on, or `count`.
  static func lineEnd(_ text: Span<UInt8>, from start: Int, count: Int) -> Int {
    var position = start
    while position < count {
      let marks = ByteWord.matches(text.word(at: position), newline)
      if marks != 0 { return min(count, position + ByteWord.bytesBefore(marks)) }
      position += 8
    }
    return count
  }

  /// What a string says, its escapes resolved; nil where it is not UTF-8 or an escape is none.
  static func unescaped(_ text: Span<UInt8>, from start: Int, to end: Int) -> String? {
    var bytes: [UInt8] = []
    var at = start
    while at < end {
      guard text[at] == backslash else {
        bytes.append(text[at])
        at += 1
        continue
      }
      at += 1
      guard at < end else { return nil }
      switch text[at] {
      case quote, backslash, UInt8(ascii: "/"): bytes.append(text[at])
      case UInt8(ascii: "b"): bytes.append(0x08)
      case UInt8(ascii: "f"): bytes.append(0x0C)
      case UInt8(ascii: "n"): bytes.append(0x0A)
      case UInt8(ascii: "r"): bytes.append(0x0D)
      case UInt8(ascii: "t"): bytes.append(0x09)
      case UInt8(ascii: "u"):
        guard let first = hex4(text, at + 1, end) else { return nil }
        at += 4
        var scalar = first
        if first & 0xFC00 == 0xD800, at + 2 < end, text[at + 1] == backslash,
          text[at + 2] == UInt8(ascii: "u"),
          let second = hex4(text, at + 3, end), second & 0xFC00 == 0xDC00
        {
          scalar = 0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF)
          at += 6
        }
        let character = Unicode.Scalar(scalar) ?? "\u{FFFD}"
        bytes.append(contentsOf: Array(String(character).utf8))
      default: return nil
      }
      at += 1
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func hex4(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> UInt32? {
    guard start + 4 <= end else { return nil }
    var value: UInt32 = 0
    for offset in start..<(start + 4) {
      switch text[offset] {
      case let byte where byte &- UInt8(ascii: "0") < 10:
        value = value << 4 | UInt32(byte - UInt8(ascii: "0"))
      case let byte where (byte | 0x20) &- UInt8(ascii: "a") < 6:
        value = value << 4 | UInt32((byte | 0x20) - UInt8(ascii: "a") + 10)
      default: return nil
      }
    }
    return value
  }
}
