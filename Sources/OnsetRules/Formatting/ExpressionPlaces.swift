import OnsetLanguage
import OnsetText
import OnsetYAML

/// Where in a file expressions stand.
struct ExpressionPlaces {
  /// A scalar and what in it are expressions.
  struct Place {
    enum Kind {
      /// The scalar is one.
      case whole
      /// The span behind the `after` of a `repeat`.
      case repetition
      /// Those in the braces of a text.
      case template
    }

    var scalar: YAMLScalar
    var kind: Kind
  }

  private(set) var places: [Place] = []

  /// The expressions of a file that has no faults of YAML; of what could not be decoded there are none.
  init(_ source: SourceFile, kind: YAMLFileSearch.Kind?) {
    switch kind {
    case .ruleSet:
      if let model = RuleSetFile.decode(source).model { add(model) }
    case .profile:
      if let model = ProfileFile.decode(source).model { add(model) }
    case .tests:
      if let model = TestFile.decode(source).model { add(model) }
    case .project, .metadata, .textFormat, .experiment, nil: break
    }
    leaveOutShared(source)
  }

  private mutating func add(_ file: RuleSetFile) {
    for parameter in file.parameters {
      add(parameter.value)
      if let tune = parameter.tune {
        add(tune.lower)
        add(tune.upper)
      }
    }
    for binding in file.lets { add(binding.expression) }
    for rule in file.rules { add(rule) }
  }

  private mutating func add(_ rule: RuleDeclaration) {
    for scalar in [rule.when, rule.hold, rule.confirm?.that, rule.confirm?.within, rule.clear] {
      if let scalar { add(scalar) }
    }
    if let scalar = rule.repetition { places.append(Place(scalar: scalar, kind: .repetition)) }
    for action in rule.actions {
      switch action.kind {
      case .scale(_, let amount, let bounds), .set(_, let amount, let bounds):
        for scalar in [amount, bounds.floor, bounds.ceiling] {
          if let scalar { add(scalar) }
        }
      case .stop(let text), .checkpoint(let text), .notify(let text):
        places.append(Place(scalar: text, kind: .template))
      }
    }
  }

  private mutating func add(_ file: ProfileFile) {
    add(file.baselines)
    add(file.parameters)
  }

  private mutating func add(_ file: TestFile) {
    for settings in [file.settings] + file.cases.map(\.settings) {
      add(settings.baselines)
      add(settings.parameters)
    }
    for test in file.cases { for value in test.expectations.values { add(value.expression) } }
  }

  private mutating func add(_ baselines: [ProfileFile.Baseline]) {
    for measure in baselines.compactMap(\.measure) {
      add(measure.after)
      add(measure.over)
    }
  }

  private mutating func add(_ parameters: [ProfileFile.RuleSetParameters]) {
    for value in parameters.flatMap(\.values) { add(value.value) }
  }

  private mutating func add(_ scalar: YAMLScalar) {
    places.append(Place(scalar: scalar, kind: .whole))
  }

  /// A value that is used by an alias may be an expression here and a text there: it stays as it is. One that is used
  /// in no other way than here is kept once.
  private mutating func leaveOutShared(_ source: SourceFile) {
    var uses: [ByteRange: Int] = [:]
    YAML.load(source).root?.visitScalars { uses[$0.range, default: 0] += 1 }
    places.removeAll { uses[$0.scalar.range] != 1 }
  }

  /// The edits that space the expressions.
  func edits(in source: SourceFile) -> [TextEdit] { places.flatMap { Self.edits(of: $0, in: source) } }

  private static func edits(of place: Place, in source: SourceFile) -> [TextEdit] {
    let text = place.scalar.text
    return place.kind.expressions(in: text).flatMap { part -> [TextEdit] in
      guard let gaps = ExpressionFormat.gaps(of: String(text[part])) else { return [] }
      let offset = text.utf8.distance(from: text.startIndex, to: part.lowerBound)
      // The ends of a part stay: `{ step }` is an expression, `{step}` the step.
      let inner = place.kind == .whole ? gaps[...] : gaps.dropFirst().dropLast()
      return inner.compactMap { gap in
        edit(ByteRange(gap.range.lower + offset, gap.range.upper + offset), gap.spaces, place.scalar, source)
      }
    }
  }

  /// The edit of one gap; nil where it is right, or spelt otherwise than by blanks in one line of the file.
  private static func edit(
    _ gap: ByteRange, _ spaces: Int, _ scalar: YAMLScalar, _ source: SourceFile
  ) -> TextEdit? {
    let file = scalar.fileRange(of: gap)
    let textCount = scalar.text.utf8.count
    // What is beside the gap has to be beside it in the file too.
    if gap.lower > 0, scalar.fileRange(of: ByteRange(gap.lower - 1, gap.lower)).upper != file.lower { return nil }
    if gap.upper < textCount, scalar.fileRange(of: ByteRange(gap.upper, gap.upper + 1)).lower != file.upper {
      return nil
    }
    let spelt = source.bytes[file.lower..<file.upper]
    guard spelt.count == gap.count, spelt.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) else {
      return nil
    }
    let wanted = [UInt8](repeating: UInt8(ascii: " "), count: spaces)
    return spelt.elementsEqual(wanted) ? nil : TextEdit(range: file, replacement: wanted)
  }
}

extension ExpressionPlaces.Place.Kind {
  /// The parts of a scalar's text that are expressions, in order.
  func expressions(in text: String) -> [Range<String.Index>] {
    switch self {
    case .whole: [text.startIndex..<text.endIndex]
    case .repetition: Self.span(ofRepetition: text).map { [$0] } ?? []
    case .template: Self.places(inTemplate: text)
    }
  }

  private static func span(ofRepetition text: String) -> Range<String.Index>? {
    let words = text.split { $0 == " " || $0 == "\t" || $0 == "\n" }
    guard words.first == "after", words.count > 1 else { return nil }
    return words[1].startIndex..<text.endIndex
  }

  /// What stands in the braces of a text; `{{` is a brace, and in backquotes stands a name.
  private static func places(inTemplate text: String) -> [Range<String.Index>] {
    let bytes = text.utf8
    let (opening, closing) = (UInt8(ascii: "{"), UInt8(ascii: "}"))
    var places: [Range<String.Index>] = []
    var start = bytes.startIndex
    while let brace = bytes[start...].firstIndex(where: { $0 == opening || $0 == closing }) {
      let next = bytes.index(after: brace)
      if next < bytes.endIndex, bytes[next] == bytes[brace] {
        start = bytes.index(after: next)
      } else if bytes[brace] == closing {
        start = next
      } else {
        var isInName = false
        let end = bytes[next...].firstIndex {
          if $0 == UInt8(ascii: "`") { isInName.toggle() }
          return $0 == closing && !isInName
        }
        guard let end else { return places }
        places.append(next..<end)
        start = bytes.index(after: end)
      }
    }
    return places
  }
}
