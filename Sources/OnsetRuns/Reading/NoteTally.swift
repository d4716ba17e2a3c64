/// How often each kind of thing worth a note was met, and where first.
struct NoteTally {
  private var counts = Array(repeating: 0, count: ReadingNote.Kind.allCases.count)
  private var firstLines = Array(repeating: 0, count: ReadingNote.Kind.allCases.count)
  private var names = Array(repeating: [String](), count: ReadingNote.Kind.allCases.count)

  /// One more of a kind. `line` 0 is no line in particular.
  mutating func add(_ kind: ReadingNote.Kind, count: Int = 1, line: Int = 0, name: String? = nil) {
    let index = kind.rawValue
    if line > 0, firstLines[index] == 0 || line < firstLines[index] { firstLines[index] = line }
    counts[index] += count
    if let name, names[index].count < ReadingNote.nameLimit, !names[index].contains(name) {
      names[index].append(name)
    }
  }

  func count(of kind: ReadingNote.Kind) -> Int { counts[kind.rawValue] }

  /// The notes, in the order of the kinds.
  var notes: [ReadingNote] {
    ReadingNote.Kind.allCases.filter { counts[$0.rawValue] > 0 }.map { kind in
      let line = firstLines[kind.rawValue]
      return ReadingNote(
        kind: kind, count: counts[kind.rawValue], firstLine: line > 0 ? line : nil,
        names: names[kind.rawValue])
    }
  }
}
