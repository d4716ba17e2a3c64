import OnsetLanguage
package import OnsetText
import OnsetYAML

/// Formats Onset's files: how expressions are spaced, and how the YAML around them is laid out.
///
/// Nothing that means something changes, and that is proved for each file before the result is given away.
package enum FileFormat {
  package enum Result: Sendable {
    /// The file is formatted.
    case same
    /// The file's bytes as they should be.
    case changed([UInt8])
    /// The file cannot be read as YAML.
    case faulty([Diagnostic])
    /// None of Onset's files, and so left alone.
    case unknown
    /// The formatted file would not mean the same: a mistake of the formatter's.
    case refused
  }

  /// The most bytes that a file may have.
  package static var largestFile: Int { YAML.Limits.byteCount }

  /// The lists at the top of a file whose items have an empty line between them.
  private static let separatedKeys: Set<String> = ["rules", "cases"]

  /// A file as it should be. O(bytes).
  package static func format(_ source: SourceFile) -> Result {
    let (root, diagnostics) = YAML.load(source)
    guard let root, !diagnostics.containsErrors else { return .faulty(diagnostics) }
    guard let kind = YAMLFileSearch.kind(of: source) else { return .unknown }
    let places = ExpressionPlaces(source, kind: kind)
    let edits =
      places.edits(in: source) + YAML.layoutEdits(for: source, root: root, separatedKeys: separatedKeys)
    guard !edits.isEmpty else { return .same }
    let formatted = SourceFile(path: source.path, bytes: source.applying(edits))
    return MeaningProof.holds(source, formatted, places: places.places, kind: kind)
      ? .changed(formatted.bytes) : .refused
  }
}
