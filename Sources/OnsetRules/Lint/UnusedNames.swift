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
    for rule in set.checked.rules {
      for term in [rule.when, rule.confirm?.that, rule.clear].compactMap(\.self) { use(term, set, &used) }
      for action in rule.actions {
        switch action.kind {
        case .scale(_, let term, _, _), .set(_, let term, _, _): use(term, set, &used)
        case .stop(let text), .checkpoint(let text), .notify(let text):
          for case .expression(let term) in text { use(term, set, &used) }
        }
      }
    }
    // A `let` that is a span, a constant or a metric's name may leave no term behind where it is used.
    let mentioned = set.file.lets.indices.contains { !used.contains(LetID($0)) } ? mentions(in: set.file) : []
    return set.file.lets.enumerated().compactMap { index, binding in
      guard !used.contains(LetID(index)) else { return nil }
      if let term = set.checked.letTerms[index].map(set.definition), mentioned.contains(binding.name.value) {
        if case .metric = term.kind { return nil }
        if !term.hasClock { return nil }
      }
      return LintFinding(.unusedLet(binding.name.value), at: binding.name.range)
    }
  }

  private static func use(_ term: Term, _ set: RuleSetView, _ used: inout Set<LetID>) {
    if case .binding(let id) = term.kind {
      if used.insert(id).inserted, let next = set.checked.letTerms[id.index] { use(next, set, &used) }
      return
    }
    for operand in term.operands { use(operand, set, &used) }
  }

  // MARK: Parameters

  private static func unusedParameters(_ set: RuleSetView) -> [LintFinding] {
    guard !set.file.parameters.isEmpty else { return [] }
    let mentioned = mentions(in: set.file)
    return set.file.parameters.compactMap { parameter in
      mentioned.contains(parameter.name.value)
        ? nil : LintFinding(.unusedParameter(parameter.name.value), at: parameter.name.range)
    }
  }

  /// Every name in every expression of a file.
  private static func mentions(in file: RuleSetFile) -> Set<String> {
    var names: Set<String> = []
    func add(_ text: String?) { if let text { addNames(in: text.utf8, inBracesOnly: false, &names) } }
    for binding in file.lets { add(binding.expression.text) }
    for rule in file.rules {
      add(rule.when.text)
      add(rule.hold?.text)
      add(rule.confirm?.that.text)
      add(rule.confirm?.within.text)
      add(rule.clear?.text)
      add(rule.repetition?.text)
      for action in rule.actions {
        switch action.kind {
        case .scale(_, let amount, let bounds), .set(_, let amount, let bounds):
          add(amount.text)
          add(bounds.floor?.text)
          add(bounds.ceiling?.text)
        case .stop(let text), .checkpoint(let text), .notify(let text):
          addNames(in: text.text.utf8, inBracesOnly: true, &names)
        }
      }
    }
    return names
  }

  /// The words of an expression outside backquotes; of a text, those in braces.
  private static func addNames(in text: String.UTF8View, inBracesOnly: Bool, _ names: inout Set<String>) {
    var word: [UInt8] = []
    var isQuoted = false
    var depth = inBracesOnly ? 0 : 1
    func isLetter(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    for byte in text {
      if !isQuoted, depth > 0, isLetter(byte) {
        word.append(byte)
        continue
      }
      if !word.isEmpty {
        names.insert(String(decoding: word, as: UTF8.self))
        word.removeAll(keepingCapacity: true)
      }
      if byte == UInt8(ascii: "`"), depth > 0 { isQuoted.toggle() }
      if inBracesOnly, byte == UInt8(ascii: "{") { depth += 1 }
      if inBracesOnly, byte == UInt8(ascii: "}") { (depth, isQuoted) = (max(0, depth - 1), false) }
    }
    if !word.isEmpty { names.insert(String(decoding: word, as: UTF8.self)) }
  }
}
