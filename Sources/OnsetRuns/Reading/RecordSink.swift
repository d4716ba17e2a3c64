/// What takes the records of a binary log, one by one.
protocol RecordSink {
  /// Takes the record between two offsets of some bytes, of which sixteen more follow. False where the bytes are no
  /// record of the kind: then no other is given.
  mutating func take(_ bytes: Span<UInt8>, from start: Int, to end: Int) throws(RunError) -> Bool
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
