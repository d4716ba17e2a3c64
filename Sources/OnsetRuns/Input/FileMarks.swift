/// The first bytes by which files that are no text are known.
enum FileMarks {
  /// What a file is packed by, other than gzip.
  static func compression(of beginning: some Collection<UInt8>) -> String? {
    marks.first { beginning.starts(with: $0.bytes) }?.name
  }

  /// Whether it is UTF-16 or UTF-32, by their byte-order marks.
  static func isWideText(_ beginning: some Collection<UInt8>) -> Bool {
    beginning.starts(with: [0xFF, 0xFE]) || beginning.starts(with: [0xFE, 0xFF])
  }

  private static let marks: [(name: String, bytes: [UInt8])] = [
    ("zstd", [0x28, 0xB5, 0x2F, 0xFD]), ("bzip2", [0x42, 0x5A, 0x68]), ("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A]),
    ("zip", [0x50, 0x4B, 0x03, 0x04]), ("gzip twice over", [0x1F, 0x8B, 0x08]),
  ]
}
