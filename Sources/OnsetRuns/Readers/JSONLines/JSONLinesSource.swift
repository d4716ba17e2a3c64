/// Files of JSON lines.
enum JSONLinesSource: LogSource {
  /// Two lines or more, the first of which is an object.
  static func recognizes(_ beginning: FileBeginning) -> Bool {
    let padded = beginning.bytes + Array(repeating: 0, count: NumberScanner.padding)
    let count = beginning.bytes.count
    let start = JSONText.skipSpace(padded.span, beginning.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
    guard start < count, padded[start] == UInt8(ascii: "{") else { return false }
    let end = JSONText.lineEnd(padded.span, from: start, count: count)
    guard end < count else { return false }
    var last = end - 1
    while last > start, padded[last] == UInt8(ascii: " ") || padded[last] == CSVCell.carriageReturn { last -= 1 }
    let next = JSONText.skipSpace(padded.span, end + 1)
    return padded[last] == UInt8(ascii: "}") && next < count && padded[next] == UInt8(ascii: "{")
  }

  static func metadata(of log: RunLog) throws(RunError) -> LogMetadata { SettingsFile.metadata(beside: log) }

  static func read(_ log: RunLog, options: ReadingOptions) throws(RunError) -> LogContent {
    var input = try LogInput.open(path: log.files[0], options: options)
    try input.checkIsText()
    var reader = JSONLinesReader(path: log.files[0], options: options)
    try input.drive(&reader)
    return try reader.finished().read(from: input, as: .jsonLines)
  }
}
