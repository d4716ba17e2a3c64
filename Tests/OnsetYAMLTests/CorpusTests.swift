import OnsetText
import Testing

@testable import OnsetYAML

@Suite struct CorpusTests {
  @Test(arguments: Corpus.files)
  func `a valid file loads without findings`(file: Corpus.File) throws {
    let (root, diagnostics) = YAML.load(file.source)
    #expect(DiagnosticRenderer(usesColour: false).render(diagnostics) == "")
    #expect(root != nil)
  }

  @Test(arguments: Corpus.files)
  func `every scalar has an exact map, in order and inside its range`(file: Corpus.File) throws {
    let root = try file.source.root()
    for scalar in root.allScalars {
      let source = file.source.text(in: scalar.range)
      #expect(scalar.map.isExact, "\(scalar.text.debugDescription) from \(source.debugDescription)")
      #expect(scalar.map.textCount == scalar.text.utf8.count)
      var previous = scalar.range.lower
      for offset in 0..<scalar.text.utf8.count {
        let range = scalar.fileRange(of: ByteRange(offset, offset + 1))
        #expect(
          range.lower >= previous && range.upper <= scalar.range.upper,
          "\(source.debugDescription) at \(offset)")
        previous = range.lower
      }
      let end = scalar.fileRange(of: .at(scalar.text.utf8.count))
      #expect(end.isEmpty && end.lower >= previous && end.upper <= scalar.range.upper)
    }
  }

  @Test(arguments: Corpus.files)
  func `ranges nest, and those of neighbours follow each other`(file: Corpus.File) throws {
    let root = try file.source.root()
    for node in root.all {
      let children: [YAMLNode] =
        switch node {
        case .scalar: []
        case .sequence(let sequence): sequence.items
        case .mapping(let mapping): mapping.entries.flatMap { [.scalar($0.key), $0.value] }
        }
      var previous = node.range.lower
      for child in children {
        #expect(
          child.site.lower >= previous && child.site.upper <= node.range.upper,
          "\(child.outline) in \(node.outline)")
        previous = child.site.upper
      }
    }
  }

  @Test func `line ends do not matter to the tree`() throws {
    for name in ["rules", "anchors", "styles", "blocks", "flow"] {
      let outlines = try Corpus.files.filter { $0.name == name || $0.name == "\(name) with CR LF" }
        .map { try $0.source.root().outline }
      #expect(outlines.count == 2 && Set(outlines).count == 1, "\(name)")
    }
  }
}
