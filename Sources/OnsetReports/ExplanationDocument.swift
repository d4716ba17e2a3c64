import OnsetEngine
import OnsetLanguage
import OnsetRules
package import OnsetStudy
import OnsetText

/// Why rules did what they did, for programs and tables.
package enum ExplanationDocument {
  /// An answer to why a rule did what it did on a run.
  package struct Answer: Sendable {
    package var run: String
    package var ruleset: String
    package var rule: String
    package var outcome: RuleExplanation.Outcome

    package init(run: String, ruleset: String, rule: String, outcome: RuleExplanation.Outcome) {
      self.run = run
      self.ruleset = ruleset
      self.rule = rule
      self.outcome = outcome
    }
  }

  // MARK: Values

  /// A value for people.
  static func text(_ value: ConditionPart.Value) -> String {
    switch value {
    case .number(let number): DisplayNumber.short(number)
    case .truth(let truth): truth.map { "\($0)" } ?? "unknown"
    case .elapsed(let elapsed, let unit):
      elapsed.isNaN
        ? "unknown"
        : "\(DisplayNumber.short(elapsed)) \(elapsed == 1 ? String(unit.rawValue.dropLast()) : unit.rawValue)"
    case .noSample: "no sample yet"
    case .noDetection: "only known while it confirms"
    }
  }

  private static func exact(_ value: ConditionPart.Value?) -> String {
    switch value {
    case .number(let number)?, .elapsed(let number, _)?: SampleText.exact(.number(number))
    case .truth(let truth)?: SampleText.exact(.truth(truth))
    case .noSample?, .noDetection?, nil: ""
    }
  }

  private static func json(_ value: ConditionPart.Value?) -> JSONValue {
    switch value {
    case .number(let number)?, .elapsed(let number, _)?: .number(number)
    case .truth(let truth)?: truth.map { .boolean($0) } ?? .null
    case .noSample?, .noDetection?, nil: .null
    }
  }

  // MARK: JSON

  /// An object for each rule, run and metric.
  ///
  /// - Parameter step: Where every part is wanted; nil for the whole run.
  package static func json(_ answer: Answer, step: Int64?, metric: String? = nil) -> [JSONValue] {
    let head: [(key: String, value: JSONValue)] = [
      ("run", .text(answer.run)), ("ruleset", .text(answer.ruleset)), ("rule", .text(answer.rule)),
    ]
    switch answer.outcome {
    case .faulty: return []
    case .notApplicable(let reason):
      return [.object(head + [("outcome", .text("not applicable")), ("reason", .text(reason))])]
    case .explained(let explanation):
      return explanation.instances.filter { metric == nil || $0.metric == metric }.map { instance in
        let own = head + (instance.metric.map { [("metric", .text($0))] } ?? [])
        return .object(own + (step.map { at($0, instance, explanation) } ?? whole(instance, explanation)))
      }
    }
  }

  private static func span(_ span: SpanLength?) -> JSONValue { span.map { .text("\($0)") } ?? .null }

  private static func step(_ step: Int64?) -> JSONValue { step.map { .integer($0) } ?? .null }

  private static func whole(
    _ instance: RuleExplanation.Instance, _ explanation: RuleExplanation
  ) -> [(key: String, value: JSONValue)] {
    let events: [JSONValue] = instance.events.enumerated().map { index, event in
      var entries: [(key: String, value: JSONValue)] = [
        ("event", .text(event.kind.rawValue)), ("since", step(event.since)), ("detected", step(event.detected)),
        ("step", step(event.step)), ("counterfactual", .boolean(event.isCounterfactual)),
        ("rearmed", step(instance.rearmed(after: index))),
      ]
      if let failed = instance.failedConfirmation(of: event) {
        entries.append(("that", .array(failed.questions.map(question))))
      }
      return .object(entries)
    }
    return [
      ("outcome", .text(outcome(instance))), ("for", span(explanation.hold)), ("within", span(explanation.within)),
      ("during", explanation.during.map { .array($0.map { .text($0) }) } ?? .null), ("events", .array(events)),
      ("samples", .integer(Int64(instance.ticks))),
      ("longest_streak", streak(instance.longestStreak)), ("nearest", nearest(instance.nearest)),
      ("when", .array(instance.longestStreak == nil ? instance.when.questions.map(question) : [])),
      ("end", instance.end.map { .object(standing($0, instance, explanation)) } ?? .null),
    ]
  }

  private static func outcome(_ instance: RuleExplanation.Instance) -> String {
    let kinds = instance.events.map(\.kind)
    for kind in [Event.Kind.fired, .rejected, .undecided] where kinds.contains(kind) { return kind.rawValue }
    return "silent"
  }

  private static func streak(_ streak: RuleExplanation.Streak?) -> JSONValue {
    guard let streak else { return .null }
    return .object([
      ("first", step(streak.first)), ("last", step(streak.last)), ("samples", .integer(Int64(streak.ticks))),
      ("length", .number(streak.length)),
    ])
  }

  private static func nearest(_ nearest: RuleExplanation.Nearest?) -> JSONValue {
    guard let nearest else { return .null }
    return .object([("step", step(nearest.step)), ("condition", .text(nearest.question))] + margin(nearest.margin))
  }

  private static func question(_ part: ConditionPart) -> JSONValue {
    let nearness = part.nearness ?? ConditionPart.Nearness()
    return .object(
      [
        ("condition", .text(part.questionText)), ("samples", .integer(Int64(nearness.ticks))),
        ("met", .integer(Int64(nearness.met))), ("step", step(nearness.margin?.step)),
      ] + margin(nearness.margin))
  }

  private static func margin(_ margin: ConditionPart.Margin?) -> [(key: String, value: JSONValue)] {
    guard let margin else { return [("margin", .null)] }
    return [
      ("left", .number(margin.left)), ("right", .number(margin.right)), ("margin", .number(margin.distance)),
      ("relative_margin", margin.relative.map { .number($0) } ?? .null),
      ("unit", margin.unit.map { .text($0.rawValue) } ?? .null),
    ]
  }

  private static func standing(
    _ moment: RuleExplanation.Moment, _ instance: RuleExplanation.Instance, _ explanation: RuleExplanation
  ) -> [(key: String, value: JSONValue)] {
    let standing = moment.standing
    return [
      ("state", .text(name(standing))), ("since", step(standing.since)), ("detected", step(standing.detected)),
      ("done", standing.progress.map { .number($0.done) } ?? .null), ("of", span(standing.progress?.span)),
      ("fires", .integer(Int64(standing.fires))),
      ("text", .text(ExplanationWording.standing(moment, instance, of: explanation))),
    ]
  }

  static func name(_ standing: RuleStanding) -> String {
    if standing.isOff { return "off" }
    return switch standing.stage {
    case .waiting: "waiting"
    case .holding: "holding"
    case .confirming: "confirming"
    case .clearing: "clearing"
    case .resting: "resting"
    case .spent: "done"
    }
  }

  private static func at(
    _ step: Int64, _ instance: RuleExplanation.Instance, _ explanation: RuleExplanation
  ) -> [(key: String, value: JSONValue)] {
    guard let moment = instance.moment else { return [("step", Self.step(step)), ("row", .null)] }
    let phase = explanation.phases.last { $0.step <= moment.row }?.phase
    let parts: [JSONValue] = Self.parts(instance).map { condition, depth, part in
      .object([
        ("condition", .text(condition)), ("depth", .integer(Int64(depth))), ("part", .text(part.text)),
        ("value", json(part.value)),
      ])
    }
    return [
      ("step", Self.step(step)), ("row", Self.step(moment.row)), ("epoch", moment.epoch.map { .number($0) } ?? .null),
      ("phase", phase.map { .text($0) } ?? .null), ("standing", .object(standing(moment, instance, explanation))),
      ("parts", .array(parts)),
    ]
  }

  /// All the parts of the conditions, in the order of the text.
  private static func parts(
    _ instance: RuleExplanation.Instance
  ) -> [(condition: String, depth: Int, part: ConditionPart)] {
    var result: [(condition: String, depth: Int, part: ConditionPart)] = []
    func add(_ part: ConditionPart, _ condition: String, _ depth: Int) {
      result.append((condition, depth, part))
      for inner in part.parts { add(inner, condition, depth + 1) }
    }
    add(instance.when, "when", 0)
    if let that = instance.that { add(that, "that", 0) }
    if let clear = instance.clear { add(clear, "clear", 0) }
    return result
  }

  // MARK: Tables

  /// A row for each rule, run and metric.
  package static func table(_ answers: [Answer], metric: String? = nil) -> TextTable {
    var table = TextTable([
      .init("run"), .init("ruleset"), .init("rule"), .init("metric"), .init("outcome"), .init("fired", .right),
      .init("step", .right), .init("streak", .right), .init("for", .right), .init("streak_first", .right),
      .init("streak_last", .right), .init("nearest_step", .right), .init("nearest"), .init("left", .right),
      .init("right", .right), .init("margin", .right), .init("relative_margin", .right), .init("unit"),
      .init("state"),
    ])
    for answer in answers {
      let head = [answer.run, answer.ruleset, answer.rule]
      switch answer.outcome {
      case .faulty: break
      case .notApplicable(let reason):
        table.append(head + ["", "not applicable"] + Array(repeating: "", count: 13) + [reason])
      case .explained(let explanation):
        for instance in explanation.instances where metric == nil || instance.metric == metric {
          table.append(head + row(instance, explanation))
        }
      }
    }
    return table
  }

  private static func row(_ instance: RuleExplanation.Instance, _ explanation: RuleExplanation) -> [String] {
    func exact(_ value: Double?) -> String { value.map { SampleText.exact(.number($0)) } ?? "" }
    func text(_ step: Int64?) -> String { step.map { "\($0)" } ?? "" }
    let streak = instance.longestStreak
    let margin = instance.nearest?.margin
    return [
      instance.metric ?? "", outcome(instance), "\(instance.events.count { $0.kind == .fired })",
      text(instance.events.first?.step), exact(streak?.length), explanation.hold.map { "\($0)" } ?? "",
      text(streak?.first), text(streak?.last), text(instance.nearest?.step), instance.nearest?.question ?? "",
      exact(margin?.left), exact(margin?.right), exact(margin?.distance), exact(margin?.relative),
      margin?.unit?.rawValue ?? "",
      instance.end.map { ExplanationWording.standing($0, instance, of: explanation) } ?? "",
    ]
  }

  /// A row for each part of the conditions, as it was at a step.
  package static func table(_ answers: [Answer], at step: Int64, metric: String? = nil) -> TextTable {
    var table = TextTable([
      .init("run"), .init("ruleset"), .init("rule"), .init("metric"), .init("step", .right), .init("row", .right),
      .init("state"), .init("condition"), .init("depth", .right), .init("part"), .init("value", .right),
    ])
    for answer in answers {
      guard case .explained(let explanation) = answer.outcome else { continue }
      for instance in explanation.instances where metric == nil || instance.metric == metric {
        guard let moment = instance.moment else { continue }
        for (condition, depth, part) in parts(instance) {
          table.append([
            answer.run, answer.ruleset, answer.rule, instance.metric ?? "", "\(step)", "\(moment.row)",
            name(moment.standing), condition, "\(depth)", part.text, exact(part.value),
          ])
        }
      }
    }
    return table
  }
}
