private import OnsetText

/// Reads CSV and TSV: a header with names, then a row of numbers a line, cells empty where nothing was
/// logged.
///
/// Quotes, spaces around cells, CRLF and a byte-order mark are understood. What is no number and none of the
/// words of ``SpecialNumber`` is text, `True` and `False` included.
struct CSVReader: LogReader {
  private let path: String
  private let separator: UInt8
  private let toldStepColumn: String?
  private let scanner = NumberScanner()
  private var builder: RunBuilder
  private var row = RowBuffer()
  private(set) var line = 1

  private var hasHeader = false
  /// By cell: the column, or -1 for a cell that is passed over.
  private var columns: [Int] = []
  /// The cell that holds the step, or -1: then rows are numbered.
  private var stepCell = -1
  /// What the header calls the step.
  private var stepName: [UInt8] = []
  /// The column of the step where it is a metric too.
  private var stepMetric: Int?
  private var rowNumber: Int64 = 0
  /// Plain rows on their way to the columns.
  private var block = RowBlock(width: 0)
  /// Whether rows may go by the block: not where two cells of a row belong to one column.
  private var usesBlocks = false
  /// Whether no cell but the step's is passed over.
  private var allCellsCount = false
  /// Rows that were no plain ones, one after the other; with too many of them, looking is a waste.
  private var oddRows = 0

  /// A reader for a file whose separator is known.
  init(path: String, separator: UInt8, options: ReadingOptions) {
    self.path = path
    self.separator = separator
    toldStepColumn = options.stepColumn
    builder = RunBuilder(keep: options.keep)
  }

  mutating func consume(_ text: Span<UInt8>, count: Int, isLast: Bool) throws(RunError) -> Int {
    var position = 0
    if !hasHeader {
      let header = try CSVHeader.parse(
        text, count: count, isLast: isLast, separator: separator, path: path)
      guard let header else { return 0 }
      try begin(with: header)
      position = header.next
    }
    while position < count {
      if usesBlocks, oddRows < 8 || rowNumber & 63 == 0 {
        let start = position
        let plain = CSVPlainRows.read(
          text, from: position, separator: separator, stepCell: stepCell, stepIsMetric: stepMetric != nil,
          firstNumber: rowNumber, scanner: scanner, columns: columns, allCellsCount: allCellsCount,
          cells: &block.cells, steps: &block.steps)
        position = plain.end
        block.count = plain.count
        oddRows = position == start ? oddRows + 1 : 0
        if block.count > 0 { addBlock() }
        if position > start, position < count { continue }
        if position >= count { return position }
      }
      let next = try readRow(text, from: position, count: count, isLast: isLast)
      guard next >= 0 else { return position }
      position = next
    }
    return position
  }

  mutating func reserve(scale: Double) { builder.reserve(scale: scale) }

  consuming func finished() throws(RunError) -> LogContent {
    guard builder.hasRows else {
      throw rowNumber > 0 && builder.tally.count(of: .rowsWithoutStep) < rowNumber
        ? .noMetrics(path: path) : .noRows(path: path)
    }
    return builder.finished()
  }

  // MARK: Header

  private mutating func begin(with header: CSVHeader) throws(RunError) {
    guard !header.isNumeric else { throw .noHeader(path: path, line: header.line) }
    hasHeader = true
    line = header.lines + 1
    try mapColumns(header)
    if stepCell < 0 { builder.tally.add(.noStepColumn) }
  }

  /// Finds out which column each cell of a row belongs to.
  private mutating func mapColumns(_ header: CSVHeader) throws(RunError) {
    stepCell = try findStepCell(header.names)
    stepName = stepCell < 0 ? [] : Array(header.names[stepCell].utf8)
    stepMetric = nil
    columns = []
    var seen: Set<String> = []
    for (cell, name) in header.names.enumerated() {
      if cell == stepCell, !StepNames.isAlsoMetric(name) {
        columns.append(-1)
      } else if name.isEmpty {
        columns.append(-1)
        if cell < header.names.count - 1 { builder.tally.add(.unnamedColumns, line: header.line) }
      } else {
        guard let column = builder.column(named: name) else {
          throw .tooManyMetrics(path: path, limit: RunBuilder.metricLimit)
        }
        columns.append(column)
        if cell == stepCell { stepMetric = column }
        if !seen.insert(name).inserted {
          builder.tally.add(.duplicateColumns, line: header.line, name: name)
        }
      }
    }
    usesBlocks = builder.tally.count(of: .duplicateColumns) == 0
    allCellsCount = columns.indices.allSatisfy { columns[$0] >= 0 || $0 == stepCell }
    block = RowBlock(width: columns.count)
  }

  private func findStepCell(_ names: [String]) throws(RunError) -> Int {
    guard let told = toldStepColumn else {
      let ranked = names.enumerated().compactMap { cell, name in
        StepNames.rank(of: name).map { (rank: $0, cell: cell) }
      }
      return ranked.min { $0.rank < $1.rank }?.cell ?? -1
    }
    if let cell = names.firstIndex(of: told) { return cell }
    let folded = told.lowercased()
    if let cell = names.firstIndex(where: { $0.lowercased() == folded }) { return cell }
    throw .noSuchStepColumn(path: path, name: told, nearest: Suggestion.nearest(to: told, among: names))
  }

  // MARK: Rows

  private enum StepCell { case missing, unusable, read }

  private mutating func addBlock() {
    builder.add(block, columns: columns, firstLine: line)
    line &+= block.count
    rowNumber &+= Int64(block.count)
    block.count = 0
  }

  /// Reads any row, the one that begins at `start`; the offset of the next one, or -1 where it may go on beyond the
  /// text.
  private mutating func readRow(
    _ text: Span<UInt8>, from start: Int, count: Int, isLast: Bool
  ) throws(RunError) -> Int {
    let separator = self.separator
    let newline = CSVCell.newline
    row.removeAll()
    var position = start
    var cell = 0
    var step: Int64 = 0
    var stepState = StepCell.missing
    var lineEnds = 1
    var hasExtraCell = false
    while true {
      let byte = text[position]
      if byte == separator {
        position &+= 1
        cell &+= 1
        continue
      }
      if byte == newline { break }
      guard
        let found = CSVCell.find(
          in: text, from: position, count: count, isLast: isLast, separator: separator)
      else { return -1 }
      if cell == stepCell {
        (step, stepState) = readStep(text, found)
        if stepState == .unusable, found.content(of: text) == stepName {
          return try readHeaderAgain(text, from: start, count: count, isLast: isLast)
        }
      } else if cell < columns.count {
        try readCell(text, found, column: columns[cell], lineEnds: lineEnds)
      } else if found.end > found.start {
        hasExtraCell = true
      }
      lineEnds += found.lineEnds
      position = found.next
      if position < count, text[position] == separator {
        position &+= 1
        cell &+= 1
        continue
      }
      break
    }
    if position >= count {
      guard isLast else { return -1 }
      if isTorn(cells: cell + 1) {
        builder.tally.add(.tornLastLine, line: line)
        return count
      }
    }
    if position == start || (position == start + 1 && text[start] == CSVCell.carriageReturn) {
      line &+= 1
      return position &+ 1
    }
    if cell &+ 1 != columns.count, cell &+ 1 < columns.count || hasExtraCell {
      builder.tally.add(.raggedRows, line: line)
    }
    addRow(step: step, state: stepState)
    line &+= lineEnds
    return min(count, position &+ 1)
  }

  /// Reads a header between the rows: a logger was told to append to the file, and its metrics may be others.
  private mutating func readHeaderAgain(
    _ text: Span<UInt8>, from start: Int, count: Int, isLast: Bool
  ) throws(RunError) -> Int {
    row.removeAll()
    let header = try CSVHeader.parse(
      text.extracting(start..<text.count), count: count - start, isLast: isLast, separator: separator, path: path)
    guard let header else { return -1 }
    builder.tally.add(.repeatedHeaders, line: line)
    try mapColumns(header)
    line &+= header.lines
    return start + header.next
  }

  private mutating func addRow(step: Int64, state: StepCell) {
    let number = rowNumber
    rowNumber &+= 1
    if stepCell < 0 {
      builder.add(row, step: number, line: line)
      return
    }
    switch state {
    case .read:
      if let stepMetric { row.append(Double(step), column: stepMetric) }
      builder.add(row, step: step, line: line)
    case .missing: builder.tally.add(.rowsWithoutStep, line: line)
    case .unusable: builder.tally.add(.unusableSteps, line: line)
    }
  }

  /// Whether a last line without a line end is a cut one: cells are missing, or its last cell is the
  /// beginning of a number (`1e-`) in a column that has held only numbers so far.
  private func isTorn(cells: Int) -> Bool {
    if cells < columns.count { return true }
    guard cells == columns.count, let column = columns.last, column >= 0 else { return false }
    return row.textColumns.last == column && builder.isNumeric(column)
  }

  private func readStep(_ text: Span<UInt8>, _ cell: CSVCell) -> (Int64, StepCell) {
    if !cell.isGarbled, let step = StepScanner.step(in: text, from: cell.start, to: cell.end) {
      return (step, .read)
    }
    switch SpecialNumber.meaning(of: text, from: cell.start, to: cell.end) {
    case .missing: return (0, .missing)
    case .value(let value): return (0, value.isNaN ? .missing : .unusable)
    case .text: return (0, .unusable)
    }
  }

  private mutating func readCell(
    _ text: Span<UInt8>, _ cell: CSVCell, column: Int, lineEnds: Int
  ) throws(RunError) {
    guard column >= 0, cell.end > cell.start else { return }
    if !cell.isGarbled {
      let number = scanner.scan(text, from: cell.start)
      if number.end == cell.end {
        row.append(number.value, column: column)
        return
      }
      switch SpecialNumber.meaning(of: text, from: cell.start, to: cell.end) {
      case .value(let value):
        row.append(value, column: column)
        return
      case .missing:
        return
      case .text:
        if cell.hasDecimalComma(text) {
          let shown = String(decoding: cell.content(of: text).prefix(40), as: UTF8.self)
          throw .decimalComma(path: path, line: line + lineEnds - 1, text: shown)
        }
      }
    }
    row.appendText(column: column)
  }
}
