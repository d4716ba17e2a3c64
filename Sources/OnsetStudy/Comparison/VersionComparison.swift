import OnsetEngine
package import OnsetRules
package import OnsetRuns
package import OnsetText

/// What two versions of rules and profiles say differently, and do differently to runs.
package struct VersionComparison: Sendable {
  package var before: RuleVersion
  package var after: RuleVersion
  /// The rule sets that one of the versions has with errors: nothing more is said of them.
  package var leftOut: Set<String>
  package var meaning: [MeaningChange]
  /// How many runs were replayed, and those that could not be.
  package var runCount = 0
  package var failures: [RunOutcome] = []
  /// Of the runs' contents; nil where that was not asked for.
  package var runsDigest: ContentDigest?
  /// The runs to which something else was done.
  package var behaviour: [BehaviourChange] = []
  package var scores: [ScoreChange] = []
  /// The files' digests without what was left out.
  package var digests: (before: Digests, after: Digests)

  /// Whether there is nothing to be told.
  package var isEmpty: Bool {
    meaning.isEmpty && behaviour.isEmpty && scores.isEmpty && before.broken.isEmpty && after.broken.isEmpty
  }

  /// Compares what two versions say.
  package init(from before: RuleVersion, to after: RuleVersion) {
    self.before = before
    self.after = after
    leftOut = Set((before.broken + after.broken).compactMap(\.name))
    let (old, new) = (before.leavingOut(leftOut), after.leavingOut(leftOut))
    // What profiles give to rule sets that are not compared is none of the comparison's.
    let names = Set((old.ruleSets + new.ruleSets).map(\.name.value))
    meaning = MeaningComparison.changes(from: old.checked, to: new.checked)
    let renamed = Self.renamedRuleSets(in: meaning)
    meaning += ProfileComparison.changes(from: old, to: new, renamed: renamed).filter { change in
      if case .setting(_, let ruleset, _) = change.subject { names.contains(ruleset) } else { true }
    }
    digests = (Digests(old), Digests(new))
  }

  /// What the files of a version mean, in short.
  package struct Digests: Sendable, Hashable {
    package var rules: ContentDigest
    package var profiles: ContentDigest

    package init(_ version: RuleVersion) {
      rules = ContentDigest(of: version.checked)
      profiles = ContentDigest(of: version.profiles)
    }
  }

  /// The rule sets that have another name by now.
  private static func renamedRuleSets(in changes: [MeaningChange]) -> [String: String] {
    var names: [String: String] = [:]
    for change in changes {
      if case .ruleSetName(let name) = change.subject, let old = change.before { names[old.text] = name }
    }
    return names
  }

  /// The rules, and the rule sets, that have another name by now.
  package var renamed: [RuleName: RuleName] {
    var names: [RuleName: RuleName] = [:]
    let sets = Self.renamedRuleSets(in: meaning)
    for (old, new) in sets {
      names[RuleName(ruleset: old, rule: nil)] = RuleName(ruleset: new, rule: nil)
      for rule in before.ruleSets.first(where: { $0.name.value == old })?.rules ?? [] {
        names[RuleName(ruleset: old, rule: rule.name.value)] = RuleName(ruleset: new, rule: rule.name.value)
      }
    }
    let oldNames = Dictionary(sets.map { ($1, $0) }) { first, _ in first }
    for change in meaning {
      guard case .rule(let ruleset, let name) = change.subject, let old = change.before, change.after != nil else {
        continue
      }
      names[RuleName(ruleset: oldNames[ruleset] ?? ruleset, rule: old.text)] = RuleName(ruleset: ruleset, rule: name)
    }
    return names
  }

  /// How runs are replayed.
  package struct Options: Sendable {
    /// The profile for all runs, by its name in either version; nil to find each run's own.
    package var profile: String?
    package var stepColumn: String?
    package var outcomes = OutcomeSettings()

    package init(profile: String? = nil, stepColumn: String? = nil, outcomes: OutcomeSettings = OutcomeSettings()) {
      self.profile = profile
      self.stepColumn = stepColumn
      self.outcomes = outcomes
    }
  }

  /// Replays runs with both versions, and compares what was done. A run for which rules and profile mean the same is
  /// replayed once, since nothing can come out differently.
  package mutating func replay(_ runs: [RunReference], _ options: Options = Options()) async {
    let (old, new) = (before.leavingOut(leftOut), after.leavingOut(leftOut))
    var left = VersionReplay(old, options)
    var right = VersionReplay(new, options)
    let pairs = zip(left.prepare(runs), right.prepare(runs)).map { ($0, $1) }
    let (leftReplay, rightReplay) = (left.replay, right.replay)
    let outcomes = await parallelMap(pairs) { before, after -> (RunOutcome, RunOutcome) in
      let outcome = rightReplay.outcome(of: after)
      if let digests = leftReplay.digests(of: before), digests == rightReplay.digests(of: after) {
        return (outcome, outcome)
      }
      return (leftReplay.outcome(of: before), outcome)
    }
    runsDigest = rightReplay.digests(of: outcomes.map(\.1)).runs
    let renamed = renamed
    for (before, after) in outcomes {
      switch (before.result, after.result) {
      case (.success(let old), .success(let new)):
        runCount += 1
        if let change = BehaviourChange(run: after.name, from: old.renaming(renamed), to: new) {
          behaviour.append(change)
        }
      case (.failure, _): failures.append(before)
      case (_, .failure): failures.append(after)
      }
    }
    let whole = outcomes.filter { (try? $0.0.result.get()) != nil && (try? $0.1.result.get()) != nil }
    scores = ScoreChange.changes(
      from: Scoring(of: whole.compactMap { ScoredRun($0.0) }, by: old.ruleSets, options.outcomes),
      to: Scoring(of: whole.compactMap { ScoredRun($0.1) }, by: new.ruleSets, options.outcomes), renamed: renamed)
  }
}

/// A replay of runs with one version of rules and profiles.
package struct VersionReplay {
  package private(set) var replay: Replay

  package init(
    _ version: RuleVersion, _ options: VersionComparison.Options, overrides: [ParameterOverride] = []
  ) {
    replay = Replay(
      version.ruleSets, profiles: version.profiles,
      forced: options.profile.flatMap { name in version.profiles.first { $0.name == name } }, overrides: overrides,
      stepColumn: options.stepColumn, objective: StopObjective(options.outcomes).metric,
      digestsRuns: true)
  }

  package mutating func prepare(_ runs: [RunReference]) -> [Replay.Job] { replay.prepare(runs) }
}

extension RunReport {
  /// The report with rules under the names that they have by now.
  fileprivate func renaming(_ names: [RuleName: RuleName]) -> RunReport {
    guard !names.isEmpty else { return self }
    var copy = self
    for index in events.indices {
      let name = RuleName(ruleset: events[index].ruleset, rule: events[index].rule)
      if let new = names[name], let ruleset = new.ruleset, let rule = new.rule {
        copy.events[index].ruleset = ruleset
        copy.events[index].rule = rule
      }
    }
    for index in phases.indices {
      let name = RuleName(ruleset: phases[index].ruleset, rule: nil)
      if let ruleset = names[name]?.ruleset { copy.phases[index].ruleset = ruleset }
    }
    return copy
  }
}
