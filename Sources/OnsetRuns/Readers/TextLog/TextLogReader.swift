/// Reads a text log by a pattern file: each line that fits a pattern is a row.
struct TextLogReader: LogReader {
  private let path: String
  private let format: TextLogFormat
  private let stepName: String
  private let isStepTold: Bool
  private let scanner = NumberScanner()
  private var builder: RunBuilder
  private var captures = LineCaptures()
  private var json = JSONObjectScan()
  private var row = RowBuffer()
  private(set) var line = 1

  /// For each pattern: the column of each of its names, -1 before it is known, ``stepColumn`` for the step.
  private var columns: [[Int]]
  /// The same for the keys of JSON objects.
  private var keyColumns: [Int] = []
  private static let stepColumn = -2
  /// Whether the step is a metric as well, and its column.
  private let stepIsMetric: Bool
  private var stepMetric = -1
  /// The step of the last line that had one: lines without are of that step.
  private var lastStep: Int64?
  private var fittingLines = 0

  /// A reader for logs of a format. `options.stepColumn` names another of its numbers as the step.
  init(path: String, format: TextLogFormat, options: ReadingOptions) {
    self.path = path
    self.format = format
    stepName = options.stepColumn ?? format.step
    isStepTold = options.stepColumn != nil
    stepIsMetric = StepNames.isAlsoMetric(stepName)
    builder = RunBuilder(keep: options.keep)
    columns = format.lines.map { Array(repeating: -1, count: $0.names.count) }
  }

  mutating func consume(_ text: Span<UInt8>, count: Int, isLast: Bool) throws(RunError) -> Int {
    var position = 0
    while position < count {
      let lineEnd = JSONText.lineEnd(text, from: position, count: count)
      if lineEnd == count, !isLast { return position }
      try readLine(text, from: position, to: lineEnd, isTorn: lineEnd == count)
      line &+= 1
      position = lineEnd &+ 1
    }
    return count
  }

  /// How many lines fitted, of how many that are not blank.
  var fit: (fitting: Int, lines: Int) {
    // Lines without a step are of no use where none has one.
    (builder.hasRows ? fittingLines : 0, fittingLines + builder.tally.count(of: .unmatchedLines))
  }

  mutating func reserve(scale: Double) { builder.reserve(scale: scale) }

  consuming func finished() throws(RunError) -> LogContent {
    guard builder.hasRows else {
      if fittingLines > 0 {
        if isStepTold { throw .noSuchStepColumn(path: path, name: stepName, nearest: nil) }
        throw .noRows(path: path)
      }
      throw .noFittingLine(path: path, format: format.name)
    }
    return builder.finished()
  }

  /// A line; with `isTorn`, the last one, which has no line end.
  @inline(__always)
  private mutating func readLine(
    _ text: Span<UInt8>, from lineStart: Int, to lineEnd: Int, isTorn: Bool
  ) throws(RunError) {
    let (start, end) = TextLine.trimmed(text, from: lineStart, to: lineEnd)
    guard start < end else { return }
    var index = 0
    while index < format.lines.count {
      if format.lines[index].matches(text, from: start, to: end, scanner, into: &captures) {
        // A number that the end of the file cuts would be another number.
        if isTorn, captures.numberCount > 0, captures.lastNumberEnd == end {
          builder.tally.add(.tornLastLine, line: line)
          return
        }
        if try addRow(text, pattern: index, to: end) { return }
      }
      index &+= 1
    }
    noteUnmatched(text, from: start, to: end, isTorn: isTorn)
  }

  @inline(never)
  private mutating func noteUnmatched(_ text: Span<UInt8>, from start: Int, to end: Int, isTorn: Bool) {
    for head in format.heads where head.matches(text, from: start, to: end, scanner, into: &captures) { return }
    builder.tally.add(isTorn ? .tornLastLine : .unmatchedLines, line: line)
  }

  // MARK: Rows

  /// Adds what the captures hold; false where a JSON object is damaged.
  private mutating func addRow(_ text: Span<UInt8>, pattern: Int, to end: Int) throws(RunError) -> Bool {
    row.removeAll()
    var step = StepState.none
    if captures.jsonStart >= 0 {
      guard json.read(text, from: captures.jsonStart &+ 1, count: end) >= 0 else { return false }
      try addJSON(text, &step)
    }
    fittingLines &+= 1
    for index in 0..<captures.numberCount {
      let number = captures.number(index)
      var column = columns[pattern][number.name]
      if column == -1 {
        column = try self.column(named: format.lines[pattern].names[number.name])
        columns[pattern][number.name] = column
      }
      if column == Self.stepColumn {
        step = StepState(StepScanner.step(in: text, from: number.start, to: number.end))
      } else {
        row.append(number.value, column: column)
      }
    }
    switch step {
    case .none:
      if let lastStep {
        builder.add(row, step: lastStep, line: line)
      } else {
        builder.tally.add(.rowsWithoutStep, line: line)
      }
    case .read(let step):
      lastStep = step
      if stepIsMetric {
        if stepMetric < 0 { stepMetric = try newColumn(format.metricName(stepName)) }
        row.append(Double(step), column: stepMetric)
      }
      builder.add(row, step: step, line: line)
    case .unusable: builder.tally.add(.unusableSteps, line: line)
    }
    return true
  }

  private enum StepState {
    case none
    case read(Int64)
    case unusable

    init(_ step: Int64?) { self = step.map { .read($0) } ?? .unusable }
  }

  private mutating func addJSON(_ text: Span<UInt8>, _ step: inout StepState) throws(RunError) {
    for index in 0..<json.count {
      let entry = json[index]
      while keyColumns.count <= entry.key { keyColumns.append(-1) }
      var column = keyColumns[entry.key]
      if column == -1 {
        if entry.kind == .missing || entry.kind == .boolean { continue }
        column = try self.column(named: json.name(of: entry.key))
        keyColumns[entry.key] = column
      }
      if column == Self.stepColumn {
        if entry.kind != .missing { step = StepState(StepScanner.step(in: text, from: entry.start, to: entry.end)) }
        continue
      }
      switch entry.kind {
      case .number: row.append(entry.value, column: column)
      case .text: row.appendText(column: column)
      case .array: builder.tally.add(.otherValues, line: line, name: builder.name(of: column))
      case .boolean, .missing: break
      }
    }
  }

  private mutating func column(named name: String) throws(RunError) -> Int {
    name == stepName ? Self.stepColumn : try newColumn(format.metricName(name))
  }

  private mutating func newColumn(_ name: String) throws(RunError) -> Int {
    guard let column = builder.column(named: name) else {
      throw .tooManyMetrics(path: path, limit: RunBuilder.metricLimit)
    }
    return column
  }
}

/// Lines of text.
enum TextLine {
  /// The part of a line between the blanks at its ends; a carriage return is one.
  @inline(__always)
  static func trimmed(_ text: Span<UInt8>, from lineStart: Int, to lineEnd: Int) -> (start: Int, end: Int) {
    var start = lineStart
    var end = lineEnd
    while start < end, text[start] == 0x20 || text[start] &- 9 < 5 { start &+= 1 }
    while end > start, text[end &- 1] == 0x20 || text[end &- 1] &- 9 < 5 { end &-= 1 }
    return (start, end)
  }

  static func isBlank(_ text: Span<UInt8>, from lineStart: Int, to lineEnd: Int) -> Bool {
    let (start, end) = trimmed(text, from: lineStart, to: lineEnd)
    return start == end
  }
}
