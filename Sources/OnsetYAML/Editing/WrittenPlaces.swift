package import OnsetText

/// Where things are in the bytes of a YAML file: what edits that leave every other byte alone need to know.
package struct WrittenPlaces: Sendable {
  package let source: SourceFile
  private var bytes: [UInt8] { source.bytes }

  package init(_ source: SourceFile) { self.source = source }

  // MARK: Values

  /// Whether a collection at a range stands in brackets.
  package func isFlow(_ range: ByteRange) -> Bool {
    range.lower < bytes.count && [UInt8(ascii: "["), UInt8(ascii: "{")].contains(bytes[range.lower])
  }

  /// Where a value begins in the file: an alias where it stands.
  package func start(of node: YAMLNode) -> Int { node.site.lower }

  /// Where a value ends in the file, without what follows it.
  package func end(of node: YAMLNode) -> Int {
    guard node.site == node.range else { return node.site.upper }
    switch node {
    case .scalar: return node.range.upper
    case .sequence(let list):
      return isFlow(list.range) ? list.range.upper : list.items.last.map(end) ?? list.range.upper
    case .mapping(let mapping):
      return isFlow(mapping.range)
        ? mapping.range.upper : mapping.entries.last.map { end(of: $0.value) } ?? mapping.range.upper
    }
  }

  /// Behind the `:` of a key.
  package func afterColon(of key: YAMLScalar) -> Int {
    var place = key.range.upper
    while place < bytes.count, bytes[place] != UInt8(ascii: ":") { place += 1 }
    return min(place + 1, bytes.count)
  }

  // MARK: Lines

  /// The first byte of the line; a byte-order mark is before it.
  package func startOfLine(_ offset: Int) -> Int {
    let first = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var start = offset
    while start > first, lineEndCount(before: start) == 0 { start -= 1 }
    return max(start, min(first, bytes.count))
  }

  /// Behind the last byte of the line, before its line end.
  package func endOfLine(_ offset: Int) -> Int {
    var end = offset
    while end < bytes.count, lineEndCount(at: end) == 0 { end += 1 }
    return end
  }

  /// How many bytes of its line are before a byte.
  package func column(of offset: Int) -> Int { offset - startOfLine(offset) }

  /// How many bytes the line end at an offset has; 0 where there is none.
  package func lineEndCount(at offset: Int) -> Int { LineBreaks.count(at: offset, in: bytes) }

  /// How many bytes the line end before an offset has; 0 where there is none.
  package func lineEndCount(before offset: Int) -> Int {
    for count in [1, 2, 3] where offset >= count && LineBreaks.count(at: offset - count, in: bytes) == count {
      // The second byte of CR LF is a line end too, but not all of it.
      let isHalf = count == 1 && offset >= 2 && LineBreaks.count(at: offset - 2, in: bytes) == 2
      return isHalf ? 2 : count
    }
    return 0
  }

  /// How the file ends its lines: as the first of them.
  package var lineEnd: String {
    let first = bytes.indices.first { lineEndCount(at: $0) > 0 }
    return first.map { String(decoding: bytes[$0..<$0 + lineEndCount(at: $0)], as: UTF8.self) } ?? "\n"
  }

  /// Whether there is nothing but blank lines and comments.
  package var isEmpty: Bool {
    var offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while offset < bytes.count {
      if LineBreaks.isBlank(at: offset, in: bytes) {
        offset += 1
      } else if bytes[offset] == UInt8(ascii: "#") {
        offset = endOfLine(offset)
      } else {
        let count = lineEndCount(at: offset)
        guard count > 0 else { return false }
        offset += count
      }
    }
    return true
  }

  // MARK: Edits

  /// Some spaces.
  package static func spaces(_ count: Int) -> String { String(repeating: " ", count: max(count, 0)) }

  /// A text put between two bytes.
  package func insertion(_ text: String, at offset: Int) -> TextEdit {
    TextEdit(range: .at(offset), replacement: Array(text.utf8))
  }

  /// A text that has to begin a line.
  package func startingLine(at offset: Int, _ text: String) -> String {
    offset == startOfLine(offset) ? text : lineEnd + text
  }

  /// The end of a file, and a text as its last line; there, a last line without an end stays one.
  package func appending(_ text: String) -> TextEdit {
    insertion(startingLine(at: bytes.count, text + lineEnd), at: bytes.count)
  }

  /// Takes whole lines away, with the end of the last; of the last line of a file that has none, that of the line before.
  package func removal(fromLineOf first: Int, throughLineOf last: Int) -> TextEdit {
    var lower = startOfLine(first)
    var upper = endOfLine(last)
    upper += lineEndCount(at: upper)
    if upper == bytes.count, lineEndCount(before: upper) == 0 { lower -= lineEndCount(before: lower) }
    return TextEdit(range: ByteRange(lower, upper), replacement: [])
  }

  /// Takes away what stands in brackets, and the comma that parts it from a neighbour.
  package func removal(inFlow range: ByteRange) -> TextEdit {
    func isSpace(_ offset: Int) -> Bool { LineBreaks.isBlank(at: offset, in: bytes) || lineEndCount(at: offset) > 0 }
    var after = range.upper
    while after < bytes.count, isSpace(after) { after += max(1, lineEndCount(at: after)) }
    if after < bytes.count, bytes[after] == UInt8(ascii: ",") {
      after += 1
      while after < bytes.count, bytes[after] == UInt8(ascii: " ") { after += 1 }
      return TextEdit(range: ByteRange(range.lower, after), replacement: [])
    }
    var before = range.lower
    while before > 0, LineBreaks.isBlank(at: before - 1, in: bytes) || lineEndCount(before: before) > 0 {
      before -= max(1, lineEndCount(before: before))
    }
    let hasComma = before > 0 && bytes[before - 1] == UInt8(ascii: ",")
    return TextEdit(range: ByteRange(hasComma ? before - 1 : range.lower, range.upper), replacement: [])
  }
}
