/// A replacement of some bytes of a file by others.
package struct TextEdit: Hashable, Sendable {
  /// The bytes to replace.
  package var range: ByteRange
  /// What stands there afterwards.
  package var replacement: [UInt8]

  package init(range: ByteRange, replacement: [UInt8]) {
    self.range = range
    self.replacement = replacement
  }
}

extension SourceFile {
  /// The file's bytes with the edits made; the edits must not overlap. O(bytes + edits log edits).
  package func applying(_ edits: [TextEdit]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var offset = 0
    for edit in edits.sorted(by: { $0.range.lower < $1.range.lower }) {
      precondition(edit.range.lower >= offset && edit.range.upper <= bytes.count, "edits overlap")
      result += bytes[offset..<edit.range.lower]
      result += edit.replacement
      offset = edit.range.upper
    }
    result += bytes[offset...]
    return result
  }
}
