import OnsetText

/// Places and texts around an offset, for findings about it.
extension SyntaxFaults {
  func byte(_ offset: Int) -> UInt8? { offset < bytes.count ? bytes[offset] : nil }

  func source(_ range: ByteRange) -> String {
    String(decoding: bytes[range.lower..<range.upper], as: UTF8.self)
  }

  /// The rest of a line as a value on its own; empty where it closes a bracket that is open before it.
  func valueText(_ offset: Int) -> String {
    let range = restOfLine(offset)
    var depth = 0
    for byte in bytes[range.lower..<range.upper] {
      if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { depth -= 1 }
      if depth < 0 { return "" }
    }
    return source(range)
  }

  /// The value, begun in the same line, that goes on at `offset`; empty where none is begun, or it has quotes.
  func valueAround(_ offset: Int) -> String {
    var start = offset
    while start > 0, bytes[start - 1] != UInt8(ascii: "\n"), bytes[start - 1] != UInt8(ascii: "\r") {
      start -= 1
    }
    while start < offset, bytes[start] != UInt8(ascii: ":") || !LineBreaks.isBlank(at: start + 1, in: bytes) {
      start += 1
    }
    guard start < offset else { return "" }
    start += 1
    while LineBreaks.isBlank(at: start, in: bytes) { start += 1 }
    let isPlain = byte(start).map { !Array("'\"[{".utf8).contains($0) } ?? false
    return isPlain && start < offset ? valueText(start) : ""
  }

  /// Whether no `:` with a blank behind it stands before `offset` in its line.
  func isFirstColon(_ offset: Int) -> Bool {
    var before = offset
    while before > 0, bytes[before - 1] != UInt8(ascii: "\n"), bytes[before - 1] != UInt8(ascii: "\r") {
      before -= 1
      if bytes[before] == UInt8(ascii: ":"), LineBreaks.isBlank(at: before + 1, in: bytes) { return false }
    }
    return true
  }

  /// The rest of a line with a space behind its first `:`; nil where it has none after a key.
  func spacedLine(_ offset: Int) -> String? {
    let line = source(restOfLine(offset))
    guard let colon = line.firstIndex(of: ":"), line.unicodeScalars.count <= 60 else { return nil }
    let key = line[..<colon]
    let isKey = !key.isEmpty && key.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    return isKey ? "\(key): \(line[line.index(after: colon)...])" : nil
  }

  func isEndOfFile(_ offset: Int) -> Bool {
    bytes[offset...].allSatisfy { $0 <= UInt8(ascii: " ") }
  }

  /// Whether a line `...` or `---` is before `offset`.
  func isBehindDocumentEnd(_ offset: Int) -> Bool {
    var start = offset
    while start > 0 {
      let end = start - 1
      start = end
      while start > 0, bytes[start - 1] != UInt8(ascii: "\n"), bytes[start - 1] != UInt8(ascii: "\r") {
        start -= 1
      }
      let line = bytes[start..<end]
      if line.starts(with: Array("...".utf8)) || line.starts(with: Array("---".utf8)) { return true }
    }
    return false
  }

  func isHexadecimal(_ byte: UInt8) -> Bool {
    Character(Unicode.Scalar(byte)).isHexDigit
  }

  /// The character at `offset`; the empty range at a line end and at the end of the file.
  func character(_ offset: Int) -> ByteRange {
    guard offset < bytes.count, LineBreaks.count(at: offset, in: bytes) == 0 else { return .at(offset) }
    var end = offset + 1
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return ByteRange(offset, end)
  }

  /// The characters from `offset` to the next space or line end.
  func token(_ offset: Int) -> ByteRange {
    var end = offset
    while end < bytes.count, !LineBreaks.isBlank(at: end, in: bytes),
      LineBreaks.count(at: end, in: bytes) == 0
    {
      end += 1
    }
    return ByteRange(offset, end)
  }

  /// The characters from `offset` to the end of the line or the comment at its end, without trailing spaces.
  func restOfLine(_ offset: Int) -> ByteRange {
    var end = offset
    var contentEnd = offset
    while end < bytes.count, LineBreaks.count(at: end, in: bytes) == 0 {
      let isBlank = LineBreaks.isBlank(at: end, in: bytes)
      if isBlank, byte(end + 1) == UInt8(ascii: "#") { break }
      end += 1
      if !isBlank { contentEnd = end }
    }
    return ByteRange(offset, contentEnd)
  }

  func isFirstInLine(_ offset: Int) -> Bool {
    var before = offset
    while before > 0, LineBreaks.isBlank(at: before - 1, in: bytes) { before -= 1 }
    return before == 0 || bytes[before - 1] == UInt8(ascii: "\n") || bytes[before - 1] == UInt8(ascii: "\r")
  }

  func tabInIndentation(of offset: Int) -> Int? {
    guard isFirstInLine(offset) else { return nil }
    var before = offset
    var tab: Int?
    while before > 0, LineBreaks.isBlank(at: before - 1, in: bytes) {
      before -= 1
      if bytes[before] == UInt8(ascii: "\t") { tab = before }
    }
    return tab
  }
}
