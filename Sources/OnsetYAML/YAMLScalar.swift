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
  /// How it is written.
  package var style: ScalarStyle
  /// The tag, resolved (`tag:yaml.org,2002:str` for `!!str`), where there is one.
  package var tag: String?
  /// The bytes of the value: quotes or block header included; anchor, tag and trailing blank lines not.
  package var range: ByteRange
  /// Where the value is used; see ``YAMLNode``.
  package var site: ByteRange
  /// Where each byte of the text is spelt.
  package var map: TextMap
  /// Whether it stands inside `[` or `{`, where `,` and brackets end a plain scalar.
  package var isInFlow: Bool

  /// The bytes of the file that spell a range of UTF-8 offsets in `text`.
  package func fileRange(of range: ByteRange) -> ByteRange { map.fileRange(of: range) }

  /// The text and where the value is written.
  package var located: Located<String> { Located(text, at: range) }
}
