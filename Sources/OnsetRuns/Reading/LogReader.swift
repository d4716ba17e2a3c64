/// What turns the text of one format into rows.
///
/// A reader is given the text in pieces of any size, and its result does not depend on where they are cut.
protocol LogReader {
  /// The line that the reader is at, counted from 1.
  var line: Int { get }

  /// Uses as many of the text's first `count` bytes as are complete lines, and says how many; what it does
  /// not use comes again with more. With `isLast`, everything is used. Zeros follow the text in its span.
  mutating func consume(_ text: Span<UInt8>, count: Int, isLast: Bool) throws(RunError) -> Int

  /// Makes room for the whole log, of which `1 / scale` has been read.
  mutating func reserve(scale: Double)

  /// What was read.
  consuming func finished() throws(RunError) -> LogContent
}
