/// What takes the records of a binary log, one by one.
protocol RecordSink {
  /// Takes the record between two offsets of some bytes, of which sixteen more follow. False where the bytes are no
  /// record of the kind: then no other is given.
  mutating func take(_ bytes: Span<UInt8>, from start: Int, to end: Int) throws(RunError) -> Bool
}

/// What reads the records of binary logs, file after file.
protocol RecordReader: LogConsumer {
  /// Whether the file has had a record.
  var hasRecords: Bool { get }
  /// How the records of the file ended, where it was not with the file.
  var ending: RecordEnding? { get }

  /// Goes on with another file.
  mutating func beginFile()
}

extension RecordReader {
  /// Reads files for what stands beside their samples; their checksums and their ends are for another reading to judge.
  mutating func skim(_ files: [String]) throws(RunError) {
    var options = ReadingOptions()
    options.chunkBytes = 256 << 10
    for file in files {
      beginFile()
      var input = try LogInput.open(path: file, options: options)
      try input.drive(&self)
    }
  }
}

/// Where the records of a file ended before the file did.
enum RecordEnding {
  /// In the middle of a record: the file is cut, or is still being written.
  case torn
  /// At bytes that are no record.
  case damaged
  /// At zeros up to the file's end, which a file system leaves behind that was not shut down.
  case zeros

  var note: ReadingNote.Kind {
    switch self {
    case .torn: .tornLastRecord
    case .damaged: .damagedRecords
    case .zeros: .zeroTail
    }
  }
}
