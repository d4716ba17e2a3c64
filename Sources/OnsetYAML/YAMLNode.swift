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
  package var site: ByteRange {
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

/// A list of values.
package struct YAMLSequence: Hashable, Sendable {
  /// The values, in the order of the file.
  package var items: [YAMLNode]
  /// From the first `-` to the end of the last item, or from `[` to `]`.
  package var range: ByteRange
  /// Where the list is used; see ``YAMLNode``.
  package var site: ByteRange
  /// The tag, resolved (`tag:yaml.org,2002:seq` for `!!seq`), where there is one.
  package var tag: String?
  /// Whether an item is missing because it could not be read; that has been reported.
  package var isPartial: Bool
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
  /// Where the mapping is used; see ``YAMLNode``.
  package var site: ByteRange
  /// The tag, resolved (`tag:yaml.org,2002:map` for `!!map`), where there is one.
  package var tag: String?
  /// Whether an entry is missing because it could not be read; that has been reported.
  package var isPartial: Bool

  /// The value of a key. O(entries).
  package subscript(key: String) -> YAMLNode? {
    entries.first { $0.key.text == key }?.value
  }
}
