/// Notes on the files of one run: each kind once, with the file where it was met in one, else with the names of what it
/// concerns, or of the files.
struct FileNotes {
  private var met: [ReadingNote.Kind: [ReadingNote]] = [:]

  /// The notes on one file, which people know by its path from the run's folder.
  mutating func add(_ notes: [ReadingNote], file: String) {
    for var note in notes {
      note.file = file
      met[note.kind, default: []].append(note)
    }
  }

  /// The notes, in the order of the kinds.
  var notes: [ReadingNote] {
    ReadingNote.Kind.allCases.compactMap { kind in
      guard let notes = met[kind], let first = notes.first else { return nil }
      guard notes.count > 1 else { return first }
      var names: [String] = []
      for name in notes.flatMap(\.names) where !names.contains(name) { names.append(name) }
      if names.isEmpty { names = notes.compactMap(\.file) }
      return ReadingNote(
        kind: kind, count: notes.reduce(0) { $0 + $1.count }, names: Array(names.prefix(ReadingNote.nameLimit)))
    }
  }
}
