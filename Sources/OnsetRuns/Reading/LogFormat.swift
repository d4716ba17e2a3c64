/// The formats in which logs are read. A new one gets a case here, a file in `Readers/`, and a line in each
/// of the switches of this file.
public enum LogFormat: String, Sendable, Hashable, CaseIterable {
  /// A header with names and rows of numbers, between `,`, `;` or tabs.
  case csv
  /// A JSON object a line.
  case jsonLines

  /// The format of the text that begins so; the content decides, whatever the file is called.
  static func of(_ text: Span<UInt8>, count: Int, path: String) throws(RunError) -> LogFormat {
    guard count > 0 else { throw .empty(path: path) }
    if let packed = compression(text, count: count) {
      throw .unknownCompression(path: path, name: packed)
    }
    if isWideText(text, count: count) { throw .notUTF8(path: path, line: 1) }
    switch firstCharacter(of: text, count: count) {
    case nil: throw .empty(path: path)
    case UInt8(ascii: "{"): return .jsonLines
    case UInt8(ascii: "["): throw .wholeJSONDocument(path: path)
    default: return .csv
    }
  }

  /// The file name endings by which a log is known in a folder, each also with `.gz`.
  static let extensions: Set<String> = ["csv", "tsv", "jsonl", "ndjson"]

  private static func firstCharacter(of text: Span<UInt8>, count: Int) -> UInt8? {
    var position = 0
    if count >= 3, text[0] == 0xEF, text[1] == 0xBB, text[2] == 0xBF { position = 3 }
    while position < count {
      switch text[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"): position += 1
      case let byte: return byte
      }
    }
    return nil
  }

  /// UTF-16 or UTF-32, by their byte-order marks.
  private static func isWideText(_ text: Span<UInt8>, count: Int) -> Bool {
    guard count >= 2 else { return false }
    return (text[0] == 0xFF && text[1] == 0xFE) || (text[0] == 0xFE && text[1] == 0xFF)
  }

  private static func compression(_ text: Span<UInt8>, count: Int) -> String? {
    let marks: [(name: String, bytes: [UInt8])] = [
      ("zstd", [0x28, 0xB5, 0x2F, 0xFD]), ("bzip2", [0x42, 0x5A, 0x68]),
      ("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A]),
      ("zip", [0x50, 0x4B, 0x03, 0x04]), ("gzip twice over", [0x1F, 0x8B, 0x08]),
    ]
    for mark in marks where count >= mark.bytes.count {
      if mark.bytes.indices.allSatisfy({ text[$0] == mark.bytes[$0] }) { return mark.name }
    }
    return nil
  }
}
