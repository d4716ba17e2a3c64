/// A drawing of dots, of which a character holds two columns and four rows (Unicode's Braille patterns).
struct BrailleCanvas {
  /// In characters.
  let width: Int
  let height: Int
  private var cells: [UInt8]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    cells = Array(repeating: 0, count: width * height)
  }

  /// Sets a dot; columns from the left, rows from the bottom, both from 0. One outside is left out.
  mutating func set(column: Int, row: Int) {
    let fromTop = height * 4 - 1 - row
    guard column >= 0, column < width * 2, fromTop >= 0, fromTop < height * 4 else { return }
    // The bits of a pattern: three rows left, three right, then the lowest row.
    let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]
    cells[fromTop / 4 * width + column / 2] |= bits[column % 2][fromTop % 4]
  }

  /// Sets the dots between two places, both included.
  mutating func draw(from start: (column: Int, row: Int), to end: (column: Int, row: Int)) {
    let length = max(abs(end.column - start.column), abs(end.row - start.row))
    for index in 0...max(length, 1) {
      let share = Double(index) / Double(max(length, 1))
      set(
        column: start.column + Int((Double(end.column - start.column) * share).rounded()),
        row: start.row + Int((Double(end.row - start.row) * share).rounded()))
    }
  }

  /// The character at a place, both from the top left; nil where no dot is set.
  func character(column: Int, row: Int) -> Character? {
    let cell = cells[row * width + column]
    return cell == 0 ? nil : Unicode.Scalar(0x2800 + UInt32(cell)).map { Character($0) }
  }

  /// A line of characters, from the top; empty ones are spaces, and those at the end are left out.
  func line(_ row: Int) -> String {
    var text = ""
    for cell in cells[row * width..<(row + 1) * width] {
      text.unicodeScalars.append(cell == 0 ? " " : Unicode.Scalar(0x2800 + UInt32(cell)) ?? " ")
    }
    while text.last == " " { text.removeLast() }
    return text
  }
}
