/// What became of the files of a run whose log is records: the sources and the notes of its content, and the reason
/// where nothing could be read.
struct FilesRead {
  private let log: RunLog
  private var sources: [RunSource] = []
  private var notes = FileNotes()
  private var emptyFiles: [String] = []
  private var hasRecords = false

  init(_ log: RunLog) { self.log = log }

  /// Reads the run's files one after the other.
  mutating func read(as format: LogFormat, _ options: ReadingOptions, with reader: inout some RecordReader)
    throws(RunError)
  {
    for file in log.files {
      reader.beginFile()
      do throws(RunError) {
        var input = try LogInput.open(path: file, options: options)
        try input.drive(&reader)
        sources.append(RunSource(path: file, format: format, isCompressed: input.isCompressed))
        hasRecords = hasRecords || reader.hasRecords
        if !reader.hasRecords, reader.ending == nil { emptyFiles.append(RunName.lastComponent(of: file)) }
        if let ending = reader.ending { add(ending.note, in: file) }
        if input.isDamaged { add(.damagedCompression, in: file) }
      } catch {
        // A file that cannot be read at all is the end of it where it is the only one, else a note.
        guard log.files.count > 1, case .damagedCompression = error else { throw error }
        add(.damagedCompression, in: file)
      }
    }
  }

  private mutating func add(_ kind: ReadingNote.Kind, in file: String) {
    notes.add([ReadingNote(kind: kind, count: 1)], file: RunName.lastComponent(of: file))
  }

  /// The content with its sources and notes.
  consuming func content(_ content: consuming LogContent) throws(RunError) -> LogContent {
    if !hasRecords {
      throw emptyFiles.count == log.files.count ? .empty(path: log.path) : .damagedRecords(path: log.path)
    }
    if content.rows.isEmpty { throw .noSamples(path: log.path) }
    if !emptyFiles.isEmpty {
      let names = Array(emptyFiles.prefix(ReadingNote.nameLimit))
      content.notes.append(ReadingNote(kind: .emptyFiles, count: emptyFiles.count, names: names))
    }
    content.sources += sources
    for var note in notes.notes {
      if log.files.count == 1 { note.file = nil }
      content.notes.append(note)
    }
    content.notes.sort { $0.kind.rawValue < $1.kind.rawValue }
    return content
  }
}
