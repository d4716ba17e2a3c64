package import OnsetText

/// Reads a mapping into a model, and finds all that is wrong with it in one go.
///
/// A model asks for its keys; what has the wrong type, is missing, or was not asked for becomes a finding with
/// its place, and the model gets nil. Nothing traps, and nothing stops at the first fault:
///
/// ```swift
/// struct Confirmation {
///   var that: YAMLScalar
///   var within: YAMLScalar
///
///   init?(_ reader: inout MappingReader) {
///     let that = reader.scalar("that", .required)
///     let within = reader.scalar("within", .required)
///     guard let that, let within else { return nil }
///     self.that = that
///     self.within = within
///   }
/// }
/// let confirm = reader.mapping("confirm", read: Confirmation.init)
/// ```
///
/// Ask for every key before giving up: a key that was not asked for counts as unknown.
package struct MappingReader: Sendable {
  /// Whether a key has to be there.
  package enum Presence: Hashable, Sendable {
    case required
    case optional
  }

  /// What is read.
  package let content: YAMLMapping
  /// The file in which it is.
  package let source: SourceFile
  /// What the mapping is, as it begins a sentence: "a rule", "`confirm`".
  package let owner: String
  /// What has been found so far, in the order of asking.
  package private(set) var diagnostics: [Diagnostic] = []

  /// Where the keys of a large mapping are; a small one is searched, which costs less than hashing.
  private let positions: [String: Int]?
  /// The keys that were asked for, in order.
  private var askedFor: [String] = []
  /// The required keys that are not there.
  private var missing: [String] = []
  /// What to write for a key that may be missing.
  var hintsOfMissing: [String: String] = [:]
  private var isOpen = false

  /// A reader of `mapping`, which is in `source`. ``mapping(_:_:as:read:)`` and its like make and finish one.
  package init(_ mapping: YAMLMapping, in source: SourceFile, as owner: String) {
    content = mapping
    self.source = source
    self.owner = owner
    positions =
      content.entries.count <= Self.searchedCount
      ? nil
      : Dictionary(
        content.entries.enumerated().map { ($0.element.key.text, $0.offset) }, uniquingKeysWith: { first, _ in first })
    askedFor.reserveCapacity(Self.searchedCount)
  }

  /// The most entries among which a key is searched.
  private static let searchedCount = 16

  private func position(of key: String) -> Int? {
    if let positions { positions[key] } else { content.position(of: key) }
  }

  // MARK: Keys

  /// The value of a key that has to be there; nil, and a finding, where it is not.
  package mutating func required(_ key: String) -> YAMLNode? { value(of: key, .required) }

  /// The value of a key that may be there.
  package mutating func optional(_ key: String) -> YAMLNode? { value(of: key, .optional) }

  /// The value of a key.
  package mutating func value(of key: String, _ presence: Presence) -> YAMLNode? {
    if !askedFor.contains(where: { $0.isSpelt(as: key) }) { askedFor.append(key) }
    if let position = position(of: key) { return content.entries[position].value }
    if presence == .required { missing.append(key) }
    return nil
  }

  /// The key itself, for a finding about it.
  package func key(_ key: String) -> YAMLScalar? {
    position(of: key).map { content.entries[$0].key }
  }

  /// Whether a key is there.
  package func has(_ key: String) -> Bool { position(of: key) != nil }

  /// Makes the mapping free-form: the entries that were not asked for so far, none of which is unknown.
  package mutating func remaining() -> [YAMLMapping.Entry] {
    isOpen = true
    return unknownPositions.map { content.entries[$0] }
  }

  /// Whether there are keys that were not asked for so far.
  package var hasUnknownKeys: Bool { !isOpen && content.entries.contains { !askedFor.contains($0.key.text) } }

  /// Where something is missing: at the first key, or the mapping itself where it is empty or used by alias.
  package var placeOfMissing: ByteRange {
    content.site == content.range ? content.entries.first?.key.site ?? content.site : content.site
  }

  /// The entries that were not asked for.
  private var unknownPositions: [Int] {
    content.entries.indices.filter { position in
      !askedFor.contains { $0.isSpelt(as: content.entries[position].key.text) }
    }
  }

  // MARK: Findings

  /// Adds a finding.
  package mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  /// Adds findings, such as those of an inner reader.
  package mutating func report(_ more: [Diagnostic]) { diagnostics += more }

  /// Adds a fault at a place of the file.
  package mutating func report(_ fault: YAMLFault, at range: ByteRange) {
    report(fault.diagnostic(at: range, in: source))
  }

  /// All the findings, in the order of asking; then unknown and missing keys. To be called once, when all keys
  /// were asked for.
  ///
  /// A key that is missing because it is misspelt is one finding, about the misspelling.
  package mutating func finish() -> [Diagnostic] {
    let unknown = isOpen ? [] : unknownPositions.map { content.entries[$0].key }
    if !unknown.isEmpty {
      // A key that is there was not meant by a misspelling.
      let absent = askedFor.filter { !has($0) }
      for key in unknown {
        if isStray(key) {
          report(.strayEntry(key.text, owner: owner), at: key.site)
          continue
        }
        let nearest =
          Suggestion.nearest(to: key.text, among: absent) ?? KeySynonyms.meant(by: key.text, among: missing)
          ?? KeySynonyms.meant(by: key.text, among: absent)
        missing.removeAll { $0 == nearest }
        report(.unknownKey(key.text, owner: owner, nearest: nearest, known: askedFor), at: key.site)
      }
    }
    if !content.isPartial {
      for key in missing { report(.missingKey(key, owner: owner, hint: hintsOfMissing[key]), at: placeOfMissing) }
    }
    missing = []
    return diagnostics
  }

  /// Whether a key is the rest of a value that a comma cut: it has no value, and is no single word.
  private func isStray(_ key: YAMLScalar) -> Bool {
    guard let value = content.entries.first(where: { $0.key.site == key.site })?.value.scalar else { return false }
    let isWord = !key.text.utf8.contains { " ()<>".utf8.contains($0) }
    return value.isNull && value.text.isEmpty && key.style == .plain && !isWord
  }
}
