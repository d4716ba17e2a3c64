package import OnsetText

extension YAML {
  /// The version of Onset's files that this program reads: `onset: 1`.
  package static let formatVersion = 1

  /// Reads a file of Onset's into a model: loads it, checks that `onset: 1` is at its top, and lets `read` ask
  /// for the keys. All findings are given in one go; the model is what `read` made, errors or not.
  ///
  /// `owner` begins a sentence: "a rule set".
  package static func decode<Model>(
    _ source: SourceFile, as owner: String, read: (inout MappingReader) -> Model?
  ) -> (model: Model?, diagnostics: [Diagnostic]) {
    var (root, diagnostics) = load(source)
    guard let root else { return (nil, diagnostics) }
    guard let mapping = root.mapping else {
      let fault = YAMLFault.wrongType(
        subject: "the file", expected: "a mapping that begins with `onset: 1`",
        found: root.sequence == nil ? "a single value" : "a list", hints: [])
      diagnostics.append(fault.diagnostic(at: .at(root.site.lower), in: source))
      return (nil, diagnostics)
    }
    var reader = MappingReader(mapping, in: source, as: owner)
    reader.checkFormatVersion()
    let model = read(&reader)
    diagnostics += reader.finish()
    return (model, inFileOrder(diagnostics))
  }
}

extension MappingReader {
  /// Checks that the mapping, the root of a file, begins with `onset: 1`.
  package mutating func checkFormatVersion() {
    guard let node = optional("onset") else {
      report(.missingVersion(found: nil), at: placeOfMissing)
      return
    }
    if let first = content.entries.first?.key, first.text != "onset" {
      report(.missingVersion(found: first.text), at: first.site)
    }
    guard node.scalar?.integer != YAML.formatVersion else { return }
    let found = node.scalar.map { $0.isNull ? "nothing" : YAMLFault.quoted($0.text) }
    report(.unsupportedVersion(found ?? (node.mapping == nil ? "a list" : "a mapping")), at: node.site)
  }
}
