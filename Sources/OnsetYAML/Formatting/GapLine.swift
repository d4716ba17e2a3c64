import OnsetText

/// A line, or the part of one, that stands between two values: blanks, perhaps a comment, perhaps a line end.
struct GapLine {
  /// The blanks at its beginning.
  var blanks: ByteRange
  /// The comment from its `#` on, without the blanks at its end.
  var comment: ByteRange?
  /// The line end; empty where the gap ends before one.
  var lineEnd: ByteRange

  /// The lines of a gap; the last one has no line end, and may be empty.
  static func lines(of gap: ByteRange, in bytes: [UInt8]) -> [GapLine] {
    var lines: [GapLine] = []
    var offset = gap.lower
    while true {
      let start = offset
      while offset < gap.upper, LineBreaks.count(at: offset, in: bytes) == 0 { offset += 1 }
      let end = offset
      offset = min(gap.upper, offset + LineBreaks.count(at: offset, in: bytes))
      var comment = start
      while comment < end, bytes[comment] != UInt8(ascii: "#") { comment += 1 }
      var commentEnd = end
      while commentEnd > comment, LineBreaks.isBlank(at: commentEnd - 1, in: bytes) { commentEnd -= 1 }
      lines.append(
        GapLine(
          blanks: ByteRange(start, comment), comment: comment < end ? ByteRange(comment, commentEnd) : nil,
          lineEnd: ByteRange(end, offset)))
      if end == offset { return lines }
    }
  }

  var isBlank: Bool { comment == nil }
}
