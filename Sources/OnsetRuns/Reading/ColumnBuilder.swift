/// A metric that is being read.
///
/// While it has had a sample at every row so far, only values are stored and the steps are the rows
/// themselves; at the first row without it, it gets steps of its own.
struct ColumnBuilder {
  let name: String
  /// Whether its values are wanted.
  let isKept: Bool
  /// Whether it has had a sample; a column that never has one is no metric.
  private(set) var hasSample = false
  /// Cells of it that held text, and the line of the first.
  var textCells = 0
  var firstTextLine = 0
  /// Samples at a step that already had one, and the line of the first.
  private(set) var repeats = 0
  private(set) var firstRepeatLine = 0

  private var values: [Double] = []
  private var ownSteps: [Int64] = []
  private var isDense = true

  init(name: String, isKept: Bool) {
    self.name = name
    self.isKept = isKept
  }

  /// A sample at `rows[rowIndex]`, the last of the rows so far.
  @inline(__always)
  mutating func append(_ value: Double, rowIndex: Int, line: Int, rows: [Int64]) {
    hasSample = true
    guard isKept else { return }
    if isDense, values.count == rowIndex {
      values.append(value)
    } else {
      appendSparse(value, rowIndex: rowIndex, line: line, rows: rows)
    }
  }

  /// A cell of each of the first `count` rows of a block, which are `rows[firstRow...]`, the last rows so far.
  mutating func append(_ block: RowBlock, cell: Int, count: Int, firstRow: Int, firstLine: Int, rows: [Int64]) {
    let cells = block.cells.span
    let width = block.width
    var row = 0
    if !isKept {
      while !hasSample, row < count {
        hasSample = cells[row &* width &+ cell] != RowBlock.missing
        row &+= 1
      }
      return
    }
    if isDense, values.count == firstRow {
      values.append(addingCapacity: count) { output in
        while row < count {
          let bits = cells[row &* width &+ cell]
          if bits == RowBlock.missing { break }
          output.append(Double(bitPattern: bits))
          row &+= 1
        }
      }
      hasSample = hasSample || row > 0
    }
    while row < count {
      let bits = cells[row &* width &+ cell]
      if bits != RowBlock.missing {
        append(Double(bitPattern: bits), rowIndex: firstRow &+ row, line: firstLine &+ row, rows: rows)
      }
      row &+= 1
    }
  }

  /// Makes room for `scale` times as many samples as there are, so that growing does not copy them again and
  /// again. Untouched room costs no memory, only addresses.
  mutating func reserve(scale: Double) {
    guard isKept, !values.isEmpty else { return }
    values.reserveCapacity(Int(Double(values.count) * scale))
    if !isDense { ownSteps.reserveCapacity(Int(Double(ownSteps.count) * scale)) }
  }

  @inline(never)
  private mutating func appendSparse(_ value: Double, rowIndex: Int, line: Int, rows: [Int64]) {
    if isDense {
      if values.count > rowIndex {
        replaceLast(value, line: line)
        return
      }
      ownSteps = Array(rows[..<values.count])
      isDense = false
    }
    if ownSteps.last == rows[rowIndex] {
      replaceLast(value, line: line)
    } else {
      ownSteps.append(rows[rowIndex])
      values.append(value)
    }
  }

  private mutating func replaceLast(_ value: Double, line: Int) {
    values[values.count - 1] = value
    noteRepeat(line: line)
  }

  private mutating func noteRepeat(line: Int) {
    if repeats == 0 { firstRepeatLine = line }
    repeats += 1
  }

  /// The finished column. `order` is nil where the rows came in order; otherwise it sorts `unsortedRows`
  /// into `rows`, equal steps in file order.
  consuming func finished(unsortedRows: [Int64], order: [Int]?, rows: [Int64]) -> (RunColumn, repeats: Int) {
    if isDense, values.count < unsortedRows.count {
      ownSteps = Array(unsortedRows[..<values.count])
      isDense = false
    }
    guard let order else {
      return (RunColumn(name: name, steps: isDense ? rows : ownSteps, values: values), repeats)
    }
    let steps = isDense ? unsortedRows : ownSteps
    let ownOrder = isDense ? order : steps.stableOrder()
    var sortedSteps: [Int64] = []
    var sortedValues: [Double] = []
    sortedValues.reserveCapacity(values.count)
    var laterRepeats = 0
    for index in ownOrder {
      if sortedSteps.last == steps[index] {
        sortedValues[sortedValues.count - 1] = values[index]
        laterRepeats += 1
      } else {
        sortedSteps.append(steps[index])
        sortedValues.append(values[index])
      }
    }
    let column = RunColumn(name: name, steps: isDense ? rows : sortedSteps, values: sortedValues)
    return (column, repeats + laterRepeats)
  }
}

extension [Int64] {
  /// The indices that sort the steps, equal ones in the order in which they stand.
  func stableOrder() -> [Int] {
    indices.sorted { left, right in
      self[left] == self[right] ? left < right : self[left] < self[right]
    }
  }
}
