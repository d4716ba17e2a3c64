/// Gathers rows as readers find them into the columns of a run: merges rows of one step, keeps the later of
/// two samples at a step, and sorts.
struct RunBuilder {
  /// More metrics than this are an error: such a "log" is a matrix, and each name costs memory.
  static let metricLimit = 100_000

  private let keep: MetricSelection
  private var columns: [ColumnBuilder] = []
  private var columnOfName: [String: Int] = [:]
  /// The steps of the rows in file order, rows of one step that follow each other merged.
  private var rows: [Int64] = []
  private var isOrdered = true
  private var greatestStep = Int64.min
  var tally = NoteTally()

  init(keep: MetricSelection) { self.keep = keep }

  /// Whether a row has been added.
  var hasRows: Bool { !rows.isEmpty }

  /// The column of a metric; a new name gets a new one. Nil when there are too many.
  mutating func column(named name: String) -> Int? {
    if let known = columnOfName[name] { return known }
    guard columns.count < Self.metricLimit else { return nil }
    columns.append(ColumnBuilder(name: name, isKept: keep.contains(name)))
    columnOfName[name] = columns.count - 1
    return columns.count - 1
  }

  func name(of column: Int) -> String { columns[column].name }

  /// Whether a column has held numbers and no text so far.
  func isNumeric(_ column: Int) -> Bool { columns[column].hasSample && columns[column].textCells == 0 }

  /// Adds a complete row. A row without a sample is none.
  @inline(__always)
  mutating func add(_ row: RowBuffer, step: Int64, line: Int) {
    if !row.textColumns.isEmpty { noteText(row, line: line) }
    guard row.count > 0 else { return }
    if rows.isEmpty || step > greatestStep {
      rows.append(step)
      greatestStep = step
    } else if rows[rows.count &- 1] != step {
      addOutOfOrder(step, line: line)
    }
    let rowIndex = rows.count &- 1
    for index in 0..<row.count {
      let (column, value) = row.sample(index)
      columns[column].append(value, rowIndex: rowIndex, line: line, rows: rows)
    }
  }

  /// Adds the rows of a block, each of which has a sample and a line of its own; `columns` says which column
  /// each cell belongs to, no two to one, or -1.
  mutating func add(_ block: RowBlock, columns cellColumns: [Int], firstLine: Int) {
    let firstRow = rows.count
    var inOrder = 0
    while inOrder < block.count, rows.isEmpty || block.steps[inOrder] > greatestStep {
      greatestStep = block.steps[inOrder]
      rows.append(greatestStep)
      inOrder += 1
    }
    for (cell, column) in cellColumns.enumerated() where column >= 0 {
      columns[column].append(
        block, cell: cell, count: inOrder, firstRow: firstRow, firstLine: firstLine, rows: rows)
    }
    guard inOrder < block.count else { return }
    var row = RowBuffer()
    for index in inOrder..<block.count {
      row.removeAll()
      for (cell, column) in cellColumns.enumerated() where column >= 0 {
        let bits = block.cells[index * block.width + cell]
        if bits != RowBlock.missing { row.append(Double(bitPattern: bits), column: column) }
      }
      add(row, step: block.steps[index], line: firstLine + index)
    }
  }

  /// Makes room for the whole log, of which `1 / scale` has been read.
  mutating func reserve(scale: Double) {
    rows.reserveCapacity(Int(Double(rows.count) * scale))
    for index in columns.indices { columns[index].reserve(scale: scale) }
  }

  @inline(never)
  private mutating func addOutOfOrder(_ step: Int64, line: Int) {
    if step < greatestStep { tally.add(.stepsOutOfOrder, line: line) }
    isOrdered = false
    rows.append(step)
  }

  @inline(never)
  private mutating func noteText(_ row: RowBuffer, line: Int) {
    for column in row.textColumns {
      if columns[column].textCells == 0 { columns[column].firstTextLine = line }
      columns[column].textCells += 1
    }
  }

  /// The columns and notes, sorted.
  consuming func finished() -> LogContent {
    for column in columns where column.textCells > 0 {
      tally.add(.textCells, count: column.textCells, line: column.firstTextLine, name: column.name)
    }
    var sortedRows = rows
    var order: [Int]?
    if !isOrdered {
      let rowOrder = rows.stableOrder()
      sortedRows = []
      for index in rowOrder where sortedRows.last != rows[index] { sortedRows.append(rows[index]) }
      order = rowOrder
    }
    var finished = LogContent(rows: sortedRows)
    for column in columns where column.hasSample {
      finished.metricNames.append(column.name)
      guard column.isKept else { continue }
      let (made, repeats) = column.finished(unsortedRows: rows, order: order, rows: sortedRows)
      if repeats > 0 {
        tally.add(.repeatedSteps, count: repeats, line: column.firstRepeatLine, name: column.name)
      }
      finished.columns.append(made)
    }
    finished.notes = tally.notes
    return finished
  }
}
