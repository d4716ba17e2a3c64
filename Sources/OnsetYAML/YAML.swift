package import OnsetText

/// Reads YAML files: YAML 1.2, its values typed only where a model asks for a type.
package enum YAML {
  /// What a file may have at most.
  package enum Limits {
    /// Bytes of a file: 10 MiB.
    package static let byteCount = 10 << 20
    /// Lists and mappings inside each other.
    package static let nesting = 100
    /// Values, once aliases are expanded; a file without aliases may have more.
    package static let nodes = 10_000
    /// Faults of one file that are kept; a file with more is no text of YAML, and nobody reads them all.
    static let faults = 1_000
    /// `%TAG` lines: libyaml compares each with every other (800,000 of them fit in a file, and take hours).
    static let tagDirectives = 100
  }

  /// The tree of a file and all that is wrong with it.
  ///
  /// libyaml stops at the first error of syntax; faults that are found here are all found. After an error of
  /// syntax there is no tree; after any other there is the tree of what could be read, without the values
  /// that could not, so that a model's faults can be reported in the same go.
  ///
  /// An alias is the anchored node again: see ``YAMLNode``. Aliases that would give more than
  /// ``Limits/nodes`` values, or nest deeper than ``Limits/nesting``, are a fault, and cost nothing before.
  package static func load(_ source: SourceFile) -> (root: YAMLNode?, diagnostics: [Diagnostic]) {
    let byteFaults = ByteCheck.faults(of: source.bytes)
    guard byteFaults.isEmpty else { return (nil, words(byteFaults, in: source)) }
    let (root, faults) = TreeBuilder.build(source.bytes)
    return (root, words(faults, in: source))
  }

  private static func words(_ faults: [Located<YAMLFault>], in source: SourceFile) -> [Diagnostic] {
    guard !faults.isEmpty else { return [] }
    let lines = LineMap(source)
    return inFileOrder(faults.map { $0.value.diagnostic(at: $0.range, in: source, lines: lines) })
  }

  /// Findings of one file by their places; those at one place in the order in which they were made.
  static func inFileOrder(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    diagnostics.enumerated()
      .sorted { ($0.element.range.lower, $0.offset) < ($1.element.range.lower, $1.offset) }
      .map(\.element)
  }
}
