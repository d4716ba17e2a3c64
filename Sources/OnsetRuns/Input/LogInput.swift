/// A log's text, brought piece by piece: the file or what gzip makes of it, with the part of a line that a
/// reader could not use yet carried over to the next piece.
struct LogInput: ~Copyable {
  private let file: LogFile
  private var inflater: GzipInflater?
  /// The bytes `start..<end` are those not yet used; zeros follow, so that scanners may look ahead.
  private var buffer: [UInt8]
  private var start = 0
  private var end = 0
  private var reachedEnd = false
  private let chunkBytes: Int
  private let lineLimitBytes: Int

  /// Whether the file is gzip.
  private(set) var isCompressed = false
  /// Whether gzip data ended early or were garbled.
  private(set) var isDamaged = false

  var path: String { file.path }

  /// Opens a log and reads its beginning, unpacked where it is gzip.
  static func open(path: String, options: ReadingOptions) throws(RunError) -> LogInput {
    var input = LogInput(try LogFile(path: path), options: options)
    try input.fill(upTo: 2)
    input.unpackIfGzip()
    // A small file needs no more room than it has bytes; one more shows that it ends there.
    let prefixBytes = max(16, options.prefixBytes)
    let isSized = input.file.size > 0 && !input.isCompressed
    try input.fill(upTo: isSized ? min(prefixBytes, input.file.size + 1) : prefixBytes)
    return input
  }

  private init(_ file: consuming LogFile, options: ReadingOptions) {
    self.file = file
    chunkBytes = max(1, options.chunkBytes)
    lineLimitBytes = options.lineLimitBytes
    buffer = Array(repeating: 0, count: NumberScanner.padding)
  }

  private mutating func unpackIfGzip() {
    guard end >= 2, buffer[0] == 0x1F, buffer[1] == 0x8B else { return }
    // The two bytes were only looked at: gzip needs them, and a pipe cannot go back.
    inflater = GzipInflater(startingWith: Array(buffer[0..<end]), fileSize: file.size)
    isCompressed = true
    end = 0
    reachedEnd = false
  }

  /// The first bytes, as many as have been read and at most `limit`; whether there are no more.
  func beginning(upTo limit: Int) -> (bytes: [UInt8], isWhole: Bool) {
    (Array(buffer[start..<min(end, start + limit)]), reachedEnd && end - start <= limit)
  }

  /// Throws for what is no text: nothing at all, packed files, wide characters.
  func checkIsText() throws(RunError) {
    let (beginning, _) = beginning(upTo: 16)
    if beginning.isEmpty { throw .empty(path: path) }
    if let packed = FileMarks.compression(of: beginning) { throw .unknownCompression(path: path, name: packed) }
    if FileMarks.isWideText(beginning) { throw .notUTF8(path: path, line: 1) }
  }

  /// The separator of a table, by the content.
  func separator() throws(RunError) -> UInt8 {
    let text = buffer.span.extracting(start..<(end + NumberScanner.padding))
    guard let separator = CSVHeader.separator(of: text, count: end - start) else {
      throw CSVHeader.isBlank(text, count: end - start) ? .empty(path: path) : .unknownFormat(path: path)
    }
    return separator
  }

  /// Gives the whole rest to a reader, piece by piece.
  mutating func drive(_ reader: inout some LogConsumer) throws(RunError) {
    var total = 0
    var isFirst = true
    while true {
      let used = try give(to: &reader)
      start += used
      total += used
      if isFirst, used > 0, !isCompressed, !reachedEnd {
        isFirst = false
        reader.reserve(scale: 1.02 * Double(max(file.size, total)) / Double(total))
      }
      if reachedEnd { return }
      let pending = end - start
      if used == 0, pending > lineLimitBytes {
        throw .lineTooLong(path: path, line: reader.line, limitBytes: lineLimitBytes)
      }
      // A line that does not end here is looked at again only when there is twice as much of it.
      try fill(upTo: pending + max(chunkBytes, used == 0 ? pending : 0))
    }
  }

  private func give(to reader: inout some LogConsumer) throws(RunError) -> Int {
    let text = buffer.span.extracting(start..<(end + NumberScanner.padding))
    return try reader.consume(text, count: end - start, isLast: reachedEnd)
  }

  /// Reads until there are `wanted` unused bytes, or the file ends.
  private mutating func fill(upTo wanted: Int) throws(RunError) {
    if start > 0 {
      for offset in start..<end { buffer[offset - start] = buffer[offset] }
      end -= start
      start = 0
    }
    let size = wanted + NumberScanner.padding
    if buffer.count < size { buffer.append(contentsOf: repeatElement(0, count: size - buffer.count)) }
    while end < wanted, !reachedEnd {
      let count = min(chunkBytes, wanted - end)
      let got: Int
      if var unpacker = inflater.take() {
        got = try unpacker.read(from: file, into: &buffer, at: end, count: count)
        isDamaged = unpacker.isDamaged
        inflater = consume unpacker
      } else {
        got = try file.read(into: &buffer, at: end, count: count)
      }
      if got == 0 { reachedEnd = true }
      end += got
    }
    for offset in end..<(end + NumberScanner.padding) { buffer[offset] = 0 }
  }
}
