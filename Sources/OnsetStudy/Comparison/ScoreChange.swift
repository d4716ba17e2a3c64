/// A score that two versions of rules do not share.
package struct ScoreChange: Sendable {
  /// Whose it is: a rule that enters a phase, or one that stops runs.
  package enum Subject: Sendable, Hashable {
    case transition(RuleName, phase: String)
    case stop(StopScore.Stopper)
  }

  /// One figure of a score; nil where there is none.
  package struct Figure: Sendable, Hashable {
    package var name: String
    package var before: Double?
    package var after: Double?
  }

  package var subject: Subject
  /// The figures that differ.
  package var figures: [Figure]

  /// The scores that differ, in the order of the later version, those that it lacks last.
  ///
  /// - Parameter renamed: The names of rules that are another's by now.
  package static func changes(
    from before: Scoring, to after: Scoring, renamed: [RuleName: RuleName] = [:]
  ) -> [ScoreChange] {
    var old: [(subject: Subject, figures: [(String, Double?)])] = []
    for score in before.transitions {
      old.append((.transition(renamed[score.rule] ?? score.rule, phase: score.phase), figures(score)))
    }
    for score in before.stops {
      var stopper = score.stopper
      if case .rule(let name) = stopper { stopper = .rule(renamed[name] ?? name) }
      old.append((.stop(stopper), figures(score)))
    }
    let new =
      after.transitions.map { (Subject.transition($0.rule, phase: $0.phase), figures($0)) }
      + after.stops.map { (Subject.stop($0.stopper), figures($0)) }
    var changes: [ScoreChange] = []
    for (subject, figures) in new {
      let place = old.firstIndex { $0.subject == subject }
      let other = place.map { old.remove(at: $0).figures }
      // Patience and never stopping are the same for all rules; they come and go with the first rule that stops.
      if other == nil, !subject.isOfRule { continue }
      if let change = ScoreChange(subject, other, figures) { changes.append(change) }
    }
    for (subject, figures) in old where subject.isOfRule {
      if let change = ScoreChange(subject, figures, nil) { changes.append(change) }
    }
    return changes
  }

  private init?(_ subject: Subject, _ before: [(String, Double?)]?, _ after: [(String, Double?)]?) {
    let names = (after ?? before ?? []).map(\.0)
    let figures = names.indices.compactMap { index -> Figure? in
      let (old, new) = (before?[index].1, after?[index].1)
      return old == new ? nil : Figure(name: names[index], before: old, after: new)
    }
    guard !figures.isEmpty else { return nil }
    self.subject = subject
    self.figures = figures
  }

  private static func figures(_ score: TransitionScore) -> [(String, Double?)] {
    let delays = score.found.map { Double($0.delay) }
    return [
      ("hits", Double(score.hits)), ("misses", Double(score.runsWithMiss)),
      ("false alarms", Double(score.runsWithFalseAlarm)), ("precision", score.precision.value),
      ("recall", score.recall.value), ("F1", score.f1),
      ("delay", delays.isEmpty ? nil : SampleSummary.median(delays)),
    ]
  }

  private static func figures(_ score: StopScore) -> [(String, Double?)] {
    [
      ("stops", Double(score.stops)), ("false stops", score.falseStops.value), ("missed", score.missedStops.value),
      ("steps saved", Double(score.stepsSaved)), ("seconds saved", score.secondsSaved),
      ("mean regret", score.meanRegret), ("worst regret", score.worst?.regret ?? score.meanRegret.map { _ in 0 }),
    ]
  }
}

extension ScoreChange.Subject {
  fileprivate var isOfRule: Bool {
    switch self {
    case .transition, .stop(.rule), .stop(.anyRule): true
    case .stop(.never), .stop(.patience): false
    }
  }
}
