package import OnsetText

/// A node as a value of a type, for nodes that no fixed key names: items of lists, entries of free mappings.
///
/// `subject` begins the sentence of a finding: "`window`", "an item of `during`". A finding about a type points
/// at the place of use, an alias where there is one.
extension MappingReader {
  /// Any single value but null.
  package mutating func scalar(
    of node: YAMLNode, called subject: @autoclosure () -> String, _ presence: Presence = .required,
    expected: String = "a text"
  ) -> YAMLScalar? {
    guard let scalar = node.scalar else {
      reportWrongType(of: node, called: subject(), expected: expected)
      return nil
    }
    if scalar.isNull {
      report(
        .noValue(subject: subject(), expected: expected, isRequired: presence == .required),
        at: valuePlace(scalar))
      return nil
    }
    return scalar
  }

  /// A text; see ``text(_:_:)``.
  package mutating func text(
    of node: YAMLNode, called subject: @autoclosure () -> String, _ presence: Presence = .required
  ) -> Located<String>? {
    scalar(of: node, called: subject(), presence)?.located
  }

  /// A number, quoted or not.
  package mutating func number(
    of node: YAMLNode, called subject: @autoclosure () -> String, _ presence: Presence = .required
  ) -> Located<Double>? {
    let scalar = scalar(of: node, called: subject(), presence, expected: "a number")
    return typed(scalar, \.numberEvenIfQuoted, called: subject(), expected: "a number")
  }

  /// A whole number that fits an `Int`.
  package mutating func integer(
    of node: YAMLNode, called subject: @autoclosure () -> String, _ presence: Presence = .required
  ) -> Located<Int>? {
    let scalar = scalar(of: node, called: subject(), presence, expected: "a whole number")
    return typed(scalar, \.integer, called: subject(), expected: "a whole number")
  }

  /// `true` or `false`.
  package mutating func boolean(
    of node: YAMLNode, called subject: @autoclosure () -> String, _ presence: Presence = .required
  ) -> Located<Bool>? {
    let expected = "`true` or `false`"
    let scalar = scalar(of: node, called: subject(), presence, expected: expected)
    return typed(scalar, \.boolean, called: subject(), expected: expected)
  }

  /// A list of anything.
  package mutating func sequence(
    of node: YAMLNode, called subject: @autoclosure () -> String, _ presence: Presence = .required,
    hints: @autoclosure () -> [String] = []
  ) -> YAMLSequence? {
    if let sequence = node.sequence { return sequence }
    reportWrongType(of: node, called: subject(), expected: "a list", presence, hints: hints())
    return nil
  }

  /// A list of texts; with `orOne`, a single text is a list of one.
  package mutating func texts(
    of node: YAMLNode, called subject: @autoclosure () -> String, _ presence: Presence = .required, orOne: Bool = false
  ) -> [Located<String>]? {
    if let list = node.sequence {
      return list.items.compactMap { text(of: $0, called: "an item of \(subject())") }
    }
    if orOne, let scalar = node.scalar, !scalar.isNull { return [scalar.located] }
    reportWrongType(
      of: node, called: subject(), expected: orOne ? "a text or a list of texts" : "a list of texts", presence,
      hints: orOne ? [] : node.scalar.map { ["write `[\($0.text)]`"] } ?? [])
    return nil
  }

  /// A mapping of anything.
  package mutating func mapping(
    of node: YAMLNode, called subject: @autoclosure () -> String, _ presence: Presence = .required,
    hints: @autoclosure () -> [String] = []
  ) -> YAMLMapping? {
    if let mapping = node.mapping { return mapping }
    reportWrongType(of: node, called: subject(), expected: "a mapping", presence, hints: hints())
    return nil
  }

  /// A mapping, read by `read`; its findings are added to these.
  package mutating func mapping<Model>(
    of node: YAMLNode, called subject: @autoclosure () -> String, _ presence: Presence = .required, as owner: String,
    hints: @autoclosure () -> [String] = [], read: (inout MappingReader) -> Model?
  ) -> Model? {
    guard let mapping = mapping(of: node, called: subject(), presence, hints: hints()) else { return nil }
    var reader = MappingReader(mapping, in: source, as: owner)
    let model = read(&reader)
    report(reader.finish())
    return model
  }

  /// Says that a node is of another type than it has to be.
  package mutating func reportWrongType(
    of node: YAMLNode, called subject: @autoclosure () -> String, expected: String, _ presence: Presence = .required,
    hints: @autoclosure () -> [String] = []
  ) {
    if let scalar = node.scalar, scalar.isNull {
      report(
        .noValue(subject: subject(), expected: expected, isRequired: presence == .required),
        at: valuePlace(scalar))
    } else {
      report(
        .wrongType(subject: subject(), expected: expected, found: Self.describe(node), hints: hints()),
        at: place(of: node))
    }
  }

  private mutating func typed<Value>(
    _ scalar: YAMLScalar?, _ value: (YAMLScalar) -> Value?, called subject: @autoclosure () -> String, expected: String
  ) -> Located<Value>? {
    guard let scalar else { return nil }
    if let value = value(scalar) { return Located(value, at: scalar.range) }
    reportWrongType(of: .scalar(scalar), called: subject(), expected: expected, hints: Self.hints(scalar))
    return nil
  }

  /// Where a finding about a whole node points: a scalar or alias itself, a collection at its first key or item.
  private func place(of node: YAMLNode) -> ByteRange {
    guard node.site == node.range else { return node.site }
    return switch node {
    case .scalar: node.site
    case .sequence(let sequence): sequence.items.first.map(place) ?? node.site
    case .mapping(let mapping): mapping.entries.first?.key.site ?? node.site
    }
  }

  /// A place for a value that is not there; the value itself where it is spelt as `null` or `~`.
  private func valuePlace(_ scalar: YAMLScalar) -> ByteRange { scalar.site }

  private static func describe(_ node: YAMLNode) -> String {
    switch node {
    case .mapping: return "a mapping"
    case .sequence: return "a list"
    case .scalar(let scalar):
      switch scalar.core {
      case .null: return "empty"
      case .boolean, .integer, .number: return YAMLFault.quoted(scalar.text)
      case .text: return "the text \(YAMLFault.quoted(scalar.text))"
      }
    }
  }

  private static func hints(_ scalar: YAMLScalar) -> [String] {
    guard scalar.style != .plain else {
      return ["yes", "no", "on", "off"].contains(scalar.text.lowercased())
        ? ["YAML 1.2 has `true` and `false`; `\(scalar.text)` is a text"] : []
    }
    switch CoreSchema.value(of: scalar.text) {
    case .integer, .boolean: return ["remove the quotes: what is quoted is a text"]
    default: return []
    }
  }
}
