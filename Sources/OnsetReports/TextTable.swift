/// A table in columns of text, with numbers to the right; as plain text, Markdown or CSV.
package struct TextTable: Sendable {
  package enum Alignment: Sendable {
    case left, right
  }

  package struct Column: Sendable {
    package var title: String
    package var alignment: Alignment

    package init(_ title: String, _ alignment: Alignment = .left) {
      self.title = title
      self.alignment = alignment
    }
  }

  package var columns: [Column]
  package private(set) var rows: [[String]] = []

  package init(_ columns: [Column]) {
    self.columns = columns
  }

  /// Adds a row; it has a cell for each column.
  package mutating func append(_ cells: [String]) {
    precondition(cells.count == columns.count, "a cell for each column")
    rows.append(cells)
  }

  /// Columns two spaces apart under their titles; trailing spaces are left out.
  package func plain(indent: String = "") -> String {
    let widths = columns.indices.map { column in
      ([columns[column].title] + rows.map { $0[column] }).map(Self.width).max() ?? 0
    }
    return ([columns.map(\.title)] + rows).map { cells in
      let padded = cells.indices.map { pad(cells[$0], to: widths[$0], columns[$0].alignment) }
      var line = indent + padded.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  /// A pipe table of GitHub's Markdown; what would be markup in a cell is escaped.
  package var markdown: String {
    let header = "| " + columns.map { Self.escaped($0.title) }.joined(separator: " | ") + " |\n"
    let rule = "| " + columns.map { $0.alignment == .left ? "---" : "---:" }.joined(separator: " | ") + " |\n"
    return header + rule + rows.map { "| " + $0.map(Self.escaped).joined(separator: " | ") + " |\n" }.joined()
  }

  /// Comma-separated values (RFC 4180, lines ended by LF).
  package var csv: String {
    ([columns.map(\.title)] + rows).map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined()
  }

  private func pad(_ text: String, to width: Int, _ alignment: Alignment) -> String {
    let padding = String(repeating: " ", count: max(0, width - Self.width(text)))
    return alignment == .left ? text + padding : padding + text
  }

  /// How many columns of a terminal a text takes; wide characters are not known of.
  private static func width(_ text: String) -> Int { text.count }

  /// A text with what would be markup in it escaped.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in TerminalText.safe(text, keepsLines: true) {
      if "\\`*_[]<>|#".contains(character) { result.append("\\") }
      result.append(character == "\n" || character == "\r\n" ? " " : character)
    }
    return result
  }

  /// A cell for CSV. One that a spreadsheet would take for a formula stays as it is: it is data, not a sheet.
  package static func quoted(_ text: String) -> String {
    let text = TerminalText.safe(text, keepsLines: true)
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
