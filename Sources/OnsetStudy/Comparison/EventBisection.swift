import OnsetEngine
import OnsetRules
package import OnsetRuns
package import OnsetText

/// Finds the commit that changed what a rule does on a run, by halving.
package struct EventBisection: Sendable {
  /// What is looked for: where a rule fires, or whether it does at a step.
  package struct Question: Sendable, Hashable {
    package var rule: RuleName
    package var step: Int64?

    package init(rule: RuleName, step: Int64?) {
      self.rule = rule
      self.step = step
    }
  }

  /// What a version has for an answer.
  package enum Answer: Sendable, Hashable {
    /// The steps at which the rule fires; of a question about one step that step or none.
    case steps([Int64])
    /// The version cannot be asked.
    case broken(RuleVersion.BrokenRuleSet)
    /// Two profiles match the run equally well.
    case noProfile(String)
  }

  /// The last version that is as the first, and the first that is not.
  package var before: RuleVersion
  package var after: RuleVersion
  package var answers: (before: Answer, after: Answer)
  /// Versions between these two that could not be asked: the change may be theirs.
  package var skipped: [RuleVersion]
  /// How many versions were replayed.
  package var probes: Int
  /// What changed in meaning.
  package var changes: [MeaningChange]
  /// Of the run's contents.
  package var runDigest: ContentDigest

  /// Whether the first and the last version answer alike, so that there is nothing to be found.
  package enum Failure: Error, Sendable {
    case sameAnswer([Int64])
    case cannotAnswer(RuleVersion, Answer)
  }

  /// - Parameters:
  ///   - count: How many versions there are, two or more; the first is the one known to be right.
  ///   - version: The version of an index, loaded when it is needed.
  package static func search<Problem: Error>(
    _ question: Question, on run: Run, count: Int, version: (Int) throws(Problem) -> RuleVersion
  ) throws(Problem) -> Result<EventBisection, Failure> {
    let (oldest, newest) = (try version(0), try version(count - 1))
    // The name is that of one end; a rule that has another one in between is the same rule.
    let isOfNewest = RuleInForce(question.rule, in: newest) != nil
    var known: [Int: (version: RuleVersion, rule: RuleName, answer: Answer)] = [:]
    func probe(_ index: Int) throws(Problem) -> (version: RuleVersion, rule: RuleName, answer: Answer) {
      if let done = known[index] { return done }
      let loaded = index == 0 ? oldest : index == count - 1 ? newest : try version(index)
      let rule =
        isOfNewest ? question.rule.inOlder(loaded, than: newest) : question.rule.inNewer(loaded, than: oldest)
      let result = (loaded, rule, answer(to: Question(rule: rule, step: question.step), on: run, with: loaded))
      known[index] = result
      return result
    }
    var (lower, upper) = (0, count - 1)
    for end in [lower, upper] {
      let found = try probe(end)
      guard case .steps = found.answer else { return .failure(.cannotAnswer(found.version, found.answer)) }
    }
    let first = try probe(lower).answer
    if case .steps(let steps) = first, try probe(upper).answer == first { return .failure(.sameAnswer(steps)) }
    // Of those between the ends the middle one that can be asked.
    search: while upper - lower > 1 {
      let middle = (lower + upper) / 2
      for index in (lower + 1..<upper).sorted(by: { abs($0 - middle) < abs($1 - middle) }) {
        guard case .steps = try probe(index).answer else { continue }
        if try probe(index).answer == first { lower = index } else { upper = index }
        continue search
      }
      break
    }
    let (before, after) = (try probe(lower), try probe(upper))
    var skipped: [RuleVersion] = []
    for index in lower + 1..<upper { skipped.append(try probe(index).version) }
    // Another rule of the set may have entered the phase first, and a profile may be another run's by now.
    let changes = VersionComparison(from: before.version, to: after.version).meaning.filter {
      $0.subject.ruleset == nil || [before.rule.ruleset, after.rule.ruleset].contains($0.subject.ruleset)
    }
    return .success(
      EventBisection(
        before: before.version, after: after.version, answers: (before.answer, after.answer), skipped: skipped,
        probes: known.count, changes: changes, runDigest: run.contentDigest))
  }

  /// What a version says to the question.
  package static func answer(to question: Question, on run: Run, with version: RuleVersion) -> Answer {
    if let broken = version.broken.first(where: { $0.name == question.rule.ruleset || $0.name == nil }) {
      return .broken(broken)
    }
    let profile: Profile?
    switch ProfileMatch.find(among: version.profiles, fields: run.metadata.fields) {
    case .one(let match): profile = match
    case .none: profile = nil
    case .tie(let first, let second): return .noProfile(RunFailure.ambiguousProfile(first.name, second.name).message)
    }
    let sets = version.ruleSets.filter { $0.name.value == question.rule.ruleset }.map {
      RuleSetChecker.check($0, profile: profile).checked
    }
    let steps = Replay.report(on: run, sets, profile).events.filter { event in
      event.kind == .fired && (question.rule.rule == nil || event.rule == question.rule.rule)
        && (question.step == nil || event.step == question.step)
    }.map(\.step)
    return .steps(steps)
  }
}

extension MeaningChange.Subject {
  /// The rule set that it is of; nil for what is a profile's.
  package var ruleset: String? {
    switch self {
    case .ruleSet(let set), .ruleSetName(let set), .phases(let set), .order(let set): set
    case .parameter(let set, _), .binding(let set, _), .rule(let set, _), .setting(_, let set, _): set
    case .fact(let rule, _): rule.ruleset
    case .profile, .match, .aliases, .baseline: nil
    }
  }
}
