import OnsetLanguage
package import OnsetRules
import OnsetText
import OnsetYAML

/// Compares what two versions of rule sets say. Nothing that leaves the meaning as it was is a change: comments, spacing,
/// the order of keys, a number that became a parameter of the same value.
package enum MeaningComparison {
  /// The changes, rule set by rule set in the order of the second version, those that it lacks last.
  package static func changes(from before: [CheckedRuleSet], to after: [CheckedRuleSet]) -> [MeaningChange] {
    let old = before.map(Version.init)
    let new = after.map(Version.init)
    var changes: [MeaningChange] = []
    var gone = old.filter { version in !new.contains { $0.meaning.name == version.meaning.name } }
    for version in new {
      if let other = old.first(where: { $0.meaning.name == version.meaning.name }) {
        changes += Self.changes(from: other, to: version)
      } else if let place = renamed(version, among: gone) {
        var other = gone.remove(at: place)
        changes.append(
          MeaningChange(subject: .ruleSetName(version.meaning.name), before: other.name, after: version.name))
        other.meaning.name = version.meaning.name
        changes += Self.changes(from: other, to: version)
      } else {
        changes.append(
          MeaningChange(subject: .ruleSet(version.meaning.name), before: nil, after: version.whole))
      }
    }
    for version in gone {
      changes.append(MeaningChange(subject: .ruleSet(version.meaning.name), before: version.whole, after: nil))
    }
    return changes
  }

  /// Which of the rule sets that are gone has another name by now: one that says all the same, or else one with rules of
  /// the same names.
  private static func renamed(_ version: Version, among gone: [Version]) -> Int? {
    gone.firstIndex { other in
      var meaning = other.meaning
      meaning.name = version.meaning.name
      return meaning == version.meaning
    } ?? gone.firstIndex { $0.meaning.rules.map(\.name) == version.meaning.rules.map(\.name) }
  }

  /// A rule set with what is needed to say where it says something.
  private struct Version {
    let set: CheckedRuleSet
    var meaning: RuleSetMeaning
    let lines: LineMap

    init(_ set: CheckedRuleSet) {
      self.set = set
      meaning = RuleSetMeaning(set)
      lines = LineMap(set.file.source)
    }

    func side(_ text: String, at offset: Int) -> MeaningChange.Side {
      let oneLine = text.split { $0 == " " || $0.isNewline }.joined(separator: " ")
      return MeaningChange.Side(text: oneLine, path: set.file.source.path, line: lines.place(of: offset).line)
    }

    var name: MeaningChange.Side { side(set.file.name.value, at: set.file.name.range.lower) }

    var whole: MeaningChange.Side {
      let rules = meaning.rules.map(\.name).joined(separator: ", ")
      return side(rules, at: set.file.name.range.lower)
    }

    func declaration(of rule: String) -> RuleDeclaration? { set.file.rules.first { $0.name.value == rule } }

    /// What a rule says under a key, as the file writes it, and where.
    func side(_ rule: RuleSetMeaning.Rule, _ key: String) -> MeaningChange.Side? {
      guard let text = rule[key], let declaration = declaration(of: rule.name) else { return nil }
      if let scalar = declaration.scalar(key) { return side(scalar.text, at: scalar.range.lower) }
      return side(text, at: declaration.place(of: key))
    }
  }

  private static func changes(from old: Version, to new: Version) -> [MeaningChange] {
    guard old.meaning != new.meaning else { return [] }
    let name = new.meaning.name
    var changes: [MeaningChange] = []
    if old.meaning.phases != new.meaning.phases {
      func side(_ version: Version) -> MeaningChange.Side? {
        guard !version.meaning.phases.isEmpty else { return nil }
        let place = version.set.file.phases.first?.range.lower ?? version.set.file.name.range.lower
        return version.side(version.meaning.phases.joined(separator: ", "), at: place)
      }
      changes.append(MeaningChange(subject: .phases(ruleset: name), before: side(old), after: side(new)))
    }
    changes += parameters(from: old, to: new)
    changes += bindings(from: old, to: new)
    changes += rules(from: old, to: new)
    // What differs is always said, if only as a whole.
    if changes.isEmpty {
      changes.append(MeaningChange(subject: .ruleSet(name), before: old.whole, after: new.whole))
    }
    return changes
  }

  // MARK: Parameters and lets

  private static func parameters(from old: Version, to new: Version) -> [MeaningChange] {
    new.set.parameters.compactMap { parameter in
      guard let other = old.set.parameters.first(where: { $0.name == parameter.name }), other.value != parameter.value
      else { return nil }
      func side(_ version: Version) -> MeaningChange.Side? {
        version.set.file.parameters.first { $0.name.value == parameter.name }.map {
          version.side($0.value.text, at: $0.value.range.lower)
        }
      }
      return MeaningChange(
        subject: .parameter(ruleset: new.meaning.name, name: parameter.name), before: side(old), after: side(new))
    }
  }

  private static func bindings(from old: Version, to new: Version) -> [MeaningChange] {
    func side(_ version: Version, _ name: String) -> MeaningChange.Side? {
      version.set.file.lets.first { $0.name.value == name }.map {
        version.side($0.expression.text, at: $0.expression.range.lower)
      }
    }
    return new.meaning.lets.compactMap { fact in
      guard let other = old.meaning.lets.first(where: { $0.key == fact.key }), other.text != fact.text,
        let before = side(old, fact.key), let after = side(new, fact.key),
        // The same tokens mean something else because of a parameter, which is told.
        !ExpressionFormat.areSameTokens(before.text, after.text)
      else { return nil }
      return MeaningChange(
        subject: .binding(ruleset: new.meaning.name, name: fact.key), before: before, after: after)
    }
  }

  // MARK: Rules

  private static func rules(from old: Version, to new: Version) -> [MeaningChange] {
    let name = new.meaning.name
    var changes: [MeaningChange] = []
    func whole(_ version: Version, _ rule: RuleSetMeaning.Rule) -> MeaningChange.Side? {
      version.declaration(of: rule.name).map { version.side(rule.name, at: $0.name.range.lower) }
    }
    let oldNames = old.meaning.rules.map(\.name)
    let newNames = new.meaning.rules.map(\.name)
    var gone = old.meaning.rules.filter { !newNames.contains($0.name) }
    for rule in new.meaning.rules {
      if let other = old.meaning.rules.first(where: { $0.name == rule.name }) {
        changes += facts(of: other, old, and: rule, new)
      } else if let place = renamed(rule, new, among: gone, old) {
        let other = gone.remove(at: place)
        changes.append(
          MeaningChange(
            subject: .rule(ruleset: name, name: rule.name), before: whole(old, other), after: whole(new, rule)))
        changes += facts(of: other, old, and: rule, new)
      } else {
        changes.append(
          MeaningChange(subject: .rule(ruleset: name, name: rule.name), before: nil, after: whole(new, rule)))
      }
    }
    for rule in gone {
      changes.append(
        MeaningChange(subject: .rule(ruleset: name, name: rule.name), before: whole(old, rule), after: nil))
    }
    let kept = newNames.filter(oldNames.contains)
    let keptBefore = oldNames.filter(newNames.contains)
    if kept != keptBefore {
      changes.append(
        MeaningChange(
          subject: .order(ruleset: name),
          before: old.side(keptBefore.joined(separator: ", "), at: old.set.file.name.range.lower),
          after: new.side(kept.joined(separator: ", "), at: new.set.file.name.range.lower)))
    }
    return changes
  }

  /// Which of the rules that are gone has another name by now: one that says all the same, or else one of the same
  /// condition.
  private static func renamed(
    _ rule: RuleSetMeaning.Rule, _ new: Version, among gone: [RuleSetMeaning.Rule], _ old: Version
  ) -> Int? {
    gone.firstIndex { facts(of: $0, old, and: rule, new).isEmpty }
      ?? gone.firstIndex { other in
        !facts(of: other, old, and: rule, new).contains {
          if case .fact(_, "when") = $0.subject { true } else { false }
        }
      }
  }

  private static func facts(
    of before: RuleSetMeaning.Rule, _ old: Version, and after: RuleSetMeaning.Rule, _ new: Version
  ) -> [MeaningChange] {
    let keys = (before.facts + after.facts).reduce(into: [String]()) { keys, fact in
      if !keys.contains(fact.key) { keys.append(fact.key) }
    }
    return keys.compactMap { key in
      guard before[key] != after[key] else { return nil }
      let left = old.side(before, key)
      let right = new.side(after, key)
      // The same text means something else because of a parameter or a `let`, which is told.
      if let left, let right, left.text == right.text || ExpressionFormat.areSameTokens(left.text, right.text) {
        return nil
      }
      return MeaningChange(
        subject: .fact(RuleName(ruleset: new.meaning.name, rule: after.name), key: key), before: left, after: right)
    }
  }
}

extension RuleDeclaration {
  /// The value under a key that is a single one.
  fileprivate func scalar(_ key: String) -> YAMLScalar? {
    switch key {
    case "when": when
    case "for": hold
    case "confirm": confirm?.that
    case "within": confirm?.within
    case "repeat": repetition
    case "clear": clear
    default: nil
    }
  }

  /// Where something is said under a key that has several values, or as near as is known.
  fileprivate func place(of key: String) -> Int {
    switch key {
    case "each": each?.range.lower ?? name.range.lower
    case "during": during?.first?.range.lower ?? name.range.lower
    case "enter": enter?.range.lower ?? name.range.lower
    case "at_most": atMost?.range.lower ?? name.range.lower
    default: name.range.lower
    }
  }
}
