/// What a log's bytes are given to, piece by piece.
///
/// The pieces are of any size, and the result does not depend on where the log is cut into them.
protocol LogConsumer {
  /// The line that the reader is at, counted from 1; 0 where a log has no lines.
  var line: Int { get }

  /// Uses as many of the text's first `count` bytes as are complete lines or records, and says how many; what it does
  /// not use comes again with more. With `isLast`, everything is used. Zeros follow the text in its span.
  mutating func consume(_ text: Span<UInt8>, count: Int, isLast: Bool) throws(RunError) -> Int

  /// Makes room for the whole log, of which `1 / scale` has been read.
  mutating func reserve(scale: Double)
}

/// What turns the text of one format into rows.
protocol LogReader: LogConsumer {
  /// What was read.
  consuming func finished() throws(RunError) -> LogContent
}
