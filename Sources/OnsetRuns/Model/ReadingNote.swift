/// Something that a reader mended or passed over, said once for a file with a count.
public struct ReadingNote: Sendable, Hashable {
  /// What it was.
  public var kind: Kind
  /// How often it was met.
  public var count: Int
  /// The line at which it was first met, counted from 1; nil where no one line has it.
  public var firstLine: Int?
  /// The columns or metrics that it concerns, at most ``nameLimit`` of them.
  public var names: [String]
  /// The file in which it was met, of a run that is read from several.
  public var file: String?

  /// How many names a note carries at most.
  package static let nameLimit = 5

  /// A note.
  public init(kind: Kind, count: Int, firstLine: Int? = nil, names: [String] = [], file: String? = nil) {
    self.kind = kind
    self.count = count
    self.firstLine = firstLine
    self.names = names
    self.file = file
  }

  /// The kinds of notes, in the order in which a run lists them.
  public enum Kind: Int, Sendable, Hashable, CaseIterable {
    /// No column has a usual step name: rows are numbered from 0.
    case noStepColumn
    /// The steps are parts of an epoch: they are numbered from 1.
    case numberedSteps
    /// Arrays whose lengths have no exact ratio to that of the longest: each is numbered from 0 by itself.
    case unrelatedLengths
    /// A header names a metric twice; the later cell of a row counts.
    case duplicateColumns
    /// A header has cells without a name; they are passed over.
    case unnamedColumns
    /// Headers between the rows: loggers were told to append to the file.
    case repeatedHeaders
    /// A kept metric has two samples at one step; the later one in the file counts.
    case repeatedSteps
    /// Rows whose step is less than one before them; they were sorted.
    case stepsOutOfOrder
    /// Samples of a metric whose step is less than one before them, in logs that are not in rows; they were sorted.
    case samplesOutOfOrder
    /// Samples that the logger itself took back: it was restarted from an earlier step.
    case withdrawnSamples
    /// Rows, or objects such as a header and a summary, that have no step; passed over.
    case rowsWithoutStep
    /// Rows whose step is no whole number that fits in 64 bits; passed over.
    case unusableSteps
    /// Rows with more or fewer cells than the header.
    case raggedRows
    /// Cells that hold text where a number could be; passed over.
    case textCells
    /// Logged values of other kinds: images, histograms, arrays; passed over.
    case otherValues
    /// Values that stand for others because the logger cannot write those: ±1.797e308 for ±inf. Read as what is meant.
    case substitutedValues
    /// Values that the logger may have put in place of NaN, by what stands beside them. Read as written.
    case maskedValues
    /// Lines of a text log that no pattern fits.
    case unmatchedLines
    /// Lines in the middle of a log that are cut or garbled; passed over.
    case damagedLines
    /// The last line is cut; it was dropped.
    case tornLastLine
    /// Records of a binary log that are garbled; what came before them was read, or what is around them.
    case damagedRecords
    /// A binary log that ends in the middle of a record, as one does that is still being written.
    case tornLastRecord
    /// A binary log that ends in zeros, as a file system leaves them that was not shut down.
    case zeroTail
    /// Files that belong to the run and hold nothing yet.
    case emptyFiles
    /// Files of other formats, or older ones, that hold the same run and were not read.
    case otherFiles
    /// A file with the run's settings that could not be understood.
    case unreadableSettings
    /// Runs of the same database that were deleted in the tool that wrote it, and are not read.
    case deletedRuns
    /// Runs of the same database that have no metric, and are not read.
    case emptyRuns
    /// The last writer of a database was killed: a copy was mended and read.
    case databaseCopies
    /// A gzip file that ends early or is garbled from some point on; what came before it was read.
    case damagedCompression
  }
}
