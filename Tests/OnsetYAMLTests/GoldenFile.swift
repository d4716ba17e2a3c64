import OnsetText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A text file of named cases, each an input and what is expected of it:
///
/// ```
/// === a name
/// the input
/// --- expected
/// what is expected
/// ```
///
/// In an input `␉` is a tab, `␍` a carriage return, `␄` (at its end) no line end, and `⟪FF⟫` a byte.
/// With `ONSET_RECORD` in the environment the file is written anew, and the test fails all the same.
struct GoldenFile {
  struct Case {
    var name: String
    var input: String
    var expected: String

    /// The input's bytes.
    var bytes: [UInt8] {
      var text = input.replacing("␉", with: "\t").replacing("␍", with: "\r")
      if text.hasSuffix("␄\n") { text = String(text.dropLast(2)) }
      var bytes: [UInt8] = []
      for (index, piece) in text.split(separator: "⟪", omittingEmptySubsequences: false).enumerated() {
        guard index > 0, let end = piece.firstIndex(of: "⟫"), let byte = UInt8(piece[..<end], radix: 16)
        else {
          bytes += Array(piece.utf8)
          continue
        }
        bytes.append(byte)
        bytes += Array(piece[piece.index(after: end)...].utf8)
      }
      return bytes
    }
  }

  static let isRecording = unsafe getenv("ONSET_RECORD") != nil

  private static let folder = "\(String(#filePath.dropLast("GoldenFile.swift".count)))Golden"
  private let path: String
  var cases: [Case]

  init(_ name: String) throws {
    path = "\(Self.folder)/\(name)"
    let file = try FileAccess.read(path, limit: 1 << 20)
    let text = file.text(in: ByteRange(0, file.bytes.count))
    cases = text.split(separator: "=== ", omittingEmptySubsequences: true).map { section in
      let (name, rest) = Self.cut(String(section), at: "\n")
      let (input, expected) = Self.cut(rest, at: "--- expected\n")
      return Case(name: name, input: input, expected: expected)
    }
  }

  func record() throws {
    let text = cases.map { "=== \($0.name)\n\($0.input)--- expected\n\($0.expected)" }.joined()
    try FileAccess.replaceAtomically(path, with: Array(text.utf8))
  }

  private static func cut(_ text: String, at separator: String) -> (String, String) {
    guard let range = text.firstRange(of: separator) else { return (text, "") }
    return (String(text[..<range.lowerBound]), String(text[range.upperBound...]))
  }
}
