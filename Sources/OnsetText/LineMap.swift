/// A place in a file as a person counts it.
public struct LineColumn: Hashable, Sendable {
  /// The line, from 1.
  public var line: Int
  /// The column in characters (Unicode scalars), from 1.
  public var column: Int

  /// A place.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// Where the lines of a source begin: turns byte offsets into lines and columns.
///
/// A line ends at LF, CR LF or a lone CR, and nowhere else. A byte-order mark takes no column.
public struct LineMap: Sendable {
  private let bytes: [UInt8]
  /// The offset of each line's first byte, ascending; never empty.
  private let starts: [Int]

  /// The lines of `source`. O(bytes).
  public init(_ source: SourceFile) {
    bytes = source.bytes
    var starts = [bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
    var index = starts[0]
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "\n") {
        starts.append(index)
      } else if byte == UInt8(ascii: "\r") {
        if index < bytes.count, bytes[index] == UInt8(ascii: "\n") { index += 1 }
        starts.append(index)
      }
    }
    self.starts = starts
  }

  /// How many lines there are; text after the last line end counts as one, and so does none.
  public var lineCount: Int { starts.count }

  /// The line and column of a byte offset. O(log lines + length of the line).
  public func place(of offset: Int) -> LineColumn {
    let offset = Swift.min(Swift.max(offset, 0), bytes.count)
    let line = lineIndex(of: offset)
    let column = Self.scalarCount(bytes[Swift.min(starts[line], offset)..<offset])
    return LineColumn(line: line + 1, column: column + 1)
  }

  /// The bytes of a line (from 1), without its line end.
  public func contentRange(ofLine line: Int) -> ByteRange {
    let lower = starts[line - 1]
    var upper = line < starts.count ? starts[line] : bytes.count
    while upper > lower, bytes[upper - 1] == UInt8(ascii: "\n") || bytes[upper - 1] == UInt8(ascii: "\r") {
      upper -= 1
    }
    return ByteRange(lower, upper)
  }

  /// The index of the last line that begins at or before `offset`.
  private func lineIndex(of offset: Int) -> Int {
    var lower = 0
    var upper = starts.count
    while upper - lower > 1 {
      let middle = (lower + upper) / 2
      if starts[middle] <= offset { lower = middle } else { upper = middle }
    }
    return lower
  }

  private static func scalarCount(_ bytes: ArraySlice<UInt8>) -> Int {
    var count = 0
    for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
    return count
  }
}
