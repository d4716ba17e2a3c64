package import OnsetRuns
import OnsetText

/// A run as text that reads back as the same run: steps whole, every value as the shortest text that is the same double.
///
/// CSV has empty cells where nothing was logged, and `nan`, `inf` and `-inf`; JSON lines have these as texts, leave out
/// what was not logged, and name every metric in the first line, so that their order stays. Rows in which none of the
/// metrics was logged are left out. The payload of a NaN is not kept.
package struct RunExport: Sendable {
  package enum Format: String, Sendable, CaseIterable {
    case csv, jsonl
  }

  /// Why a run cannot be exported.
  package enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// No metric was chosen that the run logs.
    case noMetrics
    /// The format cannot hold a metric of this name.
    case name(String, Format)

    package var description: String {
      switch self {
      case .noMetrics: "there is no metric to export"
      case .name(let name, .csv):
        "no header of CSV can hold the name of the metric `\(TerminalText.safe(name))`: export it with `--to jsonl`"
      case .name(let name, .jsonl):
        "the metric `\(TerminalText.safe(name))` has the name of the step, which a line of JSON has once: "
          + "export it with `--to csv`"
      }
    }
  }

  private let format: Format
  private let rows: [Int64]
  private let columns: [RunColumn]
  /// The names as the format spells them.
  private let names: [String]
  /// By column: the first sample that has not been written.
  private var next: [Int]
  private var row = 0
  private var hasHeader = false

  /// The columns of a run, in its order.
  package init(_ run: Run, to format: Format) throws(Failure) {
    guard !run.columns.isEmpty else { throw .noMetrics }
    self.format = format
    rows = run.rows
    columns = run.columns
    next = Array(repeating: 0, count: columns.count)
    switch format {
    case .csv:
      if let name = columns.map(\.name).first(where: { !Self.fitsCSV($0) }) { throw .name(name, format) }
      names = columns.map { Self.quoted($0.name) }
    case .jsonl:
      if columns.contains(where: { $0.name == Self.stepName }) { throw .name(Self.stepName, format) }
      names = columns.map { JSONOutput.quoted($0.name) }
    }
  }

  /// The name of the step: no other is preferred to it by who reads a log.
  private static let stepName = "step"
  /// How much text is made at a time.
  private static let pieceBytes = 1 << 16

  /// The next piece of the text; nil at its end. O(rows x metrics) in all.
  package mutating func piece() -> [UInt8]? {
    guard row < rows.count else { return nil }
    var text: [UInt8] = []
    text.reserveCapacity(Self.pieceBytes + 4096)
    if format == .csv, !hasHeader { write("\(Self.stepName),\(names.joined(separator: ","))\n", to: &text) }
    while row < rows.count, text.count < Self.pieceBytes {
      let start = text.count
      let step = rows[row]
      row += 1
      let isWritten = format == .csv ? writeCells(step, to: &text) : writeObject(step, to: &text)
      if !isWritten { text.removeLast(text.count - start) }
      hasHeader = hasHeader || format == .csv || isWritten
    }
    return text
  }

  /// A line of CSV; whether it has a sample.
  private mutating func writeCells(_ step: Int64, to text: inout [UInt8]) -> Bool {
    write("\(step)", to: &text)
    var hasSample = false
    for column in columns.indices {
      text.append(UInt8(ascii: ","))
      guard let value = sample(of: column, at: step) else { continue }
      hasSample = true
      write(value.jsonText ?? Self.word(value), to: &text)
    }
    text.append(UInt8(ascii: "\n"))
    return hasSample
  }

  /// A line of JSON; whether it has a sample.
  private mutating func writeObject(_ step: Int64, to text: inout [UInt8]) -> Bool {
    let namesAll = !hasHeader
    write("{\"\(Self.stepName)\": \(step)", to: &text)
    var hasSample = false
    for column in columns.indices {
      let value = sample(of: column, at: step)
      guard value != nil || namesAll else { continue }
      hasSample = hasSample || value != nil
      text.append(contentsOf: [UInt8(ascii: ","), UInt8(ascii: " ")])
      write(names[column], to: &text)
      text.append(contentsOf: [UInt8(ascii: ":"), UInt8(ascii: " ")])
      write(value.map { $0.jsonText ?? "\"\(Self.word($0))\"" } ?? "null", to: &text)
    }
    text.append(contentsOf: [UInt8(ascii: "}"), UInt8(ascii: "\n")])
    return hasSample
  }

  private mutating func sample(of column: Int, at step: Int64) -> Double? {
    let index = next[column]
    guard index < columns[column].steps.count, columns[column].steps[index] == step else { return nil }
    next[column] = index + 1
    return columns[column].values[index]
  }

  private func write(_ string: String, to text: inout [UInt8]) { text.append(contentsOf: string.utf8) }

  private static func word(_ value: Double) -> String { value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }

  // MARK: Names in CSV

  /// Whether a header gives the name back: readers trim spaces, and take cells beyond a size for a stray quote.
  private static func fitsCSV(_ name: String) -> Bool {
    let bytes = name.utf8
    let space = UInt8(ascii: " ")
    return !name.isEmpty && bytes.first != space && bytes.last != space && bytes.count < 32 << 10
      && !bytes.contains(0)
  }

  private static func quoted(_ name: String) -> String {
    // A tab or semicolon could be taken for what parts the cells, and a tab at an end for a space.
    let special = Set(",\"\n\r\t; ".utf8)
    guard name.utf8.contains(where: special.contains) else { return name }
    var spelt = "\""
    for scalar in name.unicodeScalars {
      spelt.unicodeScalars.append(scalar)
      if scalar == "\"" { spelt.unicodeScalars.append(scalar) }
    }
    return spelt + "\""
  }
}
