import OnsetText

/// What `onset fmt` says of each file, and how many there are.
package struct FormatReport: Sendable {
  package enum State: String, Hashable, Sendable {
    case formatted
    case changed
    /// Would be changed.
    case unformatted
    /// Left as it is, since it is no YAML.
    case faulty
  }

  private var files: [(path: String, state: State, comparison: LineComparison?)] = []

  package init() {}

  /// Adds a file; with a comparison where it is to be seen what would change.
  package mutating func add(_ path: String, _ state: State, _ comparison: LineComparison? = nil) {
    files.append((path, state, comparison))
  }

  package func count(_ state: State) -> Int { files.count { $0.state == state } }

  /// The files that are not as they should be or were not, and a last line with counts.
  package func text(_ style: TextStyle) -> String {
    var text = ""
    for file in files {
      let path = TerminalText.safe(file.path)
      switch file.state {
      case .changed: text += "formatted \(path)\n"
      case .unformatted: text += "\(path)\n\(file.comparison?.text(style) ?? "")\n"
      case .formatted, .faulty: break
      }
    }
    return text + ending
  }

  private var ending: String {
    guard !files.isEmpty else { return "no file to format\n" }
    var parts = [DisplayNumber.counted(files.count, "file")]
    if count(.changed) > 0 { parts.append("\(count(.changed)) changed") }
    if count(.unformatted) > 0 { parts.append("\(count(.unformatted)) not formatted") }
    if count(.faulty) > 0 { parts.append("\(count(.faulty)) left as \(count(.faulty) == 1 ? "it is" : "they are")") }
    return parts.count == 1 ? "\(parts[0]), all formatted\n" : "\(parts.joined(separator: ", "))\n"
  }

  /// A row for each file.
  package var table: TextTable {
    var table = TextTable([.init("file"), .init("state")])
    for file in files { table.append([file.path, file.state.rawValue]) }
    return table
  }

  /// An object for each file.
  package var jsonLines: [String] {
    files.map { file in
      JSONOutput.object([
        ("file", JSONOutput.quoted(file.path)), ("state", JSONOutput.quoted(file.state.rawValue)),
      ])
    }
  }
}
