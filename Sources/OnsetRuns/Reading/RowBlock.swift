/// Rows of a table that are read together and reach the columns together, column by column: appending to an
/// array costs several times as much for each value as for many at once.
struct RowBlock {
  /// The bits of the values, row by row; ``missing`` where a cell is empty.
  var cells: [UInt64]
  /// The steps of the rows.
  var steps: [Int64]
  /// Cells in a row.
  let width: Int
  /// Rows in use.
  var count = 0

  /// A NaN that no text is read as.
  static let missing: UInt64 = 0x7FF4_DEAD_0000_0000

  /// Enough rows to make appending cheap, few enough to stay in the second-level cache.
  init(width: Int) {
    self.width = width
    let rows = max(1, min(256, 16_384 / max(1, width)))
    cells = Array(repeating: Self.missing, count: rows * width)
    steps = Array(repeating: 0, count: rows)
  }
}
