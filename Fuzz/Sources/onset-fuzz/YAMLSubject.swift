import OnsetRules
import OnsetRuns
import OnsetText
import OnsetYAML

/// Bytes as a YAML file of every kind: each place that is given lies in the file, every finding can be drawn, and
/// a scalar that is replaced reads back.
enum YAMLSubject {
  static func run(_ input: [UInt8]) {
    let source = SourceFile(path: "fuzz.yaml", bytes: input)
    let (root, findings) = YAML.load(source)
    require(root != nil || !findings.isEmpty, "there is no tree and no reason for it")
    draw(findings, of: source)
    if let root {
      walk(root, in: source)
      edit(root, in: source)
    }
    draw(RuleSetFile.decode(source).diagnostics, of: source)
    draw(ProfileFile.decode(source).diagnostics, of: source)
    draw(ProjectFile.decode(source).diagnostics, of: source)
    draw(RunMetadataReader.decode(source).findings, of: source)
  }

  static func draw(_ findings: [Diagnostic], of source: SourceFile) {
    for finding in findings.prefix(20) where finding.source.path == source.path {
      require(
        finding.range.lower >= 0 && finding.range.lower <= finding.range.upper
          && finding.range.upper <= source.bytes.count, "a place outside the file: \(finding)")
    }
    let drawn = DiagnosticRenderer(usesColour: false).render(Array(findings.prefix(20)))
    require(
      drawn.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isControl }, "a control character is drawn: \(drawn)")
  }

  private static func walk(_ node: YAMLNode, in source: SourceFile) {
    for range in [node.range, node.site] {
      require(
        range.lower >= 0 && range.lower <= range.upper && range.upper <= source.bytes.count,
        "a node outside the file: \(range)")
    }
    switch node {
    case .scalar(let scalar):
      let count = scalar.text.utf8.count
      for offset in 0...min(count, 64) {
        let place = scalar.fileRange(of: ByteRange(offset, count))
        require(
          place.lower >= scalar.range.lower && place.upper <= scalar.range.upper,
          "a character outside its scalar: \(place) of \(scalar.range)")
      }
    case .sequence(let sequence): for item in sequence.items { walk(item, in: source) }
    case .mapping(let mapping):
      for entry in mapping.entries {
        walk(.scalar(entry.key), in: source)
        walk(entry.value, in: source)
      }
    }
  }

  /// Replaces one scalar, chosen by the input's length.
  private static func edit(_ root: YAMLNode, in source: SourceFile) {
    guard source.bytes.count < 600 else { return }
    var scalars: [YAMLScalar] = []
    collect(root, &scalars)
    guard !scalars.isEmpty else { return }
    let scalar = scalars[source.bytes.count % scalars.count]
    guard let edit = try? YAML.replacing(scalar, with: "0.25", in: source) else { return }
    require(edit.range == scalar.range, "an edit outside its scalar")
    let edited = SourceFile(path: source.path, bytes: source.applying([edit]))
    var after: [YAMLScalar] = []
    if let root = YAML.load(edited).root { collect(root, &after) }
    require(after.count == scalars.count, "an edit changes more than its scalar")
  }

  private static func collect(_ node: YAMLNode, _ scalars: inout [YAMLScalar]) {
    switch node {
    case .scalar(let scalar): scalars.append(scalar)
    case .sequence(let sequence): for item in sequence.items { collect(item, &scalars) }
    case .mapping(let mapping): for entry in mapping.entries { collect(entry.value, &scalars) }
    }
  }
}

extension Unicode.Scalar {
  fileprivate var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }
}
