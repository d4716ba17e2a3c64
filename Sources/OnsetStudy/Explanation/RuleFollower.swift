import OnsetEngine
import OnsetLanguage
import OnsetRules

/// Follows one rule, or one instance of a rule with `each`, through a run.
struct RuleFollower {
  private let rule: TracedRule
  private let checked: CheckedRule
  /// The row that is asked for.
  private let wantedStep: Int64?
  private let lastStep: Int64?
  private var when: ConditionWatch
  private var that: ConditionWatch?
  private var clear: ConditionWatch?
  private var stage = RunSession.Stage.waiting
  private var streak: RuleExplanation.Streak?
  private var streakEpoch = Double.nan
  private var longest: RuleExplanation.Streak?
  private var nearest: RuleExplanation.Nearest?
  private var nearestRank = Double.infinity
  private var ticks = 0
  private var clearing = RuleExplanation.Clearing()
  private var rearmed: [Int64] = []
  private var failedConfirmations: [RuleExplanation.FailedConfirmation] = []
  private var moment: RuleExplanation.Moment?
  private var end: RuleExplanation.Moment?

  init(_ rule: TracedRule, _ checked: CheckedRule, wantedStep: Int64?, lastStep: Int64?) {
    self.rule = rule
    self.checked = checked
    self.wantedStep = wantedStep
    self.lastStep = lastStep
    when = ConditionWatch(rule.when)
    that = rule.that.map { ConditionWatch($0) }
    clear = rule.clear.map { ConditionWatch($0) }
  }

  mutating func look(_ row: RowObservation) {
    let standing = row.standing(ofRule: rule.index)
    let events = row.events(ofRule: rule.index)
    lookAtWhen(row)
    lookAtThat(row, standing, events)
    lookAtClear(row, standing, events)
    stage = standing.stage
    if row.step == wantedStep { keep(row, standing, events) }
    if row.step == lastStep { end = moment(row, standing) }
  }

  // MARK: The conditions

  private mutating func lookAtWhen(_ row: RowObservation) {
    guard checked.during.map({ $0.contains(row.phase) }) ?? true else {
      streak = nil
      return
    }
    if longest == nil { when.look(row) }
    guard row.ticks(when.clock) else { return }
    ticks += 1
    switch when.truth(row) {
    case true?:
      if streak == nil { streakEpoch = row.epoch }
      var now = streak ?? RuleExplanation.Streak(first: row.step, last: row.step, ticks: 0, length: 0)
      now.last = row.step
      now.ticks += 1
      now.length =
        switch checked.hold?.unit {
        case .steps: Double(now.last) - Double(now.first) + 1
        case .epochs: row.epoch - streakEpoch
        case .samples, nil: Double(now.ticks)
        }
      streak = now
      if longest.map({ now.length > $0.length }) ?? true { longest = now }
    case false?: streak = nil
    case nil: break
    }
    guard longest == nil else { return }
    let distance = when.distance(row)
    if distance.rank < nearestRank {
      nearestRank = distance.rank
      nearest = when.nearest(distance, row)
    }
  }

  private mutating func lookAtThat(_ row: RowObservation, _ standing: RuleStanding, _ events: [Event]) {
    guard let within = checked.confirm?.within,
      stage == .confirming || standing.stage == .confirming || !events.isEmpty
    else { return }
    if stage != .confirming { that?.begin() }
    let rejected = events.first { $0.kind == .rejected }
    // A confirmation that is too late is not looked at any more.
    if rejected == nil || within.unit == .samples { that?.look(row) }
    if let rejected { fail(rejected.detected) }
  }

  private mutating func fail(_ detected: Int64) {
    guard let that else { return }
    failedConfirmations.append(
      RuleExplanation.FailedConfirmation(detected: detected, questions: that.finished().questions))
  }

  private mutating func lookAtClear(_ row: RowObservation, _ standing: RuleStanding, _ events: [Event]) {
    if stage == .clearing || stage == .resting, standing.stage != stage || !events.isEmpty {
      rearmed.append(row.step)
    }
    guard standing.stage == .clearing else { return }
    if stage != .clearing || !events.isEmpty {
      clear?.begin()
      clearing = RuleExplanation.Clearing()
      return
    }
    clear?.look(row)
    guard row.ticks(clear?.clock ?? when.clock) else { return }
    clearing.ticks += 1
    if (clear ?? when).truth(row) == nil { clearing.unknown += 1 }
  }

  // MARK: What was found

  private func clearingSoFar() -> RuleExplanation.Clearing? {
    guard stage == .clearing else { return nil }
    var clearing = clearing
    clearing.questions = clear?.finished().questions ?? []
    return clearing
  }

  private mutating func keep(_ row: RowObservation, _ standing: RuleStanding, _ events: [Event]) {
    let isDetected =
      standing.stage == .confirming
      || events.contains { $0.kind == .fired || $0.kind == .rejected && checked.confirm?.within.unit == .samples }
    when.keepValues(row, isDetected: false)
    that?.keepValues(row, isDetected: isDetected)
    clear?.keepValues(row, isDetected: false)
    moment = moment(row, standing)
  }

  private func moment(_ row: RowObservation, _ standing: RuleStanding) -> RuleExplanation.Moment {
    RuleExplanation.Moment(
      row: row.step, epoch: row.epoch.isNaN ? nil : row.epoch, standing: standing,
      when: row.hasTicked(when.clock) ? .truth(when.truth(row)) : nil, clearing: clearingSoFar())
  }

  /// - Parameter events: All of the rule set's.
  func finished(_ events: [Event]) -> RuleExplanation.Instance {
    var copy = self
    let own = events.filter { $0.rule == rule.name && $0.metric == rule.metric }
    if let undecided = own.last(where: { $0.kind == .undecided }) { copy.fail(undecided.detected) }
    let when = when.finished()
    let questions = when.questions
    if questions.count == 1, let only = questions.first, let margin = only.nearness?.margin {
      // Whose limit moves is nearest where the distance is smallest, whatever its share of the limit.
      copy.nearest = RuleExplanation.Nearest(step: margin.step, question: only.questionText, margin: margin)
    }
    return RuleExplanation.Instance(
      metric: rule.metric, when: when, that: that?.finished(), clear: clear?.finished(), events: own,
      rearmed: rearmed, failedConfirmations: copy.failedConfirmations, ticks: ticks, longestStreak: longest,
      nearest: longest == nil ? copy.nearest : nil, end: end, moment: moment)
  }
}
