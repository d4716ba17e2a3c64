import OnsetEngine
import OnsetLanguage
import OnsetRules
import OnsetStudy

/// What explanations are put together from: margins, streaks and standings in words.
enum ExplanationWording {
  // MARK: Nearness

  /// `0.356 against 0.4726, off by 0.1167 (25% of 0.4726)`
  static func margin(_ margin: ConditionPart.Margin) -> String {
    let left = DisplayNumber.short(margin.left)
    let sides = "\(left) against \(amount(margin.right, margin.unit))"
    if margin.distance == 0 { return "\(sides), just not" }
    return "\(sides), \(offBy(margin))"
  }

  /// `off by 0.1167 (25% of 0.4726)`
  static func offBy(_ margin: ConditionPart.Margin) -> String {
    if margin.distance == 0 { return "just not" }
    let distance = "off by \(amount(margin.distance, margin.unit))"
    // A multiple of the limit says less than the two sides do.
    guard let relative = margin.relative, relative < 10 else { return distance }
    let share = ReadableNumber.text(relative * 100, digits: 2)
    return "\(distance) (\(share)% of \(amount(margin.limit, margin.unit)))"
  }

  private static func amount(_ value: Double, _ unit: TimeUnit?) -> String {
    guard let unit else { return DisplayNumber.short(value) }
    return "\(DisplayNumber.short(value)) \(value == 1 ? String(unit.rawValue.dropLast()) : unit.rawValue)"
  }

  /// What there is to say of something that is asked.
  static func nearness(_ nearness: ConditionPart.Nearness) -> String {
    if nearness.ticks == 0 { return "no sample" }
    if nearness.met > 0 {
      return
        "met at \(DisplayNumber.grouped(Int64(nearness.met))) of \(DisplayNumber.counted(nearness.ticks, "sample"))"
    }
    if let margin = nearness.margin { return "nearest at step \(margin.step): \(self.margin(margin))" }
    let never = "not met at any of \(DisplayNumber.counted(nearness.ticks, "sample"))"
    return nearness.isOnFarSide ? "\(never), never on the side from which it crosses" : never
  }

  /// `16 of 25 samples, steps 630 to 705`
  static func streak(_ streak: RuleExplanation.Streak, of hold: SpanLength?) -> String {
    let length =
      hold.map { RuleStanding.Progress(done: streak.length, span: $0).text }
      ?? DisplayNumber.counted(streak.ticks, "sample")
    return streak.first == streak.last
      ? "\(length), step \(streak.first)" : "\(length), steps \(streak.first) to \(streak.last)"
  }

  // MARK: Where a rule stands

  /// The state at a row, and what is waited for there.
  ///
  /// - Parameter instance: Of which the events up to the row are read.
  static func standing(
    _ moment: RuleExplanation.Moment, _ instance: RuleExplanation.Instance, of explanation: RuleExplanation
  ) -> String {
    let standing = moment.standing
    let done = standing.progress.map(\.text) ?? ""
    let last = instance.events.last { $0.step <= moment.row && ($0.kind == .fired || $0.kind == .rejected) }
    let past = last.map { "\($0.kind.rawValue) at \($0.step)" } ?? ""
    switch standing.stage {
    case .waiting where standing.isOff:
      let phase = explanation.phases.last { $0.step <= moment.row }?.phase ?? ""
      return "off: it looks during \((explanation.during ?? []).joined(separator: ", ")), and the phase is \(phase)"
    case .waiting:
      return "waiting: `when` \(state(of: moment.when))"
    case .holding:
      return "holding since step \(standing.since ?? 0)\(done.isEmpty ? "" : ": \(done)")"
    case .confirming: return confirming(standing, explanation)
    case .clearing:
      guard let clearing = moment.clearing else { return "\(past), not cleared yet" }
      return "\(past), not re-armed: \(self.clearing(clearing, instance))"
    case .resting: return "\(past), rests: \(done)"
    case .spent:
      if let atMost = explanation.atMost, standing.fires >= atMost {
        return "done: it has fired \(times(standing.fires)), as often as `at_most` lets it"
      }
      return "done: \(past), and `repeat` is never"
    }
  }

  private static func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }

  private static func state(of when: SampleValue?) -> String {
    switch when {
    case .truth(false?)?: "is false"
    // It was true when the rule fired or was turned off, and has not ticked since.
    case .truth(true?)?: "has not been true since"
    case nil: "has no sample yet"
    default: "is unknown"
    }
  }

  private static func confirming(_ standing: RuleStanding, _ explanation: RuleExplanation) -> String {
    let start = "confirming since step \(standing.detected ?? 0), true from step \(standing.since ?? 0): `that`"
    guard let progress = standing.progress else { return start }
    let within = progress.span
    switch within.unit {
    case .samples:
      return progress.done == 0
        ? "\(start) has no sample yet, and \(within) to come in" : "\(start) was not true at \(progress.text)"
    case .steps:
      let end = (standing.detected ?? 0).addingReportingOverflow(Int64(within.wholeCount))
      let limit = end.overflow ? "\(within)" : "step \(end.partialValue)"
      return "\(start) may come until \(limit); \(progress.text) have passed"
    case .epochs:
      let end = DisplayNumber.short(standing.detectedEpoch + within.count)
      return "\(start) may come until epoch \(end); \(progress.text) have passed"
    }
  }

  private static func clearing(
    _ clearing: RuleExplanation.Clearing, _ instance: RuleExplanation.Instance
  ) -> String {
    let (condition, wanted) = instance.clear == nil ? ("when", "false") : ("clear", "true")
    if clearing.ticks == 0 { return "`\(condition)` has no sample since" }
    let unknown = clearing.unknown == 0 ? "" : " (unknown at \(clearing.unknown))"
    return
      "`\(condition)` was not \(wanted) at any of \(DisplayNumber.counted(clearing.ticks, "sample")) since\(unknown)"
  }

  // MARK: Verdicts

  static func verdict(_ explanation: RuleExplanation) -> String {
    let events = explanation.instances.flatMap(\.events).sorted { $0.step < $1.step }
    let fired = events.filter { $0.kind == .fired }
    if !fired.isEmpty { return "fired at \(list(fired.map(\.step)))" }
    let rejected = events.filter { $0.kind == .rejected }
    if !rejected.isEmpty { return "rejected at \(list(rejected.map(\.step))), never fired" }
    if events.contains(where: { $0.kind == .undecided }) { return "undecided" }
    return "never fired"
  }

  /// The first steps, and how many more there are.
  private static func list(_ steps: [Int64]) -> String {
    let shown = steps.prefix(5).map { "\($0)" }.joined(separator: ", ")
    return steps.count > 5 ? "\(shown) and \(steps.count - 5) more steps" : shown
  }

  /// A text that fits into a line with others.
  static func clipped(_ text: String, to width: Int = 60) -> String {
    text.count <= width ? text : "\(text.prefix(width - 1))…"
  }
}

extension RuleExplanation {
  /// Whether the run was ever in a phase in which the rule looks.
  var isEverLooking: Bool {
    during.map { during in phases.contains { during.contains($0.phase) } } ?? true
  }

  /// The instance that came nearest to an event; nil without instances.
  var nearestInstance: Instance? { instances.min { $0.remoteness(hold) < $1.remoteness(hold) } }
}

extension RuleExplanation.Instance {
  /// How far it stayed from an event: less than 0 with one, up to 1 with a streak, more without.
  fileprivate func remoteness(_ hold: SpanLength?) -> Double {
    if !events.isEmpty { return -1 }
    if let longestStreak { return hold.map { max(0, 1 - longestStreak.length / $0.count) } ?? 0 }
    guard let margin = nearest?.margin else { return .infinity }
    return 1 + margin.rank
  }
}
