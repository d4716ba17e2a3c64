import OnsetText

/// Finds where a value begins behind its anchor and its tag.
enum NodeProperties {
  /// The first byte after `count` properties and the space and comments behind each, at most `end`.
  static func skip(_ count: Int, from start: Int, to end: Int, in bytes: [UInt8]) -> Int {
    var offset = start
    var remaining = count
    while offset < end {
      let breakCount = LineBreaks.count(at: offset, in: bytes)
      if breakCount > 0 {
        offset += breakCount
      } else if LineBreaks.isBlank(at: offset, in: bytes) {
        offset += 1
      } else if bytes[offset] == UInt8(ascii: "#") {
        while offset < end, LineBreaks.count(at: offset, in: bytes) == 0 { offset += 1 }
      } else if remaining > 0, isIndicator(bytes[offset]) {
        offset = endOfProperty(from: offset, to: end, in: bytes)
        remaining -= 1
      } else {
        break
      }
    }
    return min(offset, end)
  }

  /// Whether a byte begins an anchor or a tag.
  static func isIndicator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "&") || byte == UInt8(ascii: "!")
  }

  /// Where the anchor or tag at `start` ends.
  static func endOfProperty(from start: Int, to end: Int, in bytes: [UInt8]) -> Int {
    var offset = start + 1
    if bytes[start] == UInt8(ascii: "!"), offset < end, bytes[offset] == UInt8(ascii: "<") {
      while offset < end, bytes[offset] != UInt8(ascii: ">") { offset += 1 }
      return min(offset + 1, end)
    }
    if bytes[start] == UInt8(ascii: "&") {
      // An anchor ends at the first character that no name has: `&a:b` is the anchor `a` and the value `:b`.
      while offset < end, isNameCharacter(bytes[offset]) { offset += 1 }
      return offset
    }
    let flowIndicators = Array(",[]{}".utf8)
    while offset < end, !LineBreaks.isBlank(at: offset, in: bytes),
      LineBreaks.count(at: offset, in: bytes) == 0,
      !flowIndicators.contains(bytes[offset])
    {
      offset += 1
    }
    return offset
  }

  private static func isNameCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
