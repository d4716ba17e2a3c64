/// The text of a setting, as tools write it.
enum SettingText {
  /// The text as a number, where it is one.
  static func number(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, first != UInt8(ascii: " ") else { return nil }
    let padded = bytes + Array(repeating: 0, count: NumberScanner.padding)
    let number = NumberScanner().scan(padded.span, from: 0)
    if number.end == bytes.count { return number.value }
    if case .value(let value) = SpecialNumber.meaning(of: padded.span, from: 0, to: bytes.count) { return value }
    return nil
  }

  /// The whole of a small file; nil where it has more than `limit` bytes.
  static func bytes(ofFile path: String, limit: Int = 1 << 20) throws(RunError) -> [UInt8]? {
    let file = try LogFile(path: path)
    var bytes: [UInt8] = []
    var count = 0
    while count <= limit {
      if bytes.count - count < 4096 {
        let room = file.size > bytes.count ? min(file.size, limit) + 1 - count : max(4096, bytes.count)
        bytes.append(contentsOf: repeatElement(0, count: max(1, room)))
      }
      let got = try file.read(into: &bytes, at: count, count: min(bytes.count, limit + 1) - count)
      if got == 0 { return Array(bytes[..<count]) }
      count += got
    }
    return nil
  }
}
