import OnsetLanguage
import OnsetText
import OnsetYAML

/// Parameters that no expression uses, and `let`s that no rule uses, directly or through others.
enum UnusedNames {
  static func check(_ set: RuleSetView) -> [LintFinding] {
    unusedParameters(set) + unusedLets(set)
  }

  // MARK: Lets

  private static func unusedLets(_ set: RuleSetView) -> [LintFinding] {
    guard !set.file.lets.isEmpty else { return [] }
    var used = Set<LetID>()
    for rule in set.rules where used.count < set.file.lets.count {
      rule.checked.forEachExpression { use($0, set, &used) }
    }
    // A `let` that is a span, a constant or a metric's name may leave no term behind where it is used.
    var unused = set.file.lets.indices.filter { !used.contains(LetID($0)) }
    let traceless = unused.filter { index in
      guard let term = set.checked.letTerms[index].map(set.definition) else { return false }
      return if case .metric = term.kind { true } else { !term.hasClock }
    }
    guard !unused.isEmpty else { return [] }
    var mentions = Mentions(of: unused.map { set.file.lets[$0].name.value })
    mentions.read(set.file)
    let mentioned = Set(zip(unused, mentions.isFound).filter(\.1).map(\.0)).intersection(traceless)
    unused.removeAll { mentioned.contains($0) }
    return unused.map { index in
      let name = set.file.lets[index].name
      return LintFinding(.unusedLet(name.value, nearest: nearest(to: name.value, mentions, set)), at: name.range)
    }
  }

  /// The name in expressions that may be a misspelling of one that is not used.
  private static func nearest(to name: String, _ mentions: Mentions, _ set: RuleSetView) -> String? {
    let own = Set((set.file.parameters.map(\.name) + set.file.lets.map(\.name)).map(\.value))
    let metrics = mentions.others.filter { !own.contains($0) && Names.hidden($0) == nil }
    return Suggestion.nearest(to: name, among: metrics.sorted())
  }

  private static func use(_ term: Term, _ set: RuleSetView, _ used: inout Set<LetID>) {
    if case .binding(let id) = term.kind {
      if used.insert(id).inserted, let next = set.checked.letTerms[id.index] { use(next, set, &used) }
      return
    }
    term.forEachOperand { use($0, set, &used) }
  }

  // MARK: Parameters

  private static func unusedParameters(_ set: RuleSetView) -> [LintFinding] {
    let parameters = set.file.parameters
    guard !parameters.isEmpty else { return [] }
    var mentions = Mentions(of: parameters.map(\.name.value))
    mentions.read(set.file)
    return zip(parameters, mentions.isFound).compactMap { parameter, isFound in
      guard !isFound else { return nil }
      let name = parameter.name
      return LintFinding(.unusedParameter(name.value, nearest: nearest(to: name.value, mentions, set)), at: name.range)
    }
  }
}

/// Which of some names stand in the expressions of a rule set: as words outside backquotes, in texts inside braces.
private struct Mentions {
  private let indices: [ArraySlice<UInt8>: Int]
  private let lengths: ClosedRange<Int>
  private(set) var isFound: [Bool]
  /// Other words, of many the first.
  private(set) var others: Set<String> = []
  private var missingCount: Int

  private static let mostOthers = 64

  /// - Parameter names: Each once.
  init(of names: [String]) {
    let spelt = names.map { Array($0.utf8)[...] }
    indices = Dictionary(zip(spelt, spelt.indices), uniquingKeysWith: { first, _ in first })
    lengths = (spelt.map(\.count).min() ?? 0)...(spelt.map(\.count).max() ?? 0)
    isFound = Array(repeating: false, count: names.count)
    missingCount = indices.count
  }

  /// Looks through a file until all of the names are found.
  mutating func read(_ file: RuleSetFile) {
    for binding in file.lets { read(binding.expression) }
    for rule in file.rules {
      if missingCount == 0 { return }
      for scalar in [
        rule.when, rule.hold, rule.confirm?.that, rule.confirm?.within, rule.clear, rule.repetition,
      ] {
        read(scalar)
      }
      for action in rule.actions {
        switch action.kind {
        case .scale(_, let amount, let bounds), .set(_, let amount, let bounds):
          read(amount)
          read(bounds.floor)
          read(bounds.ceiling)
        case .stop(let text), .checkpoint(let text), .notify(let text): read(text, isText: true)
        }
      }
    }
  }

  private mutating func read(_ scalar: YAMLScalar?, isText: Bool = false) {
    guard let scalar, missingCount > 0 else { return }
    let bytes = Array(scalar.text.utf8)
    var start: Int?
    var isQuoted = false
    var depth = isText ? 0 : 1
    for (offset, byte) in bytes.enumerated() {
      if !isQuoted, depth > 0, Self.isLetter(byte) {
        if start == nil { start = offset }
        continue
      }
      if let begin = start {
        find(bytes[begin..<offset])
        start = nil
      }
      switch byte {
      case UInt8(ascii: "`") where depth > 0: isQuoted.toggle()
      case UInt8(ascii: "{") where isText: depth += 1
      case UInt8(ascii: "}") where isText: (depth, isQuoted) = (max(0, depth - 1), false)
      default: break
      }
    }
    if let begin = start { find(bytes[begin...]) }
  }

  private mutating func find(_ word: ArraySlice<UInt8>) {
    guard lengths.contains(word.count), let index = indices[word] else {
      if others.count < Self.mostOthers { others.insert(String(decoding: word, as: UTF8.self)) }
      return
    }
    guard !isFound[index] else { return }
    isFound[index] = true
    missingCount -= 1
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
