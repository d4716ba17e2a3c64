/// The samples of the row that is being read: they reach the columns only when the whole row is there.
struct RowBuffer {
  private(set) var count = 0
  private var columns: [Int] = []
  private var values: [Double] = []
  /// Columns of which this row's cell holds text.
  private(set) var textColumns: [Int] = []

  @inline(__always)
  mutating func removeAll() {
    count = 0
    if !textColumns.isEmpty { textColumns.removeAll(keepingCapacity: true) }
  }

  @inline(__always)
  mutating func append(_ value: Double, column: Int) {
    if count == values.count {
      columns.append(column)
      values.append(value)
    } else {
      columns[count] = column
      values[count] = value
    }
    count &+= 1
  }

  mutating func appendText(column: Int) { textColumns.append(column) }

  @inline(__always)
  func sample(_ index: Int) -> (column: Int, value: Double) { (columns[index], values[index]) }
}
