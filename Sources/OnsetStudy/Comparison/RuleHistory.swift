import OnsetEngine
import OnsetRules
package import OnsetRuns
package import OnsetText

/// The versions of a rule, or of a whole rule set, over revisions.
package struct RuleHistory: Sendable {
  /// The newest first.
  package private(set) var entries: [Entry]

  /// What a revision did to the rule.
  package struct Entry: Sendable {
    package var version: RuleVersion
    /// What the rule was called then.
    package var name: RuleName
    package var kind: Kind
    /// What it did to the runs; nil where it was not there, or the same as before.
    package var outcome: Outcome?

    /// Of the rule with all that gives it its meaning; nil where it is not there.
    package var digest: ContentDigest? {
      RuleInForce(name, in: version).map { ContentDigest(of: "onset rule 1\n" + $0.text) }
    }
  }

  package enum Kind: Sendable {
    /// There for the first time.
    case added
    case changed([MeaningChange])
    case removed
    /// Other files changed, or what is no part of the meaning.
    case same
    /// Not there.
    case absent
    /// The rule set has errors.
    case broken(RuleVersion.BrokenRuleSet)
  }

  /// What a version of the rule did to runs.
  package struct Outcome: Sendable {
    package var runs: Int
    /// Of the runs' contents; nil where that was not asked for.
    package var runsDigest: ContentDigest?
    package var fired: Int
    package var runsFired: Int
    /// Where runs are labelled with the phase that it enters.
    package var transitions: [TransitionScore]
    /// Where it stops runs.
    package var stops: [StopScore]
  }

  /// - Parameters:
  ///   - name: What the rule is called in the newest version that has it.
  ///   - versions: The newest first.
  ///   - base: What came before all of them; nil where nothing did.
  package init(of name: RuleName, in versions: [RuleVersion], base: RuleVersion?) {
    let all = versions + [base ?? RuleVersion(name: "nothing")]
    var name = name
    var newer: RuleVersion?
    var names: [RuleName] = []
    // Backwards, since it is known what the rule is called now.
    for version in all {
      if let newer { name = name.inOlder(version, than: newer) }
      names.append(name)
      if RuleInForce(name, in: version) != nil { newer = version }
    }
    entries = []
    var before: (version: RuleVersion, name: RuleName, rule: RuleInForce?)?
    for (version, name) in zip(all, names).reversed() {
      if let broken = version.breakage(of: name) {
        entries.append(Entry(version: version, name: name, kind: .broken(broken)))
        if before == nil { before = (version, name, nil) }
        continue
      }
      let rule = RuleInForce(name, in: version)
      entries.append(Entry(version: version, name: name, kind: Self.kind(of: rule, name, version, before)))
      before = (version, name, rule)
    }
    entries.removeFirst()
    entries.reverse()
  }

  private static func kind(
    of rule: RuleInForce?, _ name: RuleName, _ version: RuleVersion,
    _ before: (version: RuleVersion, name: RuleName, rule: RuleInForce?)?
  ) -> Kind {
    guard let rule else { return before?.rule == nil ? .absent : .removed }
    guard let before, let old = before.rule else { return .added }
    if old.text == rule.text { return .same }
    let changes = VersionComparison(from: before.version, to: version).meaning.filter {
      rule.isTouched(by: $0, name, formerly: before.name) || old.isTouched(by: $0, name, formerly: before.name)
    }
    return .changed(changes)
  }

  /// Replays runs with each version of the rule.
  package mutating func replay(_ runs: [RunReference], _ options: VersionComparison.Options) async {
    for index in entries.indices {
      switch entries[index].kind {
      case .added, .changed: break
      case .same, .removed, .absent, .broken: continue
      }
      guard let ruleset = entries[index].name.ruleset else { continue }
      let version = entries[index].version.only(ruleset)
      var replay = VersionReplay(version, options)
      let jobs = replay.prepare(runs)
      let outcomes = await parallelMap(jobs) { [replay = replay.replay] in replay.outcome(of: $0) }
      var outcome = Self.outcome(of: entries[index].name, version, outcomes, options)
      outcome.runsDigest = replay.replay.digests(of: outcomes).runs
      entries[index].outcome = outcome
    }
  }

  private static func outcome(
    of name: RuleName, _ version: RuleVersion, _ outcomes: [RunOutcome], _ options: VersionComparison.Options
  ) -> Outcome {
    let scored = outcomes.compactMap { ScoredRun($0) }
    let counts = scored.map { run in
      run.events.count { $0.kind == .fired && (name.rule == nil || $0.rule == name.rule) }
    }
    let scoring = Scoring(of: scored, by: version.ruleSets, options.outcomes)
    func isOwn(_ other: RuleName) -> Bool { other == name || name.rule == nil && other.ruleset == name.ruleset }
    return Outcome(
      runs: scored.count, fired: counts.reduce(0, +), runsFired: counts.count { $0 > 0 },
      // Of a set its own score where it has one, else that of its one rule.
      transitions: scoring.transitions.filter { score in
        isOwn(score.rule)
          && (score.rule.rule == nil || name.rule != nil
            || !scoring.transitions.contains { $0.rule == name && $0.phase == score.phase })
      },
      stops: scoring.stops.filter { if case .rule(let rule) = $0.stopper { isOwn(rule) } else { false } })
  }
}
