import OnsetText

/// Decodes literal and folded scalars from the bytes of the file, as libyaml does, and keeps the map.
///
/// The end that libyaml gives for a block scalar runs past the blank lines after it, so the end is found here.
struct BlockScalarDecoder {
  /// A decoded block scalar.
  struct Result {
    var text: MappedText
    /// The end of the last line that has content; the end of the header where none has.
    var end: Int
  }

  private enum Chomping { case strip, clip, keep }

  private let bytes: [UInt8]
  private let isLiteral: Bool
  private var offset: Int

  /// The block scalar whose `|` or `>` is at `start`, or nil where none decodes to `expected`.
  ///
  /// The indentation is that of the first line with content, if that is further than the parent's; after an
  /// indentation indicator it is so much further than the parent's. Which of `parentColumns` (the innermost
  /// first) is the parent's, only libyaml knows, so they are tried.
  static func decode(at start: Int, of bytes: [UInt8], parentColumns: [Int], expected: [UInt8]) -> Result? {
    guard start < bytes.count else { return nil }
    let decoder = BlockScalarDecoder(
      bytes: bytes, isLiteral: bytes[start] == UInt8(ascii: "|"), offset: start)
    let detected = decoder.detectedIndentation()
    let candidates: [Int] =
      if let indicator = decoder.indentationIndicator() {
        parentColumns.map { $0 + indicator } + [indicator]
      } else {
        [detected] + parentColumns.map { max(detected, $0 + 1) }
      }
    for indentation in candidates {
      if let result = decoder.decode(indentation: indentation), result.text.text == expected { return result }
    }
    return nil
  }

  /// What stands directly behind the `|` or `>` at `offset`: at most a digit and a `+` or `-`.
  static func headerIndicators(at offset: Int, in bytes: [UInt8]) -> ArraySlice<UInt8> {
    bytes[(offset + 1)...].prefix(2).prefix {
      (UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
    }
  }

  /// The digit of the header, where there is one.
  private func indentationIndicator() -> Int? {
    Self.headerIndicators(at: offset, in: bytes)
      .first { (UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) }
      .map { Int($0 - UInt8(ascii: "0")) }
  }

  /// The widest indentation among the first line with content and the blank lines before it.
  private func detectedIndentation() -> Int {
    var copy = self
    _ = copy.skipHeader()
    var widest = 1
    while true {
      let lineStart = copy.offset
      copy.skipSpaces(upTo: .max)
      widest = max(widest, copy.offset - lineStart)
      let breakCount = LineBreaks.count(at: copy.offset, in: bytes)
      guard breakCount > 0 else { return widest }
      copy.offset += breakCount
    }
  }

  private func decode(indentation: Int) -> Result? {
    var copy = self
    return copy.run(indentation: indentation)
  }

  private mutating func run(indentation: Int) -> Result? {
    let (chomping, headerEnd) = skipHeader()
    var text = MappedText(emptyPlace: headerEnd)
    var contentEnd = headerEnd
    var pending: ByteRange?
    var blankLines = skipBlankLines(indentation: indentation)
    var wasIndentedMore = false
    while offset < bytes.count, column == indentation {
      let isIndentedMore = LineBreaks.isBlank(at: offset, in: bytes)
      if !isLiteral, let line = pending, !LineBreaks.isSeparator(at: line.lower, in: bytes), !wasIndentedMore,
        !isIndentedMore
      {
        if blankLines.isEmpty {
          text.add(CollectionOfOne(UInt8(ascii: " ")), for: ByteRange(line.lower, offset))
        }
      } else if let line = pending {
        text.addBreak(line, of: bytes)
      }
      for line in blankLines { text.addBreak(line, of: bytes) }
      wasIndentedMore = isIndentedMore
      let start = offset
      while offset < bytes.count, LineBreaks.count(at: offset, in: bytes) == 0 { offset += 1 }
      text.copy(ByteRange(start, offset), of: bytes)
      contentEnd = offset
      pending = takeBreak()
      blankLines = skipBlankLines(indentation: indentation)
    }
    // What chomping leaves after the last line is not content: it has its place at the content's end.
    if chomping != .strip, let line = pending { text.addBreak(line, of: bytes, place: .at(contentEnd)) }
    if chomping == .keep { for line in blankLines { text.addBreak(line, of: bytes, place: .at(contentEnd)) } }
    return Result(text: text, end: contentEnd)
  }

  /// How many spaces of the line have been taken.
  private var column = 0

  private init(bytes: [UInt8], isLiteral: Bool, offset: Int) {
    self.bytes = bytes
    self.isLiteral = isLiteral
    self.offset = offset
  }

  /// Goes to the line after the header; gives its chomping and where its indicators end.
  private mutating func skipHeader() -> (Chomping, end: Int) {
    var chomping = Chomping.clip
    offset += 1
    while offset < bytes.count {
      if bytes[offset] == UInt8(ascii: "-") {
        chomping = .strip
      } else if bytes[offset] == UInt8(ascii: "+") {
        chomping = .keep
      } else if !(UInt8(ascii: "1")...UInt8(ascii: "9")).contains(bytes[offset]) {
        break
      }
      offset += 1
    }
    let end = offset
    while offset < bytes.count, LineBreaks.count(at: offset, in: bytes) == 0 { offset += 1 }
    _ = takeBreak()
    return (chomping, end)
  }

  private mutating func takeBreak() -> ByteRange? {
    let count = LineBreaks.count(at: offset, in: bytes)
    guard count > 0 else { return nil }
    offset += count
    return ByteRange(offset - count, offset)
  }

  /// Takes the indentation of the next line that is not blank, and gives the ends of the blank ones before it.
  private mutating func skipBlankLines(indentation: Int) -> [ByteRange] {
    var lines: [ByteRange] = []
    while true {
      let lineStart = offset
      skipSpaces(upTo: indentation)
      column = offset - lineStart
      guard let line = takeBreak() else { return lines }
      lines.append(line)
    }
  }

  private mutating func skipSpaces(upTo count: Int) {
    var taken = 0
    while taken < count, offset < bytes.count, bytes[offset] == UInt8(ascii: " ") {
      offset += 1
      taken += 1
    }
  }
}
