package import OnsetText

/// A value of a YAML file and where it is written.
///
/// A node that is reached through an alias is the anchored node itself: its `range`, and those of everything
/// inside it, are where it is *written*, so that an error inside a text points at the characters to mend. Its
/// `site` is the alias, `*name`, so that an error about the use of the value points at the use.
package enum YAMLNode: Hashable, Sendable {
  case scalar(YAMLScalar)
  case sequence(YAMLSequence)
  case mapping(YAMLMapping)

  /// The bytes of the value itself: quotes included; anchor, tag and comments not.
  package var range: ByteRange {
    switch self {
    case .scalar(let scalar): scalar.range
    case .sequence(let sequence): sequence.range
    case .mapping(let mapping): mapping.range
    }
  }

  /// Where the value is used: the alias through which it was reached, otherwise its `range`.
  package internal(set) var site: ByteRange {
    get {
      switch self {
      case .scalar(let scalar): scalar.site
      case .sequence(let sequence): sequence.site
      case .mapping(let mapping): mapping.site
      }
    }
    set {
      switch self {
      case .scalar(var scalar):
        scalar.site = newValue
        self = .scalar(scalar)
      case .sequence(var sequence):
        sequence.site = newValue
        self = .sequence(sequence)
      case .mapping(var mapping):
        mapping.site = newValue
        self = .mapping(mapping)
      }
    }
  }

  /// The node as a scalar, or nil.
  package var scalar: YAMLScalar? {
    if case .scalar(let scalar) = self { scalar } else { nil }
  }

  /// The node as a sequence, or nil.
  package var sequence: YAMLSequence? {
    if case .sequence(let sequence) = self { sequence } else { nil }
  }

  /// The node as a mapping, or nil.
  package var mapping: YAMLMapping? {
    if case .mapping(let mapping) = self { mapping } else { nil }
  }
}

/// What few values have. Apart from them, so that the others are small: values are copied often.
struct NodeRarities: Hashable, Sendable {
  private var content = Content.none

  private indirect enum Content: Hashable, Sendable {
    case none
    case some(tag: String?, alias: ByteRange?)
  }

  init(tag: String?) {
    if tag != nil { content = .some(tag: tag, alias: nil) }
  }

  /// The tag, resolved.
  var tag: String? { if case .some(let tag, _) = content { tag } else { nil } }

  /// The alias through which the value was reached.
  var alias: ByteRange? {
    get { if case .some(_, let alias) = content { alias } else { nil } }
    set { content = .some(tag: tag, alias: newValue) }
  }
}

/// A list of values.
package struct YAMLSequence: Hashable, Sendable {
  /// The values, in the order of the file.
  package var items: [YAMLNode]
  /// From the first `-` to the end of the last item, or from `[` to `]`.
  package var range: ByteRange
  var rarities: NodeRarities
  /// Whether an item is missing because it could not be read; that has been reported.
  package var isPartial: Bool

  /// The tag, resolved (`tag:yaml.org,2002:seq` for `!!seq`), where there is one.
  package var tag: String? { rarities.tag }

  /// Where the list is used; see ``YAMLNode``.
  package internal(set) var site: ByteRange {
    get { rarities.alias ?? range }
    set { rarities.alias = newValue }
  }
}

/// Keys and their values, in the order of the file. No two keys have the same text.
package struct YAMLMapping: Hashable, Sendable {
  /// A key and its value.
  package struct Entry: Hashable, Sendable {
    package var key: YAMLScalar
    package var value: YAMLNode
  }

  /// The entries, in the order of the file.
  package var entries: [Entry]
  /// From the first key to the end of the last value, or from `{` to `}`.
  package var range: ByteRange
  var rarities: NodeRarities
  /// Whether an entry is missing because it could not be read; that has been reported.
  package var isPartial: Bool

  /// The tag, resolved (`tag:yaml.org,2002:map` for `!!map`), where there is one.
  package var tag: String? { rarities.tag }

  /// Where the mapping is used; see ``YAMLNode``.
  package internal(set) var site: ByteRange {
    get { rarities.alias ?? range }
    set { rarities.alias = newValue }
  }

  /// The value of a key. O(entries).
  package subscript(key: String) -> YAMLNode? {
    position(of: key).map { entries[$0].value }
  }

  /// Which entry has a key. O(entries).
  func position(of key: String) -> Int? {
    entries.firstIndex { $0.key.text.isSpelt(as: key) }
  }
}

extension String {
  /// Whether two texts are equal. Keys mostly differ in length, which costs less to see than that they differ.
  func isSpelt(as other: String) -> Bool { utf8.count == other.utf8.count && self == other }
}
