import CLibYAML
import OnsetText

/// A token of libyaml's scanner, with the bytes that it spans: none for one that only marks where something begins.
struct LibYAMLToken {
  enum Kind: Equatable {
    case directive, documentStart, documentEnd
    case blockSequenceStart, blockMappingStart, blockEnd
    /// `[` or `{`.
    case flowStart
    /// `]` or `}`.
    case flowEnd
    /// `-`.
    case blockEntry
    /// `,`.
    case flowEntry
    /// `?`, or nothing before a key that has no indicator.
    case key
    /// `:`.
    case value
    case alias, anchor, tag
    case scalar(ScalarStyle)
  }

  var kind: Kind
  var range: ByteRange
}

extension LibYAMLParser {
  /// The tokens of a file that is YAML; nil for any other. O(bytes).
  static func tokens(of bytes: [UInt8], from origin: Int) -> [LibYAMLToken]? {
    guard var parser = LibYAMLParser(bytes, from: origin) else { return nil }
    var tokens: [LibYAMLToken] = []
    while let (token, isEnd) = parser.scan() {
      if let token { tokens.append(token) }
      if isEnd { return tokens }
    }
    return nil
  }

  /// The next token; nil after an error. Tokens and events cannot be read from one parser.
  private mutating func scan() -> (token: LibYAMLToken?, isEnd: Bool)? {
    var token = unsafe yaml_token_t()
    guard unsafe yaml_parser_scan(parser, &token) == 1 else { return nil }
    defer { unsafe yaml_token_delete(&token) }
    let type = unsafe token.type
    if type == YAML_STREAM_END_TOKEN || type == YAML_NO_TOKEN { return (nil, true) }
    guard let kind = unsafe Self.kind(of: token) else { return (nil, false) }
    let range = unsafe ByteRange(offset(token.start_mark), offset(token.end_mark))
    return (LibYAMLToken(kind: kind, range: range), false)
  }

  private static func kind(of token: yaml_token_t) -> LibYAMLToken.Kind? {
    switch unsafe token.type {
    case YAML_VERSION_DIRECTIVE_TOKEN, YAML_TAG_DIRECTIVE_TOKEN: .directive
    case YAML_DOCUMENT_START_TOKEN: .documentStart
    case YAML_DOCUMENT_END_TOKEN: .documentEnd
    case YAML_BLOCK_SEQUENCE_START_TOKEN: .blockSequenceStart
    case YAML_BLOCK_MAPPING_START_TOKEN: .blockMappingStart
    case YAML_BLOCK_END_TOKEN: .blockEnd
    case YAML_FLOW_SEQUENCE_START_TOKEN, YAML_FLOW_MAPPING_START_TOKEN: .flowStart
    case YAML_FLOW_SEQUENCE_END_TOKEN, YAML_FLOW_MAPPING_END_TOKEN: .flowEnd
    case YAML_BLOCK_ENTRY_TOKEN: .blockEntry
    case YAML_FLOW_ENTRY_TOKEN: .flowEntry
    case YAML_KEY_TOKEN: .key
    case YAML_VALUE_TOKEN: .value
    case YAML_ALIAS_TOKEN: .alias
    case YAML_ANCHOR_TOKEN: .anchor
    case YAML_TAG_TOKEN: .tag
    case YAML_SCALAR_TOKEN: .scalar(unsafe style(token.data.scalar.style))
    default: nil
    }
  }
}
