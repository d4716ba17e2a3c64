/// The bytes of a file and the name by which the user knows it.
///
/// A copy shares the bytes; two files are equal when name and bytes are.
public struct SourceFile: Hashable, Sendable {
  /// The path as the user gave it, or a name such as `<expression>` for text that is in no file.
  public let path: String
  /// The file's content, as it lies on the disk (byte-order mark and line ends included).
  public let bytes: [UInt8]

  /// A file of which the bytes are already known.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  /// A source that is not a file: an expression given on the command line, a test's text.
  public init(name: String, text: String) {
    self.init(path: name, bytes: Array(text.utf8))
  }

  /// Hashes the path and the length: findings are kept in sets, and a file may be megabytes.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(path)
    hasher.combine(bytes.count)
  }

  /// The text of a range. Bytes that are no UTF-8 become U+FFFD.
  public func text(in range: ByteRange) -> String {
    let lower = Swift.min(range.lower, bytes.count)
    let upper = Swift.min(range.upper, bytes.count)
    return String(decoding: bytes[lower..<upper], as: UTF8.self)
  }
}
