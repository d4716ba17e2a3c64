/// The first bytes of a file, unpacked where it is gzip: what a format is recognized by.
struct FileBeginning {
  let path: String
  /// At most ``limit`` bytes.
  let bytes: [UInt8]
  /// Whether the file has no more than that.
  let isWhole: Bool

  /// Enough for a log that begins with what a scheduler printed.
  static let limit = 64 << 10

  /// Reads the beginning of a file; an empty one where it has none.
  init(ofFile path: String, limit: Int = Self.limit) throws(RunError) {
    self.path = path
    var options = ReadingOptions()
    options.prefixBytes = limit
    let input = try LogInput.open(path: path, options: options)
    (bytes, isWhole) = input.beginning(upTo: limit)
  }

  init(path: String, bytes: [UInt8], isWhole: Bool) {
    self.path = path
    self.bytes = bytes
    self.isWhole = isWhole
  }

  /// The ending of a file's name, in small letters; empty where it has none.
  static func ending(of path: String) -> String {
    let name = RunName.lastComponent(of: path)
    return name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
  }

  func starts(with mark: some Collection<UInt8>) -> Bool { bytes.starts(with: mark) }

  func starts(with text: String) -> Bool { bytes.starts(with: text.utf8) }

  /// Whether a text stands somewhere in it.
  func contains(_ text: String) -> Bool {
    let pattern = Array(text.utf8)
    guard let first = pattern.first, bytes.count >= pattern.count else { return false }
    for start in 0...(bytes.count - pattern.count)
    where bytes[start] == first && bytes[start..<(start + pattern.count)].elementsEqual(pattern) {
      return true
    }
    return false
  }
}
