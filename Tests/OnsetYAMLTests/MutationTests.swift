import OnsetText
import Testing
import _OnsetTestSupport

@testable import OnsetYAML

@Suite struct MutationTests {
  /// Pieces that change what YAML makes of the text around them.
  private static let fragments: [[UInt8]] =
    [
      "\n", "\r\n", "\r", "\u{85}", "\u{2028}", "  ", "\t", ":", ": ", "- ", "? ", "[", "]", "{", "}", ",",
      "#", " #",
      "&a ", "*a", "!", "!!str ", "!<", "|", ">", "|2-\n", "'", "\"", "\\", "\\x4", "%", "@", "`", "---\n",
      "...\n",
      "\u{FEFF}", "\u{0}", "é", "😀", "<<: ", "\u{7F}",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x80], [0xED, 0xA0, 0x80]]

  static func mutated(_ bytes: [UInt8], by generator: inout SeededNumbers) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let place = Int.random(in: 0...bytes.count, using: &generator)
      let length = min(Int.random(in: 0...12, using: &generator), bytes.count - place)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: bytes.removeSubrange(place..<place + length)
      case 1: bytes.removeSubrange(place...)
      case 2:
        let from = Int.random(in: 0...bytes.count, using: &generator)
        let piece = bytes[from..<min(from + 40, bytes.count)]
        bytes.insert(contentsOf: Array(piece), at: place)
      default:
        let fragment = fragments.randomElement(using: &generator) ?? []
        bytes.replaceSubrange(
          place..<place + Int.random(in: 0...min(length, 2), using: &generator), with: fragment)
      }
    }
    return bytes
  }

  @Test(arguments: Corpus.files)
  func `whatever a file holds, it is read and every range lies in it`(file: Corpus.File) {
    var generator = SeededNumbers(seed: 20_261_102)
    let renderer = DiagnosticRenderer(usesColour: false)
    for round in 0..<250 {
      let source = SourceFile(path: "mutated.yaml", bytes: Self.mutated(file.bytes, by: &generator))
      let (root, diagnostics) = YAML.load(source)
      var ranges = diagnostics.map(\.range)
      for node in root?.all ?? [] {
        ranges += [node.range, node.site]
        guard let scalar = node.scalar else { continue }
        let whole = scalar.fileRange(of: ByteRange(0, scalar.text.utf8.count))
        let isInside = whole.lower >= node.range.lower && whole.upper <= node.range.upper
        if !scalar.map.isExact || !isInside {
          Issue.record(
            "round \(round): the map of \(scalar) in \(String(decoding: source.bytes, as: UTF8.self).debugDescription)"
          )
          return
        }
      }
      let areInside = ranges.allSatisfy {
        0 <= $0.lower && $0.lower <= $0.upper && $0.upper <= source.bytes.count
      }
      if !areInside || (root == nil && diagnostics.isEmpty) {
        Issue.record(
          "round \(round): \(ranges) in \(String(decoding: source.bytes, as: UTF8.self).debugDescription)")
        return
      }
      _ = renderer.render(diagnostics)
    }
  }

  @Test(arguments: Corpus.files)
  func `whatever a file holds, a value of it is replaced or refused`(file: Corpus.File) throws {
    var generator = SeededNumbers(seed: 85)
    for round in 0..<60 {
      let source = SourceFile(path: "mutated.yaml", bytes: Self.mutated(file.bytes, by: &generator))
      guard let scalar = YAML.load(source).root?.allScalars.randomElement(using: &generator) else { continue }
      let text = ["0.5", "a: b", "c\nd\n", "", "it's"][round % 5]
      do {
        let edit = try YAML.replacing(scalar, with: text, in: source)
        let edited = SourceFile(path: source.path, bytes: source.applying([edit]))
        #expect(try edited.root().allScalars.contains { $0.text == text })
      } catch let error as ScalarEditError {
        #expect(error == .changesMore)
      }
    }
  }

  @Test(arguments: Corpus.files)
  func `a file cut anywhere is read`(file: Corpus.File) {
    for length in 0..<file.bytes.count {
      let source = SourceFile(path: "cut.yaml", bytes: Array(file.bytes[..<length]))
      let (root, diagnostics) = YAML.load(source)
      #expect(root != nil || !diagnostics.isEmpty)
      for scalar in root?.allScalars ?? [] { #expect(scalar.map.isExact) }
    }
  }
}
