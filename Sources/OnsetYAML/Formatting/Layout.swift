import OnsetText

/// Lays a file out: goes over its tokens once, and edits what stands between them.
///
/// The column of each block collection follows from that of the one around it. A line that begins with a key or a `-`
/// gets the column of its collection; any other line, be it of a scalar, of a list in brackets or of a comment, is
/// moved as far as what it belongs to.
struct Layout {
  let bytes: [UInt8]
  private let pieces: LayoutPieces
  /// Of each list whose items have an empty line between them: whether each item has more than one line.
  private let separated: [Int: [Bool]]
  /// The line end of lines that are added.
  private let lineEnd: [UInt8]
  private let lineStarts: [Int]

  var edited: [TextEdit] = []
  var frames: [Frame] = []
  /// The frames that were open at the latest token.
  var framesBefore: [Frame] = []
  var flows: [Flow] = []
  /// How far what comes next in the line moves to the right.
  var lineShift = 0
  private var previous: (token: LibYAMLToken, column: Int)?
  /// The column, after the edits, of the line that begins with a key without indicator.
  private var keyColumns: [Int: Int] = [:]

  /// An open block collection: the column of its keys or its `-`, before and after.
  struct Frame {
    var old: Int
    var new: Int
    var isSequence: Bool
    /// A list at the column of the key that it belongs to; no token says where it ends.
    var isAtColumnOfKey = false
    /// Whether each item has more than one line, where an empty line is to stand between them.
    var separatedItems: [Bool]?
    var itemCount = 0

    var shift: Int { new - old }
  }

  /// An open list or mapping in brackets.
  struct Flow {
    var column: Int
    /// How far its bracket moves.
    var shift: Int
  }

  init?(_ bytes: [UInt8], root: YAMLNode, separatedKeys: Set<String>) {
    guard let pieces = LayoutPieces(bytes, root: root) else { return nil }
    self.bytes = bytes
    self.pieces = pieces
    var separated: [Int: [Bool]] = [:]
    for entry in root.mapping?.entries ?? [] where separatedKeys.contains(entry.key.text) {
      guard let list = entry.value.sequence, list.site == list.range else { continue }
      separated[list.range.lower] = list.items.map { Self.hasLineEnd($0.range, in: bytes) }
    }
    self.separated = separated
    var lineStarts = [pieces.origin]
    var lineEnd: [UInt8]?
    var offset = pieces.origin
    while offset < bytes.count {
      let count = LineBreaks.count(at: offset, in: bytes)
      if count > 0 {
        lineStarts.append(offset + count)
        lineEnd = lineEnd ?? Array(bytes[offset..<offset + count])
      }
      offset += max(1, count)
    }
    self.lineStarts = lineStarts
    self.lineEnd = lineEnd ?? [UInt8(ascii: "\n")]
  }

  mutating func edits() -> [TextEdit] {
    for token in pieces.tokens {
      open(token)
      guard !token.range.isEmpty else { continue }
      gap(before: token)
      close(token)
      continuation(of: token)
      framesBefore = frames
    }
    ending()
    return edited
  }

  // MARK: Collections

  private var isInFlow: Bool { !flows.isEmpty }

  /// Notes what begins or ends at a token, so that its place is known.
  private mutating func open(_ token: LibYAMLToken) {
    guard !isInFlow else { return }
    let offset = token.range.lower
    switch token.kind {
    case .blockMappingStart, .blockSequenceStart:
      push(at: offset, isSequence: token.kind == .blockSequenceStart)
    case .blockEnd:
      endListAtColumnOfKey()
      _ = frames.popLast()
    case .key:
      endListAtColumnOfKey()
      if token.range.isEmpty { keyColumns[offset] = frames.last?.new }
    case .value: endListAtColumnOfKey()
    case .blockEntry:
      if frames.last?.isSequence != true {
        push(at: offset, isSequence: true)
        frames[frames.count - 1].isAtColumnOfKey = true
      }
      frames[frames.count - 1].itemCount += 1
    default: break
    }
  }

  private mutating func endListAtColumnOfKey() {
    if frames.last?.isAtColumnOfKey == true { frames.removeLast() }
  }

  private mutating func push(at offset: Int, isSequence: Bool) {
    let old = column(of: offset)
    let new: Int
    if beginsLine(offset) {
      new = frames.last.map { $0.new + 2 } ?? 0
    } else if let previous, previous.token.isIndicator {
      new = previous.column + 2
    } else {
      new = old + lineShift
    }
    frames.append(Frame(old: old, new: new, isSequence: isSequence, separatedItems: separated[offset]))
  }

  private mutating func close(_ token: LibYAMLToken) {
    let offset = token.range.lower
    let column = column(of: offset)
    previous = (token, column + lineShift)
    switch token.kind {
    case .flowStart: flows.append(Flow(column: column, shift: lineShift))
    case .flowEnd: _ = flows.popLast()
    default: break
    }
  }

  // MARK: Gaps

  private mutating func gap(before token: LibYAMLToken) {
    let gap = ByteRange(previous?.token.range.upper ?? pieces.origin, token.range.lower)
    let lines = GapLine.lines(of: gap, in: bytes)
    if previous != nil, lines.count == 1 {
      let wanted = spaces(before: token, now: gap.count)
      lineShift += wanted - gap.count
      replace(gap, by: Array(repeating: UInt8(ascii: " "), count: wanted))
      return
    }
    let old = column(of: token.range.lower)
    let new = columnAtBeginning(of: token, old: old)
    var text = between(lines, next: (old, new), needsEmptyLine: needsEmptyLine(before: token))
    text += Array(repeating: UInt8(ascii: " "), count: new)
    lineShift = new - old
    replace(gap, by: text)
  }

  /// The spaces between a token and the one before it in its line.
  private func spaces(before token: LibYAMLToken, now count: Int) -> Int {
    guard let previous = previous?.token else { return count }
    switch (previous.kind, token.kind) {
    // A tag or an anchor would take what follows it for a part of its name; a value may be empty.
    case (.anchor, .flowEntry), (.anchor, .flowEnd), (.anchor, .value), (.tag, .flowEntry), (.tag, .flowEnd),
      (.tag, .value), (.value, .flowEntry), (.value, .flowEnd):
      return count
    case (.alias, .value): return 1
    case (_, .flowEntry), (_, .flowEnd), (.flowStart, _): return 0
    case (.scalar, .value), (.flowEnd, .value): return 0
    case (.blockEntry, _), (.flowEntry, _), (.value, _), (.key, _), (.anchor, _), (.tag, _), (.documentStart, _):
      return 1
    default: return count
    }
  }

  /// Where a token goes that is the first of its line.
  private func columnAtBeginning(of token: LibYAMLToken, old: Int) -> Int {
    if isInFlow { return max(0, old + shift(ofColumn: old)) }
    switch token.kind {
    case .blockEntry, .key, .value: return frames.last?.new ?? old
    case .documentStart, .documentEnd, .directive: return 0
    default: return keyColumns[token.range.lower] ?? max(0, old + (frames.last?.shift ?? 0))
    }
  }

  /// How far a line of a list in brackets moves: with its bracket where it is aligned behind that, else with the
  /// collection around.
  private func shift(ofColumn column: Int) -> Int {
    if let flow = flows.last, column > flow.column { return flow.shift }
    return frames.last?.shift ?? 0
  }

  /// Whether an item is to have an empty line above it: all but the first, unless it and the one before are of one line.
  private func needsEmptyLine(before token: LibYAMLToken) -> Bool {
    guard case .blockEntry = token.kind, let frame = frames.last, let items = frame.separatedItems else { return false }
    let index = frame.itemCount - 1
    return index > 0 && index < items.count && (items[index] || items[index - 1])
  }

  /// The lines between two tokens as they should be, without the indentation of the second.
  private func between(_ lines: [GapLine], next: (old: Int, new: Int)?, needsEmptyLine: Bool) -> [UInt8] {
    var text: [UInt8] = []
    var lines = lines[...]
    if previous != nil, let first = lines.popFirst() {
      if let comment = first.comment { text += bytes[first.blanks.lower..<comment.upper] }
      text += bytes[first.lineEnd.lower..<first.lineEnd.upper]
    }
    // The last is the indentation of the token.
    if next != nil { lines = lines.dropLast() }
    // The empty line goes above the comments that belong to the item.
    let isLeading = { (line: GapLine) in line.comment != nil && line.blanks.count == next?.old }
    let leading = lines.reversed().prefix(while: isLeading).count
    // The blank lines behind a scalar that keeps its line ends are a part of it.
    var areKept = previous.map { keepsLineEnds($0.token) } ?? false
    var hasEmptyLine = !needsEmptyLine || areKept || lines.contains(where: \.isBlank)
    var wasBlank = previous == nil
    for (index, line) in zip(lines.indices, lines) {
      if !hasEmptyLine, index == lines.endIndex - leading {
        text += lineEnd(after: text)
        hasEmptyLine = true
      }
      if let comment = line.comment {
        let column = columnOfComment(old: line.blanks.count, next: next)
        text += Array(repeating: UInt8(ascii: " "), count: column) + bytes[comment.lower..<comment.upper]
        areKept = false
      } else if wasBlank, !areKept {
        continue
      }
      wasBlank = line.isBlank
      // CR and LF would become one line end.
      if line.isBlank, text.last == UInt8(ascii: "\r"), bytes[line.lineEnd.lower...].first == UInt8(ascii: "\n") {
        text.append(UInt8(ascii: " "))
      }
      text += bytes[line.lineEnd.lower..<line.lineEnd.upper]
    }
    return hasEmptyLine ? text : text + lineEnd(after: text)
  }

  /// The end of a line that is added; behind CR, LF would not be one of its own.
  private func lineEnd(after text: [UInt8]) -> [UInt8] {
    text.last == UInt8(ascii: "\r") ? [UInt8(ascii: "\r")] : lineEnd
  }

  /// Where a comment goes that has a line of its own: with what follows it, or with the collection before it, of which
  /// the column is nearest to its left.
  private func columnOfComment(old: Int, next: (old: Int, new: Int)?) -> Int {
    if let next, next.old == old { return next.new }
    if isInFlow { return max(0, old + shift(ofColumn: old)) }
    let columns = framesBefore.map { (old: $0.old, new: $0.new) } + (next.map { [$0] } ?? [])
    return columns.filter { $0.old <= old }.max { $0.old < $1.old }?.new ?? 0
  }

  /// What stands behind the last token.
  private mutating func ending() {
    let gap = ByteRange(previous?.token.range.upper ?? pieces.origin, bytes.count)
    var lines = GapLine.lines(of: gap, in: bytes)
    // The end of a block scalar is a part of its text, unless it is stripped.
    if let token = previous?.token, token.isBlockScalar {
      if keepsLineEnds(token) || lines.count == 1 && !hasInHeader("-", token) { return }
    }
    while lines.count > 1, lines[lines.count - 1].isBlank { lines.removeLast() }
    var text = between(lines, next: nil, needsEmptyLine: false)
    if lines[lines.count - 1].lineEnd.isEmpty { text += lineEnd }
    replace(gap, by: text)
  }

  // MARK: Scalars

  /// The lines of a scalar after its first.
  private mutating func continuation(of token: LibYAMLToken) {
    guard case .scalar(let style) = token.kind else { return }
    let start = column(of: token.range.lower)
    let block = token.isBlockScalar ? blockContent(token) : nil
    var offset = token.range.lower
    while let lineEnd = firstLineEnd(from: offset, to: token.range.upper) {
      trim(before: lineEnd.lower, from: offset, style: style, isHeader: offset == token.range.lower)
      offset = lineEnd.upper
      var content = offset
      while content < token.range.upper, bytes[content] == UInt8(ascii: " ") { content += 1 }
      let old = content - offset
      let isEmpty = content == token.range.upper || LineBreaks.count(at: content, in: bytes) > 0
      // Without the blanks between them, CR and LF would become one line end.
      let areOneLineEnd =
        lineEnd.upper < content && bytes[lineEnd.upper - 1] == UInt8(ascii: "\r") && content < token.range.upper
        && bytes[content] == UInt8(ascii: "\n")
      let new: Int
      if let block {
        new = isEmpty && old <= block.indentation ? (areOneLineEnd ? 1 : 0) : max(0, old + block.shift)
      } else if isEmpty {
        new = areOneLineEnd ? old : 0
      } else if old > start {
        new = old + lineShift
      } else {
        new = max(0, old + shift(ofColumn: old))
      }
      replace(ByteRange(offset, content), by: Array(repeating: UInt8(ascii: " "), count: new))
      offset = content
    }
  }

  /// Takes the blanks at the end of a line of a scalar away where they mean nothing.
  private mutating func trim(before end: Int, from start: Int, style: ScalarStyle, isHeader: Bool) {
    var lower = end
    while lower > start, LineBreaks.isBlank(at: lower - 1, in: bytes) { lower -= 1 }
    guard lower < end, lower > start else { return }
    switch style {
    case .plain, .singleQuoted: break
    case .doubleQuoted: if bytes[lower - 1] == UInt8(ascii: "\\") { return }
    case .literal, .folded: if !isHeader { return }
    }
    replace(ByteRange(lower, end), by: [])
  }

  /// Where the lines of a block scalar begin, and how far they move.
  private func blockContent(_ token: LibYAMLToken) -> (indentation: Int, shift: Int) {
    guard let scalar = pieces.scalars[token.range.lower], let frame = frames.last else { return (0, 0) }
    let text = Array(scalar.text.utf8)
    var leading = 0
    while LineBreaks.count(at: leading, in: text) > 0 { leading += LineBreaks.count(at: leading, in: text) }
    let indentation = column(of: scalar.fileRange(of: .at(leading)).lower)
    // With a digit the indentation is counted from the collection around, else it is that of the first line.
    let isCounted = (1...9).contains { hasInHeader(Character("\($0)"), token) }
    return (indentation, isCounted || leading == text.count ? frame.shift : frame.new + 2 - indentation)
  }

  private func firstLineEnd(from start: Int, to end: Int) -> ByteRange? {
    var offset = start
    while offset < end {
      let count = LineBreaks.count(at: offset, in: bytes)
      if count > 0 { return ByteRange(offset, min(end, offset + count)) }
      offset += 1
    }
    return nil
  }

  /// Whether a block scalar says `+`: every line end behind its text is a part of it.
  private func keepsLineEnds(_ token: LibYAMLToken) -> Bool { token.isBlockScalar && hasInHeader("+", token) }

  private func hasInHeader(_ indicator: Character, _ token: LibYAMLToken) -> Bool {
    BlockScalarDecoder.headerIndicators(at: token.range.lower, in: bytes).contains { $0 == indicator.asciiValue }
  }

  // MARK: Places

  private mutating func replace(_ range: ByteRange, by text: [UInt8]) {
    guard !bytes[range.lower..<range.upper].elementsEqual(text) else { return }
    edited.append(TextEdit(range: range, replacement: text))
  }

  /// O(log lines).
  private func lineStart(of offset: Int) -> Int {
    var lower = 0
    var upper = lineStarts.count
    while upper - lower > 1 {
      let middle = (lower + upper) / 2
      if lineStarts[middle] <= offset { lower = middle } else { upper = middle }
    }
    return lineStarts[lower]
  }

  /// The bytes of the line before an offset.
  private func column(of offset: Int) -> Int { offset - lineStart(of: offset) }

  private func beginsLine(_ offset: Int) -> Bool {
    (lineStart(of: offset)..<offset).allSatisfy { LineBreaks.isBlank(at: $0, in: bytes) }
  }

  private static func hasLineEnd(_ range: ByteRange, in bytes: [UInt8]) -> Bool {
    (range.lower..<range.upper).contains { LineBreaks.count(at: $0, in: bytes) > 0 }
  }
}

extension LibYAMLToken {
  /// Whether a collection may begin behind it in its line.
  fileprivate var isIndicator: Bool {
    switch kind {
    case .blockEntry, .key, .value: true
    default: false
    }
  }

  fileprivate var isBlockScalar: Bool {
    switch kind {
    case .scalar(.literal), .scalar(.folded): true
    default: false
    }
  }
}
