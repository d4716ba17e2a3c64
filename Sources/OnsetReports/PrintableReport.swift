/// A result that can be printed in every format that commands have.
package protocol PrintableReport {
  /// For a terminal; ends with a line end.
  func text(_ style: TextStyle) -> String
  /// For a page; ends with a line end.
  var markdown: String { get }
  /// One JSON value, without a line end.
  var json: String { get }
  /// A JSON object for each line.
  var lines: [String] { get }
  /// Lines of comma-separated values.
  var csv: String { get }
}
