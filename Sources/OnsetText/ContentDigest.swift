/// The SHA-256 of something's content, in a form in which nothing is left of how it was written.
package struct ContentDigest: Sendable, Hashable, CustomStringConvertible {
  /// 32 bytes.
  package let bytes: [UInt8]

  /// A digest that was computed elsewhere.
  package init(bytes: [UInt8]) { self.bytes = bytes }

  /// The digest of a text's UTF-8.
  package init(of text: String) {
    var hash = SHA256()
    hash.update(Array(text.utf8))
    bytes = hash.finished()
  }

  /// The digest of parts by their names, whatever their order.
  package init(of parts: [(name: String, digest: ContentDigest)]) {
    let lines = parts.map { "\(JSONOutput.quoted($0.name)) \($0.digest)\n" }.sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    self.init(of: lines.joined())
  }

  /// All 64 hexadecimal digits.
  package var description: String {
    bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  /// The first twelve digits: enough to tell versions apart.
  package var short: String { String(description.prefix(12)) }
}
