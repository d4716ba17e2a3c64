import OnsetLanguage
import OnsetText

/// What a checked rule set says, fact by fact, in a form in which nothing but the meaning is left: comments, spacing, the
/// order of keys, summaries, and whether a number is written out or given by a parameter make no difference.
///
/// Two rule sets of one meaning do the same to every run. The order of rules is part of it, since the first of two that
/// enter a phase in one row wins; so are the names of rules, phases and `let`s, which events carry.
package struct RuleSetMeaning: Sendable, Hashable {
  package var name: String
  package var phases: [String]
  /// The `let`s that rules use, directly or through others, by name.
  package var lets: [Fact]
  package var rules: [Rule]

  /// What one rule says.
  package struct Rule: Sendable, Hashable {
    package var name: String
    /// In a fixed order, each key at most once.
    package var facts: [Fact]

    /// What it says under a key; nil where it says nothing.
    package subscript(key: String) -> String? { facts.first { $0.key == key }?.text }
  }

  /// Something that is said, under the key of the file that says it.
  package struct Fact: Sendable, Hashable {
    package var key: String
    package var text: String
  }

  package init(_ set: CheckedRuleSet) {
    name = set.name
    phases = set.phases
    let names = set.file.lets.map(\.name.value)
    var used: Set<Int> = []
    rules = set.rules.map { rule in
      for term in rule.terms { Self.collect(term, set.letTerms, &used) }
      return Rule(name: rule.name, facts: Self.facts(of: rule, set, names))
    }
    lets = used.sorted { names[$0] < names[$1] }.compactMap { index in
      set.letTerms[index].map { Fact(key: names[index], text: $0.text(lets: names)) }
    }
  }

  /// The whole as text, a fact a line: what a digest is taken of.
  package var text: String {
    var lines = ["ruleset \(name)"]
    if !phases.isEmpty { lines.append("phases \(phases.joined(separator: ", "))") }
    lines += lets.map { "let \($0.key) = \($0.text)" }
    for rule in rules {
      lines.append("rule \(rule.name)")
      lines += rule.facts.map { "  \($0.key) \($0.text)" }
    }
    // A name in backquotes may hold a line end; a line of the text is one fact all the same.
    return lines.map { $0.replacing("\n", with: "\\n") + "\n" }.joined()
  }

  private static func collect(_ term: Term, _ lets: [Term?], _ used: inout Set<Int>) {
    var waiting = [term]
    while let next = waiting.popLast() {
      if case .binding(let id) = next.kind, used.insert(id.index).inserted, let definition = lets[id.index] {
        waiting.append(definition)
      }
      next.forEachOperand { waiting.append($0) }
    }
  }

  private static func facts(of rule: CheckedRule, _ set: CheckedRuleSet, _ lets: [String]) -> [Fact] {
    var facts: [Fact] = []
    func add(_ key: String, _ text: String?) {
      if let text { facts.append(Fact(key: key, text: text)) }
    }
    add("each", rule.each?.pattern)
    // By name, so that the order in which phases are listed is the order of the rule set's.
    add("during", rule.during.map { $0.sorted().map { set.phases[$0] }.joined(separator: ", ") })
    add("when", rule.when.text(lets: lets))
    add("for", rule.hold?.description)
    add("confirm", rule.confirm?.that.text(lets: lets))
    add("within", rule.confirm?.within.description)
    add("enter", rule.enters.map { set.phases[$0] })
    if !rule.actions.isEmpty { add("then", rule.actions.map { text($0, lets) }.joined(separator: "; ")) }
    switch rule.repetition {
    case .never: break
    case .whenCleared: add("repeat", "when cleared")
    case .after(let span): add("repeat", "after \(span)")
    }
    add("clear", rule.clear?.text(lets: lets))
    add("at_most", rule.atMost.map(String.init))
    return facts
  }

  private static func text(_ action: CheckedAction, _ lets: [String]) -> String {
    var text =
      switch action.kind {
      case .scale(let name, let term, let floor, let ceiling):
        "scale \(name) by \(term.text(lets: lets))\(bounds(floor, ceiling))"
      case .set(let name, let term, let floor, let ceiling):
        "set \(name) to \(term.text(lets: lets))\(bounds(floor, ceiling))"
      case .stop(let pieces): "stop \(quoted(pieces, lets))"
      case .checkpoint(let pieces): "checkpoint \(quoted(pieces, lets))"
      case .notify(let pieces): "notify \(quoted(pieces, lets))"
      }
    if action.needsApproval { text += ", approval required" }
    return text
  }

  private static func bounds(_ floor: Double?, _ ceiling: Double?) -> String {
    (floor.map { ", floor \($0)" } ?? "") + (ceiling.map { ", ceiling \($0)" } ?? "")
  }

  private static func quoted(_ pieces: [CheckedAction.TextPiece], _ lets: [String]) -> String {
    let text = pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .step: "{step}"
      case .epoch: "{epoch}"
      case .rule: "{rule}"
      case .run: "{run}"
      case .phase: "{phase}"
      case .expression(let term): "{\(term.text(lets: lets))}"
      }
    }.joined()
    return text.debugDescription
  }
}

extension CheckedRule {
  /// Every term of the rule.
  fileprivate var terms: [Term] {
    [when] + [confirm?.that, clear].compactMap(\.self)
      + actions.flatMap { action -> [Term] in
        switch action.kind {
        case .scale(_, let term, _, _), .set(_, let term, _, _): [term]
        case .stop(let pieces), .checkpoint(let pieces), .notify(let pieces):
          pieces.compactMap { if case .expression(let term) = $0 { term } else { nil } }
        }
      }
  }
}
