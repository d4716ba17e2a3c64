package import OnsetText

/// Two states of a file, line by line: what goes and what comes, with a line around.
package struct LineComparison: Sendable {
  private enum Line {
    case same(String)
    case removed(String)
    case added(String)
  }

  private let lines: [(number: Int, line: Line)]

  /// Whether there is more that differs than was compared.
  private let isCut: Bool

  /// The most lines that are compared.
  private static let comparedCount = 1_000

  /// The most lines that are shown.
  private static let limit = 40

  package init(_ old: SourceFile, _ new: SourceFile) {
    var before = Self.lines(of: old)
    var after = Self.lines(of: new)
    // What is behind the last line end is a line only where the other file has another end.
    if before.last == "", after.last == "" {
      before.removeLast()
      after.removeLast()
    }
    // What is the same at both ends need not be compared, and of what is left only so much is looked at: a comparison
    // costs the square of what differs, and few lines are shown.
    let shorter = min(before.count, after.count)
    let prefix = zip(before, after).prefix { $0 == $1 }.count
    let suffix = min(shorter - prefix, zip(before.reversed(), after.reversed()).prefix { $0 == $1 }.count)
    let oldMiddle = before[prefix..<before.count - suffix]
    let newMiddle = after[prefix..<after.count - suffix]
    isCut = max(oldMiddle.count, newMiddle.count) > Self.comparedCount
    var lines: [(number: Int, line: Line)] = []
    if prefix > 0 { lines.append((prefix, .same(before[prefix - 1]))) }
    lines += Self.compare(Array(oldMiddle.prefix(Self.comparedCount)), Array(newMiddle.prefix(Self.comparedCount))).map
    {
      ($0.number + prefix, $0.line)
    }
    if suffix > 0, !isCut { lines.append((before.count - suffix + 1, .same(before[before.count - suffix]))) }
    self.lines = lines
  }

  private static func compare(_ before: [String], _ after: [String]) -> [(number: Int, line: Line)] {
    let difference = after.difference(from: before)
    let removed = Set(difference.removals.map(\.offset))
    let added = Set(difference.insertions.map(\.offset))
    var lines: [(number: Int, line: Line)] = []
    var (i, j) = (0, 0)
    while i < before.count || j < after.count {
      if i < before.count, removed.contains(i) {
        lines.append((i + 1, .removed(before[i])))
        i += 1
      } else if j < after.count, added.contains(j) {
        lines.append((i + 1, .added(after[j])))
        j += 1
      } else {
        lines.append((i + 1, .same(before[i])))
        i += 1
        j += 1
      }
    }
    return lines
  }

  private static func lines(of file: SourceFile) -> [String] {
    let text = String(decoding: file.bytes, as: UTF8.self)
    // Swift takes CR LF for one character.
    return text.split(omittingEmptySubsequences: false) { ["\n", "\r", "\r\n"].contains($0) }.map(String.init)
  }

  /// The changed lines with the old lines' numbers, `-` before what goes and `+` before what comes.
  package func text(_ style: TextStyle) -> String {
    let changed = lines.indices.filter { if case .same = lines[$0].line { false } else { true } }
    let shown = Set(changed.flatMap { [$0 - 1, $0, $0 + 1] }).filter(lines.indices.contains).sorted()
    let width = String(lines.last?.number ?? 1).count
    var text = ""
    var last: Int?
    for index in shown.prefix(Self.limit) {
      if let last, index > last + 1 { text += "  …\n" }
      last = index
      let number = String(lines[index].number)
      let margin = "  " + String(repeating: " ", count: width - number.count) + number
      switch lines[index].line {
      case .same(let line): text += "\(margin)   \(TerminalText.safe(line))".trimmedAtEnd + "\n"
      case .removed(let line):
        text += style.paint("\(margin) - \(TerminalText.safe(Self.visibleEnd(line)))".trimmedAtEnd, .bad) + "\n"
      case .added(let line):
        // A line that comes has no number in the old file.
        let margin = String(repeating: " ", count: width + 2)
        text += style.paint("\(margin) + \(TerminalText.safe(line))".trimmedAtEnd, .good) + "\n"
      }
    }
    if isCut {
      text += "  … and more lines\n"
    } else if shown.count > Self.limit {
      text += "  … and \(shown.count - Self.limit) more lines\n"
    }
    return text
  }

  /// A line whose blanks at the end can be seen.
  private static func visibleEnd(_ line: String) -> String {
    let content = line.trimmedAtEnd
    return content + String(repeating: "·", count: line.count - content.count)
  }
}

extension CollectionDifference.Change {
  fileprivate var offset: Int {
    switch self {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }
}

extension String {
  fileprivate var trimmedAtEnd: String {
    var copy = self
    while copy.last == " " || copy.last == "\t" { copy.removeLast() }
    return copy
  }
}
