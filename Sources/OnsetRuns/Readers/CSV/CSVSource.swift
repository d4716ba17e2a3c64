/// CSV and TSV files.
enum CSVSource: LogSource {
  /// A header in which something is called like a step, over a row of as many cells that begins with numbers: no text
  /// that people write looks like that.
  static func recognizes(_ beginning: FileBeginning) -> Bool {
    let padded = beginning.bytes + Array(repeating: 0, count: NumberScanner.padding)
    let count = beginning.bytes.count
    guard
      let separator = CSVHeader.separator(of: padded.span, count: count),
      let header = try? CSVHeader.parse(
        padded.span, count: count, isLast: beginning.isWhole, separator: separator, path: beginning.path)
    else { return false }
    return !header.isNumeric && header.names.count > 1 && header.names.contains { StepNames.rank(of: $0) != nil }
      && hasRow(padded.span, count: count, header, separator: separator, isLast: beginning.isWhole)
  }

  private static func hasRow(
    _ text: Span<UInt8>, count: Int, _ header: CSVHeader, separator: UInt8, isLast: Bool
  ) -> Bool {
    var position = header.next
    var cells = 0
    var numbers = 0
    while position < count,
      let cell = CSVCell.find(in: text, from: position, count: count, isLast: isLast, separator: separator)
    {
      cells += 1
      if cell.end > cell.start, NumberScanner().scan(text, from: cell.start).end == cell.end { numbers += 1 }
      position = cell.next
      guard position < count, text[position] == separator else { break }
      position += 1
    }
    return cells == header.names.count && numbers > 0
  }

  static func metadata(of log: RunLog) throws(RunError) -> LogMetadata { SettingsFile.metadata(beside: log) }

  static func read(_ log: RunLog, options: ReadingOptions) throws(RunError) -> LogContent {
    var input = try LogInput.open(path: log.files[0], options: options)
    try input.checkIsText()
    var reader = CSVReader(path: log.files[0], separator: try input.separator(), options: options)
    try input.drive(&reader)
    return try reader.finished().read(from: input, as: .csv)
  }
}

extension LogContent {
  /// The content with the file that it came from, and with what gzip had to say.
  func read(from input: borrowing LogInput, as format: LogFormat) -> LogContent {
    var content = self
    content.sources.append(RunSource(path: input.path, format: format, isCompressed: input.isCompressed))
    if input.isDamaged { content.notes.append(ReadingNote(kind: .damagedCompression, count: 1)) }
    return content
  }
}
