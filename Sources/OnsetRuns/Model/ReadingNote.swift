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

  /// How many names a note carries at most.
  package static let nameLimit = 5

  /// A note.
  public init(kind: Kind, count: Int, firstLine: Int? = nil, names: [String] = []) {
    self.kind = kind
    self.count = count
    self.firstLine = firstLine
    self.names = names
  }

  /// The kinds of notes, in the order in which a run lists them.
  public enum Kind: Int, Sendable, Hashable, CaseIterable {
    /// No column has a usual step name: rows are numbered from 0.
    case noStepColumn
    /// A header names a metric twice; the later cell of a row counts.
    case duplicateColumns
    /// A header has cells without a name; they are passed over.
    case unnamedColumns
    /// A kept metric has two samples at one step; the later one in the file counts.
    case repeatedSteps
    /// Rows whose step is less than one before them; they were sorted.
    case stepsOutOfOrder
    /// Rows, or objects such as a header and a summary, that have no step; passed over.
    case rowsWithoutStep
    /// Rows whose step is no whole number that fits in 64 bits; passed over.
    case unusableSteps
    /// Rows with more or fewer cells than the header.
    case raggedRows
    /// Cells that hold text where a number could be; passed over.
    case textCells
    /// Lines in the middle of a log that are cut or garbled; passed over.
    case damagedLines
    /// The last line is cut; it was dropped.
    case tornLastLine
    /// A gzip file that ends early or is garbled from some point on; what came before it was read.
    case damagedCompression
  }
}
