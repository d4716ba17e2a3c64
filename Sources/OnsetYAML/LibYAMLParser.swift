import CLibYAML
import OnsetText

/// What libyaml saw next, with the byte range that it gives for it.
struct LibYAMLEvent {
  /// Anchor and tag of a node.
  struct Properties {
    var anchor: String?
    var tag: String?
  }

  enum Kind {
    case streamStart
    case streamEnd
    case documentStart
    case documentEnd
    case alias(String)
    case scalar(Properties, style: ScalarStyle, text: String)
    case sequenceStart(Properties, isFlow: Bool)
    case sequenceEnd
    case mappingStart(Properties, isFlow: Bool)
    case mappingEnd
  }

  var kind: Kind
  /// From libyaml's start mark to its end mark: begins at the anchor or tag where there is one.
  var range: ByteRange
}

/// What libyaml says when it cannot go on.
struct LibYAMLError: Error {
  var problem: String
  var problemOffset: Int
  var context: String
  var contextOffset: Int

  static let outOfMemory = LibYAMLError(problem: "out of memory", problemOffset: 0, context: "", contextOffset: 0)
}

/// libyaml's parser over the bytes of a file: the only type that touches its memory.
@safe struct LibYAMLParser: ~Copyable {
  let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>
  private let marks: MarkIndex

  /// A parser of valid UTF-8 from `origin` (after the byte-order mark) on; nil where memory is out.
  init?(_ bytes: [UInt8], from origin: Int) {
    marks = MarkIndex(bytes, from: origin)
    unsafe input = .allocate(capacity: bytes.count - origin)
    _ = unsafe input.initialize(fromContentsOf: bytes[origin...])
    unsafe parser = .allocate(capacity: 1)
    unsafe parser.initialize(to: yaml_parser_t())
    guard unsafe yaml_parser_initialize(parser) == 1 else {
      unsafe parser.deallocate()
      unsafe input.deallocate()
      return nil
    }
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, UnsafePointer(input.baseAddress), input.count)
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe input.deallocate()
  }

  /// Whether there are no more events: after `.streamEnd`, and after an error.
  private(set) var isAtEnd = false

  /// The next event.
  mutating func next() throws(LibYAMLError) -> LibYAMLEvent {
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &event) == 1 else {
      isAtEnd = true
      throw error()
    }
    isAtEnd = unsafe event.type == YAML_STREAM_END_EVENT
    defer { unsafe yaml_event_delete(&event) }
    let range = unsafe ByteRange(offset(event.start_mark), offset(event.end_mark))
    return LibYAMLEvent(kind: unsafe Self.kind(of: event), range: range)
  }

  func offset(_ mark: yaml_mark_t) -> Int {
    marks.byteOffset(ofCodePoint: mark.index)
  }

  private func error() -> LibYAMLError {
    let parser = unsafe self.parser.pointee
    return unsafe LibYAMLError(
      problem: parser.problem.map { unsafe String(cString: $0) } ?? "unknown problem",
      problemOffset: offset(parser.problem_mark),
      context: parser.context.map { unsafe String(cString: $0) } ?? "",
      contextOffset: offset(parser.context_mark))
  }

  private static func kind(of event: yaml_event_t) -> LibYAMLEvent.Kind {
    switch unsafe event.type {
    case YAML_STREAM_START_EVENT: return .streamStart
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_ALIAS_EVENT: return .alias(unsafe text(event.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      let value = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      return .scalar(
        .init(anchor: unsafe text(scalar.anchor), tag: unsafe text(scalar.tag)),
        style: unsafe style(scalar.style), text: unsafe String(decoding: value, as: UTF8.self))
    case YAML_SEQUENCE_START_EVENT:
      let start = unsafe event.data.sequence_start
      return .sequenceStart(
        .init(anchor: unsafe text(start.anchor), tag: unsafe text(start.tag)),
        isFlow: unsafe start.style == YAML_FLOW_SEQUENCE_STYLE)
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      let start = unsafe event.data.mapping_start
      return .mappingStart(
        .init(anchor: unsafe text(start.anchor), tag: unsafe text(start.tag)),
        isFlow: unsafe start.style == YAML_FLOW_MAPPING_STYLE)
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    default: return .streamEnd
    }
  }

  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    unsafe pointer.map { unsafe String(cString: $0) }
  }

  static func style(_ style: yaml_scalar_style_t) -> ScalarStyle {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
  }
}
