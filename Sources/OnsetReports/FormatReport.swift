package import OnsetText

/// What `onset fmt` says: a line for each file that changed or would, with a small comparison, and how many there are.
package struct FormatReport: Sendable {
  private let isCheck: Bool
  private let style: TextStyle
  private var fileCount = 0
  private var changedCount = 0
  private var faultyCount = 0

  package init(isCheck: Bool, style: TextStyle) {
    self.isCheck = isCheck
    self.style = style
  }

  package var hasChanges: Bool { changedCount > 0 }

  /// Counts a file, and says what changes in it; nil is a file that is formatted.
  @discardableResult
  package mutating func add(_ path: String, _ change: (old: SourceFile, new: SourceFile)?) -> String {
    fileCount += 1
    guard let change else { return "" }
    changedCount += 1
    guard isCheck else { return "formatted \(TerminalText.safe(path))\n" }
    return "\(TerminalText.safe(path))\n\(LineComparison(change.old, change.new).text(style))\n"
  }

  /// Counts a file that stays as it is, since it is no YAML.
  package mutating func addFaulty() {
    fileCount += 1
    faultyCount += 1
  }

  /// The last line.
  package var ending: String {
    guard fileCount > 0 else { return "no file to format\n" }
    var parts = [DisplayNumber.counted(fileCount, "file")]
    if changedCount > 0 { parts.append("\(changedCount) \(isCheck ? "not formatted" : "changed")") }
    if faultyCount > 0 { parts.append("\(faultyCount) left as \(faultyCount == 1 ? "it is" : "they are")") }
    return parts.count == 1 ? "\(parts[0]), all formatted\n" : "\(parts.joined(separator: ", "))\n"
  }
}
