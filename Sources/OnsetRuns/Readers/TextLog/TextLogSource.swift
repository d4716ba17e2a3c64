/// Text logs that a pattern file describes.
enum TextLogSource: LogSource {
  static func recognizes(_ beginning: FileBeginning) -> Bool { format(of: beginning) != nil }

  /// The format that fits most lines of a file, where it fits enough of them to be no accident: three, or half of all.
  static func format(of beginning: FileBeginning) -> TextLogFormat? {
    guard isText(beginning) else { return nil }
    if let found = best(for: beginning, isEnough: { $0.fitting >= 3 || 2 * $0.fitting >= $0.lines }) { return found }
    // Some logs begin with the source code of what wrote them.
    guard !beginning.isWhole, lateEndings.contains(FileBeginning.ending(of: beginning.path)),
      let more = try? FileBeginning(ofFile: beginning.path, limit: 16 * FileBeginning.limit)
    else { return nil }
    return best(for: more) { $0.fitting >= 3 }
  }

  /// The format that fits most lines of a file that is known to be meant as a log; one line is enough.
  static func likelyFormat(of beginning: FileBeginning) -> TextLogFormat? {
    isText(beginning) ? best(for: beginning) { $0.fitting >= 1 } : nil
  }

  private static let lateEndings: Set<String> = ["log", "txt", "out", "err", "stdout", "stderr", "gz", ""]

  private static func isText(_ beginning: FileBeginning) -> Bool {
    !beginning.bytes.isEmpty && !beginning.bytes.prefix(4096).contains(0)
  }

  /// The first of the formats that fit most lines.
  private static func best(
    for beginning: FileBeginning, isEnough: ((fitting: Int, lines: Int)) -> Bool
  ) -> TextLogFormat? {
    var best: (format: TextLogFormat, fitting: Int)?
    let padded = beginning.bytes + Array(repeating: 0, count: NumberScanner.padding)
    for format in TextLogFormat.known {
      var reader = TextLogReader(path: beginning.path, format: format, options: ReadingOptions(keep: []))
      // A beginning that cannot be read is that of no log.
      guard
        (try? reader.consume(padded.span, count: beginning.bytes.count, isLast: beginning.isWhole)) != nil
      else { continue }
      let fit = reader.fit
      if fit.fitting > best?.fitting ?? 0, isEnough(fit) { best = (format, fit.fitting) }
    }
    return best?.format
  }

  static func read(_ log: RunLog, options: ReadingOptions) throws(RunError) -> LogContent {
    let path = log.files[0]
    let format = try format(of: log)
    var input = try LogInput.open(path: path, options: options)
    try input.checkIsText()
    var reader = TextLogReader(path: path, format: format, options: options)
    try input.drive(&reader)
    return try reader.finished().read(from: input, as: .textLog)
  }

  static func metadata(of log: RunLog) throws(RunError) -> LogMetadata {
    let format = try format(of: log)
    guard !format.heads.isEmpty else { return LogMetadata() }
    let beginning = try FileBeginning(ofFile: log.files[0])
    return TextLogHead.metadata(in: beginning, format: format)
  }

  private static func format(of log: RunLog) throws(RunError) -> TextLogFormat {
    let path = log.files[0]
    let beginning = try FileBeginning(ofFile: path)
    guard let format = format(of: beginning) ?? likelyFormat(of: beginning) else { throw .unknownFormat(path: path) }
    return format
  }
}

/// The lines before the first one with metrics, where training scripts print their settings.
enum TextLogHead {
  static func metadata(in beginning: FileBeginning, format: TextLogFormat) -> LogMetadata {
    var metadata = LogMetadata()
    var known: Set<String> = []
    var captures = LineCaptures()
    let scanner = NumberScanner()
    let padded = beginning.bytes + Array(repeating: 0, count: NumberScanner.padding)
    let text = padded.span
    let count = beginning.bytes.count
    var position = 0
    func add(_ name: String, _ start: Int, _ end: Int) {
      guard known.insert(name).inserted else { return }
      let value = value(text, from: start, to: end)
      metadata.addHyperparameter(name, value.text, number: value.number)
    }
    while position < count {
      let lineEnd = JSONText.lineEnd(text, from: position, count: count)
      let (start, end) = TextLine.trimmed(text, from: position, to: lineEnd)
      position = lineEnd + 1
      guard start < end, lineEnd < count || beginning.isWhole else { continue }
      if format.lines.contains(where: { $0.matches(text, from: start, to: end, scanner, into: &captures) }) { break }
      for head in format.heads where head.matches(text, from: start, to: end, scanner, into: &captures) {
        for index in 0..<captures.numberCount {
          let number = captures.number(index)
          add(head.names[number.name], number.start, number.end)
        }
        for part in captures.texts {
          let name =
            part.name >= 0
            ? head.names[part.name] : JSONText.plainText(text, from: captures.nameStart, to: captures.nameEnd)
          add(name, part.start, part.end)
        }
        break
      }
    }
    return metadata
  }

  /// A value as it is written, without quotes around it.
  private static func value(_ text: Span<UInt8>, from start: Int, to end: Int) -> (text: String, number: Double?) {
    let isQuoted =
      end - start >= 2 && text[start] == text[end - 1]
      && (text[start] == JSONText.quote || text[start] == UInt8(ascii: "'"))
    let (first, last) = isQuoted ? (start + 1, end - 1) : TextLine.trimmed(text, from: start, to: end)
    let number = NumberScanner().scan(text, from: first)
    return (
      JSONText.plainText(text, from: first, to: last),
      last > first && number.end == last && !isQuoted ? number.value : nil
    )
  }
}
