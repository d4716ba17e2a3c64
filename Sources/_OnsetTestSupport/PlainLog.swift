/// A run as a small table: what tests make their inputs of.
package struct PlainLog: Sendable {
  /// Steps, strictly ascending.
  package var steps: [Int64]
  package var columns: [(name: String, values: [Double?])]

  package init(steps: [Int64], columns: [(name: String, values: [Double?])]) {
    self.steps = steps
    self.columns = columns
  }

  /// A log in CSV: the first column has the steps, an empty cell was not logged. There are no quotes.
  package init(csv: String) {
    let lines = csv.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    steps = lines.dropFirst().map { Int64($0[0]) ?? .min }
    columns = lines[0].indices.dropFirst().map { column in
      (String(lines[0][column]), lines.dropFirst().map { $0[column].isEmpty ? nil : Double($0[column]) })
    }
  }

  package func column(_ name: String) -> [Double?]? { columns.first { $0.name == name }?.values }

  /// The steps at which any column has a value.
  package var rows: [Int64] {
    steps.indices.filter { index in columns.contains { $0.values[index] != nil } }.map { steps[$0] }
  }

  /// The samples of a column; none for a name that there is not.
  package func samples(_ name: String) -> (steps: [Int64], values: [Double]) {
    let values = column(name) ?? []
    let logged = values.indices.filter { values[$0] != nil }
    return (logged.map { steps[$0] }, logged.compactMap { values[$0] })
  }
}
