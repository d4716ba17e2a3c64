import OnsetText

/// The ways to spell a new text at the place of a scalar, the one most like the old first.
struct ScalarSpelling {
  private let scalar: YAMLScalar
  private let bytes: [UInt8]

  init(_ scalar: YAMLScalar, in bytes: [UInt8]) {
    self.scalar = scalar
    self.bytes = bytes
  }

  /// What can stand at the scalar's range for `text`; whether it does is for the caller to check.
  func candidates(for text: String) -> [String] {
    var candidates: [String] = []
    switch scalar.style {
    case .plain:
      if ScalarText.isSafePlain(text, inFlow: scalar.isInFlow) { candidates.append(separator + text) }
    case .singleQuoted:
      if ScalarText.isPrintableLine(text) { candidates.append(ScalarText.singleQuoted(text)) }
    case .doubleQuoted: break
    case .literal, .folded:
      if let block = block(text) { candidates.append(block) }
    }
    candidates.append(separator + ScalarText.doubleQuoted(text) + headerComment)
    return candidates
  }

  /// What parts a value from the `:`, `-`, anchor or tag before it, where there was no value.
  private var separator: String {
    guard scalar.range.isEmpty, scalar.range.lower > 0 else { return "" }
    let before = scalar.range.lower - 1
    return LineBreaks.isBlank(at: before, in: bytes) || isLineEnd(before) ? "" : " "
  }

  private func isLineEnd(_ offset: Int) -> Bool {
    bytes[offset] == UInt8(ascii: "\n") || bytes[offset] == UInt8(ascii: "\r")
  }

  // MARK: Block scalars

  /// The first line of a block scalar, without its line end; empty for other styles and where it is all there is.
  private var header: ByteRange {
    guard scalar.style == .literal || scalar.style == .folded else { return .at(scalar.range.lower) }
    var end = scalar.range.lower
    while end < scalar.range.upper, LineBreaks.count(at: end, in: bytes) == 0 { end += 1 }
    return end < scalar.range.upper ? ByteRange(scalar.range.lower, end) : .at(scalar.range.lower)
  }

  /// The comment behind the header, with the space before it: it is inside the scalar's range and has to stay.
  private var headerComment: String {
    let header = header
    guard let hash = bytes[header.lower..<header.upper].firstIndex(of: UInt8(ascii: "#")) else { return "" }
    return " " + String(decoding: bytes[hash..<header.upper], as: UTF8.self)
  }

  /// The text under the old header, indented as the old one was, or nil where that would be another text.
  private func block(_ text: String) -> String? {
    let header = header
    guard !header.isEmpty else { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let body = lines.reversed().drop { $0.isEmpty }.reversed()
    // What follows the last line is chomped as before.
    guard lines.count - body.count == Self.trailingLineEnds(scalar.text), let first = body.first else {
      return nil
    }
    guard body.allSatisfy(ScalarText.isPrintableLine), !first.isEmpty, !first.hasPrefix(" ") else {
      return nil
    }
    let lineEnd = LineBreaks.count(at: header.upper, in: bytes)
    let breakText = String(decoding: bytes[header.upper..<header.upper + lineEnd], as: UTF8.self)
    let indentation = String(repeating: " ", count: indentation(from: header.upper + lineEnd))
    var spelt = String(decoding: bytes[header.lower..<header.upper], as: UTF8.self)
    for (number, line) in body.enumerated() {
      if scalar.style == .folded {
        // One line end is a space there: a line end of the text takes one more.
        if line.hasPrefix(" ") { return nil }
        if number > 0, !line.isEmpty { spelt += breakText }
      }
      spelt += breakText + (line.isEmpty ? "" : indentation + line)
    }
    return spelt
  }

  /// How many line ends the text ends with; one more than the pieces after its last line.
  private static func trailingLineEnds(_ text: String) -> Int {
    text.utf8.reversed().prefix { $0 == UInt8(ascii: "\n") }.count
  }

  /// The indentation of the first line that has content.
  private func indentation(from start: Int) -> Int {
    // The first byte of text is spelt at the indentation's end.
    let content = scalar.fileRange(of: .at(leadingLineEnds)).lower
    var lower = content
    while lower > start, bytes[lower - 1] == UInt8(ascii: " ") { lower -= 1 }
    return content - lower
  }

  private var leadingLineEnds: Int { scalar.text.utf8.prefix { $0 == UInt8(ascii: "\n") }.count }
}
