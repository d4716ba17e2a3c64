package import OnsetText

/// Why a scalar was not replaced.
package enum ScalarEditError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file has no such scalar: the node is of another file, or of an earlier state of this one.
  case notInFile
  /// No spelling of the new text leaves the rest of the file as it is.
  case changesMore

  /// One sentence for the user, without a full stop.
  package var description: String {
    switch self {
    case .notInFile: "the value to replace is not in the file; it may have changed meanwhile"
    case .changesMore: "the value cannot be replaced in place without changing more of the file"
    }
  }
}

extension YAML {
  /// The edit that gives a scalar of a file another text and changes no byte outside the scalar's own.
  ///
  /// The style stays where the new text can have it: plain where that is safe at this place, single quotes for
  /// a printable line, a block scalar for printable lines with as many line ends behind them as before; it
  /// becomes double-quoted otherwise. Anchor, tag and comments stay. A value that is used elsewhere by an alias
  /// changes there too.
  ///
  /// The edited file is loaded again, and the edit given only if its tree is the old one with the new text.
  package static func replacing(
    _ scalar: YAMLScalar, with text: String, in source: SourceFile
  ) throws(ScalarEditError) -> TextEdit {
    let old = load(source)
    guard let oldRoot = old.root,
      ScalarChange(at: scalar.range, to: scalar.text).isWhatHappened(oldRoot, oldRoot)
    else { throw .notInFile }
    let change = ScalarChange(at: scalar.range, to: text)
    for spelling in ScalarSpelling(scalar, in: source.bytes).candidates(for: text) {
      let edit = TextEdit(range: scalar.range, replacement: Array(spelling.utf8))
      let new = load(SourceFile(path: source.path, bytes: source.applying([edit])))
      guard let newRoot = new.root, new.diagnostics.map(\.code) == old.diagnostics.map(\.code) else {
        continue
      }
      if change.isWhatHappened(oldRoot, newRoot) { return edit }
    }
    throw .changesMore
  }
}

/// What an edit has to do to a tree: one scalar has a new text, wherever it is used, and nothing else changes.
private struct ScalarChange {
  private let range: ByteRange
  private let text: String

  init(at range: ByteRange, to text: String) {
    self.range = range
    self.text = text
  }

  /// Whether the scalar is in the old tree, and the new tree is the old one with the scalar changed.
  func isWhatHappened(_ old: YAMLNode, _ new: YAMLNode) -> Bool {
    var found = 0
    return matches(old, new, &found) && found > 0
  }

  private func matches(_ old: YAMLNode, _ new: YAMLNode, _ found: inout Int) -> Bool {
    switch (old, new) {
    case (.scalar(let old), .scalar(let new)):
      return matches(old, new, &found)
    case (.sequence(let old), .sequence(let new)):
      guard old.items.count == new.items.count, old.tag == new.tag else { return false }
      return zip(old.items, new.items).allSatisfy { matches($0, $1, &found) }
    case (.mapping(let old), .mapping(let new)):
      guard old.entries.count == new.entries.count, old.tag == new.tag else { return false }
      return zip(old.entries, new.entries).allSatisfy {
        matches($0.key, $1.key, &found) && matches($0.value, $1.value, &found)
      }
    default: return false
    }
  }

  private func matches(_ old: YAMLScalar, _ new: YAMLScalar, _ found: inout Int) -> Bool {
    // Texts are compared by their bytes: Swift takes some that differ in bytes for equal.
    if old.range == range {
      found += 1
      return new.text.utf8.elementsEqual(text.utf8) && old.tag == new.tag
    }
    return new.text.utf8.elementsEqual(old.text.utf8) && old.tag == new.tag && old.style == new.style
  }
}
