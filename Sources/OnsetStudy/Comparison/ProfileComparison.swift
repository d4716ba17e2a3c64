import OnsetLanguage
import OnsetRules
import OnsetText
import OnsetYAML

/// Compares what two versions of profiles say, with everything that they extend.
enum ProfileComparison {
  /// The changes, profile by profile. What a profile says for those that extend it is told once, with itself.
  ///
  /// - Parameter renamed: The rule sets that have another name by now.
  static func changes(
    from before: RuleVersion, to after: RuleVersion, renamed: [String: String]
  ) -> [MeaningChange] {
    var changes: [MeaningChange] = []
    var told: Set<Telling> = []
    // Those that others extend first.
    for profile in after.profiles.sorted(by: { $0.lineage.count < $1.lineage.count }) {
      guard let other = before.profiles.first(where: { $0.name == profile.name }) else {
        changes.append(
          MeaningChange(subject: .profile(profile.name), before: nil, after: whole(profile, in: after)))
        continue
      }
      for change in Self.changes(from: other, before, to: profile, after, renamed)
      where told.insert(Telling(change)).inserted {
        changes.append(change)
      }
    }
    for profile in before.profiles where !after.profiles.contains(where: { $0.name == profile.name }) {
      changes.append(
        MeaningChange(subject: .profile(profile.name), before: whole(profile, in: before), after: nil))
    }
    return changes
  }

  /// Two places where something is said: the same for all profiles that have it from one file.
  private struct Telling: Hashable {
    var before: MeaningChange.Side?
    var after: MeaningChange.Side?

    init(_ change: MeaningChange) { (before, after) = (change.before, change.after) }
  }

  private static func changes(
    from old: Profile, _ before: RuleVersion, to new: Profile, _ after: RuleVersion, _ renamed: [String: String]
  ) -> [MeaningChange] {
    let (left, right) = (ProfileMeaning(old), ProfileMeaning(new))
    guard left != right else { return [] }
    let oldNames = Dictionary(renamed.map { ($1, $0) }) { first, _ in first }
    let subjects = (right.facts.map(\.subject) + left.facts.map { $0.subject.renaming(renamed) }).reduce(
      into: [ProfileMeaning.Subject]()
    ) { subjects, subject in
      if !subjects.contains(subject) { subjects.append(subject) }
    }
    return subjects.compactMap { subject in
      // What a renamed rule set was given under its old name; what it still is, is told as it stands.
      let former = subject.renaming(oldNames)
      guard left[former] != right[subject] else { return nil }
      var change = MeaningChange(
        subject: name(subject, of: new.name), before: side(left, former, old, before),
        after: side(right, subject, new, after))
      if case .aliases = subject { shorten(&change) }
      return change
    }
  }

  /// Leaves of two lists of names what only one of them has; both may be long.
  private static func shorten(_ change: inout MeaningChange) {
    guard let before = change.before?.text, let after = change.after?.text else { return }
    let (old, new) = (before.split(separator: ", "), after.split(separator: ", "))
    guard Set(old) != Set(new) else { return }
    func rest(_ names: [Substring], without others: [Substring]) -> String {
      let own = names.filter { !others.contains($0) }
      return own.isEmpty ? "\(names.count) names" : own.joined(separator: ", ")
    }
    change.before?.text = rest(old, without: new)
    change.after?.text = rest(new, without: old)
  }

  private static func name(_ subject: ProfileMeaning.Subject, of profile: String) -> MeaningChange.Subject {
    switch subject {
    case .match(let field): .match(profile: profile, field: field)
    case .aliases(let signal): .aliases(profile: profile, signal: signal)
    case .baseline(let metric): .baseline(profile: profile, metric: metric)
    case .parameter(let ruleset, let name): .setting(profile: profile, ruleset: ruleset, name: name)
    }
  }

  private static func side(
    _ meaning: ProfileMeaning, _ subject: ProfileMeaning.Subject, _ profile: Profile, _ version: RuleVersion
  ) -> MeaningChange.Side? {
    guard let text = meaning[subject] else { return nil }
    // The last of the files that a profile is made of has the word.
    for name in profile.lineage.reversed() {
      guard let file = version.profileFiles.first(where: { $0.name.value == name }), let place = file.place(of: subject)
      else { continue }
      return side(file.written(subject) ?? text, in: file.source, at: place)
    }
    return side(text, in: profile.source, at: 0)
  }

  private static func whole(_ profile: Profile, in version: RuleVersion) -> MeaningChange.Side {
    let file = version.profileFiles.first { $0.name.value == profile.name }
    return side(profile.name, in: profile.source, at: file?.name.range.lower ?? 0)
  }

  private static func side(_ text: String, in source: SourceFile, at offset: Int) -> MeaningChange.Side {
    MeaningChange.Side(text: text, path: source.path, line: LineMap(source).place(of: offset).line)
  }
}

extension ProfileMeaning.Subject {
  /// The same of a rule set under another name.
  fileprivate func renaming(_ names: [String: String]) -> Self {
    guard case .parameter(let ruleset, let name) = self, let other = names[ruleset] else { return self }
    return .parameter(ruleset: other, name: name)
  }
}

extension ProfileFile {
  /// Where it says something of a subject; nil where it does not.
  fileprivate func place(of subject: ProfileMeaning.Subject) -> Int? {
    switch subject {
    case .match(let field): match.first { $0.field.value == field }?.field.range.lower
    case .aliases(let signal): signals.first { $0.name.value == signal && $0.aliases != nil }?.name.range.lower
    case .baseline(let metric):
      // Under an alias where not under its own name.
      (baselines.first { $0.metric.value == metric }
        ?? baselines.first { baseline in
          signals.contains { signal in
            signal.name.value == metric && signal.aliases?.contains { $0.value == baseline.metric.value } == true
          }
        })?.metric.range.lower
    case .parameter(let ruleset, let name): setting(ruleset, name)?.name.range.lower
    }
  }

  /// A value as the file writes it; nil where the meaning says it better.
  fileprivate func written(_ subject: ProfileMeaning.Subject) -> String? {
    guard case .parameter(let ruleset, let name) = subject else { return nil }
    return setting(ruleset, name)?.value.text
  }

  private func setting(_ ruleset: String, _ name: String) -> (name: Located<String>, value: YAMLScalar)? {
    parameters.first { $0.ruleset.value == ruleset }?.values.first { $0.name.value == name }
  }
}
