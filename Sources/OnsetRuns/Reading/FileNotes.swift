/// Notes on the files of one run: each kind once, with the file where it was met in one, else with their names.
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
      let files = notes.prefix(ReadingNote.nameLimit).compactMap(\.file)
      return ReadingNote(kind: kind, count: notes.reduce(0) { $0 + $1.count }, names: files)
    }
  }
}
