/// The first line of a CSV file: what the columns are called, and what stands between them.
struct CSVHeader {
  /// The names by cell, trimmed; empty where there is none.
  var names: [String]
  /// The offset after the header's line end.
  var next: Int
  /// Lines that the header and what precedes it take.
  var lines: Int
  /// Whether its cells are all numbers or empty, as in a file whose header is missing.
  var isNumeric: Bool
  /// The header's own line, counted from 1.
  var line: Int

  /// The separators, in the order in which they are preferred where a file could be read with several:
  /// `step;loss` over `0;0,5` is a decimal comma, which is said, and not a comma-separated file.
  private static let separators = [UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ",")]
  /// What Keras and others let people choose besides, and text has too: taken only where none of the above fits, every
  /// row is as wide as the header, and the header names a step.
  private static let rareSeparators = Array("| :&^~".utf8)

  /// The separator of the file that begins with `text`, or nil where it does not look like a table.
  static func separator(of text: Span<UInt8>, count: Int) -> UInt8? {
    for offset in 0..<min(count, 1024) where text[offset] == 0 { return nil }
    let (first, _) = firstLine(of: text, count: count)
    guard first < count else { return nil }
    var best: (separator: UInt8, score: Int)?
    for separator in separators {
      guard let header = cells(of: text, from: first, count: count, separator: separator) else { continue }
      let row = cells(of: text, from: header.next, count: count, separator: separator)
      guard header.cells > 1 || startsWithNumber(text, from: header.next, count: count) else { continue }
      // As many cells in the first row as in the header is a better sign than many cells.
      let agrees = row == nil || row?.cells == header.cells
      let score = (agrees && header.cells > 1 ? 1 << 40 : 0) + header.cells
      if score > best?.score ?? 0 { best = (separator, score) }
    }
    if let best, best.score > 1 << 40 { return best.separator }
    return rareSeparators.first { isTable(text, from: first, count: count, separator: $0) } ?? best?.separator
  }

  /// Whether a header that names a step and the row after it have as many cells, more than one.
  private static func isTable(_ text: Span<UInt8>, from first: Int, count: Int, separator: UInt8) -> Bool {
    guard let header = cells(of: text, from: first, count: count, separator: separator), header.cells > 1,
      let row = cells(of: text, from: header.next, count: count, separator: separator), row.cells == header.cells,
      startsWithNumber(text, from: header.next, count: count, separator: separator),
      let names = try? parse(text, count: header.next, isLast: true, separator: separator, path: "")?.names
    else { return false }
    return names.contains { StepNames.rank(of: $0) != nil }
  }

  /// Whether there is nothing but blank lines and comments.
  static func isBlank(_ text: Span<UInt8>, count: Int) -> Bool {
    firstLine(of: text, count: count).offset == count
  }

  /// The header's names; nil when its end may lie beyond the text.
  static func parse(
    _ text: Span<UInt8>, count: Int, isLast: Bool, separator: UInt8, path: String
  ) throws(RunError) -> CSVHeader? {
    var (position, line) = firstLine(of: text, count: count)
    guard position < count else {
      if isLast { throw .empty(path: path) }
      return nil
    }
    var header = CSVHeader(names: [], next: 0, lines: 0, isNumeric: true, line: line)
    let scanner = NumberScanner()
    var hasNumber = false
    while true {
      guard
        let cell = CSVCell.find(
          in: text, from: position, count: count, isLast: isLast, separator: separator)
      else { return nil }
      guard let name = String(validating: cell.content(of: text), as: UTF8.self) else {
        throw .notUTF8(path: path, line: line)
      }
      header.names.append(name)
      if scanner.scan(text, from: cell.start).end == cell.end, cell.end > cell.start {
        hasNumber = true
      } else if !name.isEmpty {
        header.isNumeric = false
      }
      // One of them may be the step's; what is over the limit then is found when the columns are made.
      if header.names.count > RunBuilder.metricLimit + 1 {
        throw .tooManyMetrics(path: path, limit: RunBuilder.metricLimit)
      }
      line += cell.lineEnds
      position = cell.next
      guard position < count, text[position] == separator else { break }
      position += 1
    }
    header.isNumeric = header.isNumeric && hasNumber
    header.next = min(count, position + 1)
    header.lines = line
    return header
  }

  /// The offset and number of the first line that is neither blank nor a comment; a byte-order mark is
  /// passed over.
  private static func firstLine(of text: Span<UInt8>, count: Int) -> (offset: Int, line: Int) {
    var position = 0
    if count >= 3, text[0] == 0xEF, text[1] == 0xBB, text[2] == 0xBF { position = 3 }
    var line = 1
    while position < count {
      var at = position
      while at < count, text[at] == UInt8(ascii: " ") || text[at] == CSVCell.carriageReturn { at += 1 }
      guard at < count, text[at] == CSVCell.newline || text[at] == UInt8(ascii: "#") else {
        return (at < count ? position : count, line)
      }
      while at < count, text[at] != CSVCell.newline { at += 1 }
      position = min(count, at + 1)
      line += 1
    }
    return (count, line)
  }

  private static func cells(
    of text: Span<UInt8>, from start: Int, count: Int, separator: UInt8
  ) -> (cells: Int, next: Int)? {
    guard start < count else { return nil }
    var position = start
    var cells = 0
    while let cell = CSVCell.find(in: text, from: position, count: count, isLast: true, separator: separator) {
      cells += 1
      position = cell.next
      guard position < count, text[position] == separator else { break }
      position += 1
    }
    return (cells, min(count, position + 1))
  }

  private static func startsWithNumber(
    _ text: Span<UInt8>, from start: Int, count: Int, separator: UInt8 = UInt8(ascii: ",")
  ) -> Bool {
    guard let cell = CSVCell.find(in: text, from: start, count: count, isLast: true, separator: separator)
    else { return false }
    if cell.end > cell.start, NumberScanner().scan(text, from: cell.start).end == cell.end { return true }
    if case .value = SpecialNumber.meaning(of: text, from: cell.start, to: cell.end) { return true }
    return false
  }
}
