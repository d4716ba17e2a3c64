/// The quick way through rows that hold nothing but numbers.
enum CSVPlainRows {
  /// Where the rows that were read end, and how many there were.
  struct Result {
    var end: Int
    var count: Int
  }

  /// Reads rows while they are plain: a step, and as many cells as the header has, each empty, a
  /// number or `nan`, and at least one number. Ends before the first row that is not, that does not end in the text, or
  /// for which the block has no room.
  ///
  /// `stepCell` is the cell of the step; -1 numbers the rows from `firstNumber`. `columns` has the column of each
  /// cell, -1 for one that is passed over; `allCellsCount` says that only the step's is such a one.
  static func read(
    _ text: Span<UInt8>, from start: Int, separator: UInt8, stepCell: Int, stepIsMetric: Bool,
    firstNumber: Int64, scanner: NumberScanner, columns: [Int], allCellsCount: Bool,
    cells blockCells: inout [UInt64],
    steps blockSteps: inout [Int64]
  ) -> Result {
    let newline = CSVCell.newline
    let width = columns.count
    var number = firstNumber
    var rowStart = start
    var count = 0
    var cells = blockCells.mutableSpan
    var steps = blockSteps.mutableSpan
    rows: while count < steps.count {
      var position = rowStart
      var cell = count &* width
      let lastCell = cell &+ width &- 1
      let stepIndex = stepCell < 0 ? -1 : cell &+ stepCell
      var isEmpty = true
      while true {
        let byte = text[position]
        if byte == separator || byte == newline || byte == CSVCell.carriageReturn {
          if cell == stepIndex { break rows }
          cells[cell] = RowBlock.missing
        } else if cell == stepIndex {
          let first = position
          var whole: Int64 = 0
          var digit = byte &- UInt8(ascii: "0")
          while digit < 10, position &- first < 18 {
            whole = whole &* 10 &+ Int64(digit)
            position &+= 1
            digit = text[position] &- UInt8(ascii: "0")
          }
          if position == first { break rows }
          steps[count] = whole
          cells[cell] = Double(whole).bitPattern
          if stepIsMetric { isEmpty = false }
        } else {
          let number = scanner.scan(text, from: position)
          if number.end != position {
            cells[cell] = number.value.bitPattern
            position = number.end
          } else {
            guard let word = SpecialNumber.common(text, from: position) else { break rows }
            cells[cell] = word.value.bitPattern
            position = word.end
          }
          if allCellsCount || columns[cell &- count &* width] >= 0 { isEmpty = false }
        }
        if cell < lastCell {
          guard text[position] == separator else { break rows }
          position &+= 1
          cell &+= 1
          continue
        }
        if text[position] == CSVCell.carriageReturn { position &+= 1 }
        guard text[position] == newline, !isEmpty else { break rows }
        break
      }
      if stepIndex < 0 { steps[count] = number }
      number &+= 1
      rowStart = position &+ 1
      count &+= 1
    }
    return Result(end: rowStart, count: count)
  }
}
