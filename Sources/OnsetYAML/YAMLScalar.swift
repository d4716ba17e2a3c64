package import OnsetText

/// How a scalar is written.
package enum ScalarStyle: Hashable, Sendable, CaseIterable {
  case plain
  case singleQuoted
  case doubleQuoted
  /// `|`: line ends are kept.
  case literal
  /// `>`: line ends become spaces.
  case folded
}

/// A text, number or other single value. What type it has is decided when it is asked for.
package struct YAMLScalar: Hashable, Sendable {
  /// The value as decoded: quotes removed, escapes and folded lines resolved.
  package var text: String
  /// The bytes of the value: quotes or block header included; anchor, tag and trailing blank lines not.
  package var range: ByteRange
  var rarities: NodeRarities
  /// Where each byte of the text is spelt.
  package var map: TextMap
  /// How it is written.
  package var style: ScalarStyle
  /// Whether it stands inside `[` or `{`, where `,` and brackets end a plain scalar.
  package var isInFlow: Bool

  /// The tag, resolved (`tag:yaml.org,2002:str` for `!!str`), where there is one.
  package var tag: String? { rarities.tag }

  /// Where the value is used; see ``YAMLNode``.
  package internal(set) var site: ByteRange {
    get { rarities.alias ?? range }
    set { rarities.alias = newValue }
  }

  /// The bytes of the file that spell a range of UTF-8 offsets in `text`.
  package func fileRange(of range: ByteRange) -> ByteRange { map.fileRange(of: range) }

  /// The text and where the value is written.
  package var located: Located<String> { Located(text, at: range) }
}
