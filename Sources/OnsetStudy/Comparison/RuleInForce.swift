import OnsetLanguage
import OnsetRules
import OnsetText
import OnsetYAML

/// A rule, or a whole rule set, with all that gives it its meaning in one version: the `let`s, parameters and baselines
/// that it uses, with the values that profiles give them.
struct RuleInForce: Hashable {
  /// Equal for versions in which the rule means the same.
  let text: String
  /// The names of the `let`s and the parameters that it uses, and the metrics whose baselines it does.
  let names: Set<String>
  let baselines: Set<String>

  /// Nil where the version lacks the rule.
  init?(_ name: RuleName, in version: RuleVersion) {
    guard let file = version.ruleSets.first(where: { $0.name.value == name.ruleset }),
      name.rule == nil || file.rules.contains(where: { $0.name.value == name.rule })
    else { return nil }
    func checked(_ profile: Profile?) -> CheckedRuleSet {
      var set = RuleSetChecker.check(file, profile: profile).checked
      if let rule = name.rule { set.rules.removeAll { $0.name != rule } }
      return set
    }
    let itself = checked(nil)
    let meaning = RuleSetMeaning(itself)
    var text = meaning.text
    let baselines = Self.baselines(of: itself)
    for profile in version.profiles.sorted(by: { $0.name < $1.name }) {
      let own = profile.parameters[file.name.value] == nil ? text : RuleSetMeaning(checked(profile)).text
      let facts = ProfileMeaning(profile).facts.filter { fact in
        guard case .baseline(let metric) = fact.subject else { return false }
        return baselines.contains { (profile.canonicalName(of: $0) ?? $0) == metric }
      }
      // A profile that changes nothing of the rule does not belong to it.
      if own != meaning.text || !facts.isEmpty {
        text += "profile \(profile.name)\n" + (own == meaning.text ? "" : own)
        text += facts.map { "\($0.subject): \($0.text)\n" }.joined()
      }
    }
    self.text = text
    self.baselines = baselines
    names = Self.names(in: file, name.rule, lets: meaning.lets.map(\.key))
  }

  /// Whether a change is one of what the rule means, and not of what stands beside it.
  func isTouched(by change: MeaningChange, _ name: RuleName, formerly old: RuleName) -> Bool {
    switch change.subject {
    case .ruleSet(let set), .ruleSetName(let set), .phases(let set): set == name.ruleset
    case .order(let set): set == name.ruleset && name.rule == nil
    case .parameter(let set, let own), .binding(let set, let own): set == name.ruleset && names.contains(own)
    case .rule(let set, let own):
      set == name.ruleset && (name.rule == nil || own == name.rule || change.before?.text == old.rule)
    case .fact(let rule, _): rule.ruleset == name.ruleset && (name.rule == nil || rule.rule == name.rule)
    case .setting(_, let set, let own): set == name.ruleset && names.contains(own)
    case .baseline(_, let metric): baselines.contains(metric)
    case .profile, .match, .aliases: false
    }
  }

  private static func baselines(of set: CheckedRuleSet) -> Set<String> {
    var names: Set<String> = []
    var seen: Set<Int> = []
    func add(_ term: Term) {
      if case .baseline(.named(let name), _) = term.kind { names.insert(name) }
      if case .binding(let id) = term.kind, seen.insert(id.index).inserted, let definition = set.letTerms[id.index] {
        add(definition)
      }
      term.forEachOperand(add)
    }
    for rule in set.rules { rule.forEachExpression(add) }
    return names
  }

  /// Every name that the expressions of a rule and of the `let`s hold, whatever it stands for.
  private static func names(in file: RuleSetFile, _ rule: String?, lets: [String]) -> Set<String> {
    guard let rule else { return Set(file.parameters.map(\.name.value) + file.lets.map(\.name.value)) }
    var texts = file.lets.filter { lets.contains($0.name.value) }.map(\.expression.text)
    for declaration in file.rules where declaration.name.value == rule {
      let scalars = [
        declaration.when, declaration.hold, declaration.confirm?.that, declaration.confirm?.within,
        declaration.repetition, declaration.clear,
      ]
      texts += scalars.compactMap { $0?.text }
      for action in declaration.actions {
        switch action.kind {
        case .scale(_, let by, let bounds): texts += [by, bounds.floor, bounds.ceiling].compactMap { $0?.text }
        case .set(_, let to, let bounds): texts += [to, bounds.floor, bounds.ceiling].compactMap { $0?.text }
        case .stop(let text), .checkpoint(let text), .notify(let text): texts.append(text.text)
        }
      }
    }
    let words = texts.flatMap { $0.split { !($0.isLetter || $0.isNumber || $0 == "_") } }
    return Set(words.map(String.init) + lets)
  }
}
