package import OnsetText

/// The values of keys, by type. Each is nil where the key is not there or a finding was made.
extension MappingReader {
  /// Any single value, such as an expression, with the map from its text to the file.
  ///
  /// `expected` says what it has to be, where that is more than a text.
  package mutating func scalar(
    _ key: String, _ presence: Presence = .optional, expected: String = "a text"
  ) -> YAMLScalar? {
    guard let node = value(of: key, presence) else {
      if presence == .required, expected != "a text" { hintsOfMissing[key] = "`\(key)` is \(expected)" }
      return nil
    }
    return scalar(of: node, called: "`\(key)`", presence, expected: expected)
  }

  /// A text. A plain `12` or `true` is one too: scalars are typed only where another type is asked for.
  package mutating func text(_ key: String, _ presence: Presence = .optional) -> Located<String>? {
    scalar(key, presence)?.located
  }

  /// A number, quoted or not.
  package mutating func number(_ key: String, _ presence: Presence = .optional) -> Located<Double>? {
    value(of: key, presence).flatMap { number(of: $0, called: "`\(key)`", presence) }
  }

  /// A whole number that fits an `Int`.
  package mutating func integer(_ key: String, _ presence: Presence = .optional) -> Located<Int>? {
    value(of: key, presence).flatMap { integer(of: $0, called: "`\(key)`", presence) }
  }

  /// `true` or `false`.
  package mutating func boolean(_ key: String, _ presence: Presence = .optional) -> Located<Bool>? {
    value(of: key, presence).flatMap { boolean(of: $0, called: "`\(key)`", presence) }
  }

  /// One of the texts that name the cases of `Choice`.
  package mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, _ presence: Presence = .optional, of type: Choice.Type = Choice.self
  ) -> Located<Choice>? {
    guard let text = text(key, presence) else { return nil }
    if let choice = Choice(rawValue: text.value) { return Located(choice, at: text.range) }
    let choices = Choice.allCases.map(\.rawValue)
    report(
      .notAChoice(
        subject: "`\(key)`", found: text.value, nearest: Suggestion.nearest(to: text.value, among: choices),
        choices: choices), at: text.range)
    return nil
  }

  /// A list of anything.
  package mutating func sequence(_ key: String, _ presence: Presence = .optional) -> YAMLSequence? {
    value(of: key, presence).flatMap { sequence(of: $0, called: "`\(key)`", presence) }
  }

  /// A list of texts; with `orOne`, a single text is a list of one.
  package mutating func texts(
    _ key: String, _ presence: Presence = .optional, orOne: Bool = false
  ) -> [Located<String>]? {
    guard let node = value(of: key, presence) else { return nil }
    return texts(of: node, called: "`\(key)`", presence, orOne: orOne)
  }

  /// A mapping whose keys are names of the user's, in the order of the file. `example` is the key with such a mapping.
  package mutating func entries(
    _ key: String, _ presence: Presence = .optional, example: String? = nil
  ) -> [YAMLMapping.Entry]? {
    value(of: key, presence).flatMap {
      mapping(of: $0, called: "`\(key)`", presence, hints: Self.hints(example))
    }?.entries
  }

  /// A mapping, read by `read`; its findings are added to these. `owner` begins a sentence: "`confirm`"; `example` is
  /// the key with such a mapping.
  package mutating func mapping<Model>(
    _ key: String, _ presence: Presence = .optional, as owner: String? = nil, example: String? = nil,
    read: (inout MappingReader) -> Model?
  ) -> Model? {
    guard let node = value(of: key, presence) else {
      if presence == .required { hintsOfMissing[key] = Self.hints(example).first }
      return nil
    }
    return mapping(
      of: node, called: "`\(key)`", presence, as: owner ?? "`\(key)`", hints: Self.hints(example), read: read)
  }

  /// A list of mappings, each read by `read`. `owner` begins a sentence about one of them: "a rule"; `example` is the
  /// key with such a list.
  ///
  /// Those that could not be read are left out; that they were is among the findings. The mappings of a long list are
  /// read on all processors.
  package mutating func mappings<Model: Sendable>(
    _ key: String, _ presence: Presence = .optional, as owner: String, example: String? = nil,
    read: @Sendable (inout MappingReader) -> Model?
  ) -> [Model]? {
    guard let node = value(of: key, presence) else {
      if presence == .required { hintsOfMissing[key] = Self.hints(example).first }
      return nil
    }
    guard let items = sequence(of: node, called: "`\(key)`", presence, hints: Self.hints(example))?.items else {
      return nil
    }
    guard items.count > Portions.itemCount else {
      return mappings(in: items[...], of: key, as: owner, example, read: read)
    }
    let empty = MappingReader(content, in: source, as: self.owner)
    let portions = Portions.map(Portions.of(items.count)) { portion in
      var reader = empty
      let models = reader.mappings(in: items[portion], of: key, as: owner, example, read: read)
      return (models: models, diagnostics: reader.diagnostics)
    }
    for portion in portions { report(portion.diagnostics) }
    return portions.flatMap(\.models)
  }

  private mutating func mappings<Model>(
    in items: ArraySlice<YAMLNode>, of key: String, as owner: String, _ example: String?,
    read: (inout MappingReader) -> Model?
  ) -> [Model] {
    items.compactMap {
      mapping(of: $0, called: "an item of `\(key)`", as: owner, hints: Self.hints(example), read: read)
    }
  }

  private static func hints(_ example: String?) -> [String] { example.map { ["such as `\($0)`"] } ?? [] }
}
