package import OnsetText

/// A comment in a rule set that says why no test can notice a mutant: `# onset: equivalent: reason`, behind what is
/// changed or in a line of its own above it.
///
/// `# onset: equivalent (3 -> 3.3): reason` speaks of one change, without it the remark speaks of all in its line.
package struct EquivalenceRemark: Hashable, Sendable {
  /// The line that it speaks of, from 1.
  package var line: Int
  package var change: String?
  package var reason: String
  /// Where it is.
  package var place: ByteRange

  private static let opening = "# onset: equivalent"

  /// The remarks of a rule set.
  package static func all(in source: SourceFile) -> [EquivalenceRemark] {
    let lines = LineMap(source)
    return (1...lines.lineCount).compactMap { line in
      let range = lines.contentRange(ofLine: line)
      let text = source.text(in: range)
      guard let start = text.firstRange(of: opening) else { return nil }
      let before = text[..<start.lowerBound]
      // A `#` begins a comment at the start of a line or behind white space.
      guard before.last.map({ $0 == " " || $0 == "\t" }) ?? true else { return nil }
      let offset = text.utf8.distance(from: text.startIndex, to: start.lowerBound)
      var remark = parse(text[start.upperBound...])
      remark.place = ByteRange(range.lower + offset, range.upper)
      remark.line = before.allSatisfy { $0 == " " || $0 == "\t" } ? nextLine(after: line, lines, source) : line
      return remark
    }
  }

  private static func parse(_ text: Substring) -> EquivalenceRemark {
    var rest = text.drop { $0 == " " }
    var change: String?
    if rest.first == "(", let end = rest.firstIndex(of: ")") {
      change = String(rest[rest.index(after: rest.startIndex)..<end])
      rest = rest[rest.index(after: end)...]
    }
    let reason = rest.drop { $0 == " " || $0 == ":" }
    return EquivalenceRemark(line: 0, change: change, reason: String(reason), place: .at(0))
  }

  /// The next line that has more than a comment; remarks may stand below each other.
  private static func nextLine(after line: Int, _ lines: LineMap, _ source: SourceFile) -> Int {
    var next = line + 1
    while next <= lines.lineCount {
      let text = source.text(in: lines.contentRange(ofLine: next)).drop { $0 == " " }
      if !text.isEmpty, text.first != "#" { break }
      next += 1
    }
    return next
  }

  /// Whether the remark speaks of a mutant in its line.
  package func speaks(of mutant: Mutant) -> Bool { change == nil || change == mutant.change }
}
