import OnsetText
import Testing

@testable import OnsetYAML

@Suite struct ScalarEditCorpusTests {
  /// New texts, from harmless to hostile.
  private static let texts = [
    "0.5", "100 samples", "a: b # c", "", "it's \"quoted\" \\", "two\nlines", "[x, y]", " space ", "null",
    "`m/n` < 1",
    "é 😀", "- x", "line\n", "tab\there", "\u{85}\u{2028}\u{FEFF}\u{0}\u{7}",
  ]

  @Test(arguments: Corpus.files)
  func `every scalar can be replaced, and every other byte stays`(file: Corpus.File) throws {
    let source = file.source
    let root = try source.root()
    let mapsByPlace = Dictionary(
      root.allScalars.map { ($0.range, $0) }, uniquingKeysWith: { first, _ in first })
    let places = mapsByPlace.keys.sorted { $0.lower < $1.lower }
    for (number, place) in places.enumerated() {
      let scalar = try #require(mapsByPlace[place])
      // A third of the texts for each scalar: every text meets every style many times.
      for text in Self.texts.enumerated().filter({ ($0.offset + number) % 3 == 0 }).map(\.element) {
        let edit: TextEdit
        do {
          edit = try YAML.replacing(scalar, with: text, in: source)
        } catch {
          // A place without bytes and without a `:` before it has no room for a value.
          #expect(scalar.range.isEmpty, "\(scalar.text.debugDescription) to \(text.debugDescription)")
          continue
        }
        #expect(edit.range == scalar.range)
        let edited = SourceFile(path: source.path, bytes: source.applying([edit]))
        let newRoot = try edited.root()
        let expected = root.all.map { $0.scalar.map { $0.range == place ? text : $0.text } }
        let actual = newRoot.all.map { $0.scalar?.text }
        #expect(actual == expected, "\(scalar.text.debugDescription) to \(text.debugDescription)")
      }
    }
  }

  @Test(arguments: Corpus.files)
  func `a scalar replaced by its own text is still the same tree`(file: Corpus.File) throws {
    let source = file.source
    let root = try source.root()
    for scalar in root.allScalars {
      guard let edit = try? YAML.replacing(scalar, with: scalar.text, in: source) else {
        #expect(scalar.range.isEmpty, "\(scalar)")
        continue
      }
      let edited = SourceFile(path: source.path, bytes: source.applying([edit]))
      #expect(try edited.root().outline == root.outline)
    }
  }
}
