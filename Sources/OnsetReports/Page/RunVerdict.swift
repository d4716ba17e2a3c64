import OnsetEngine
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

/// What a report says first: when a phase began, what the rules would have done, and whether that was right.
struct RunVerdict {
  struct Sentence {
    enum Kind: String { case good, bad, open, plain }
    var kind: Kind
    var pieces: [Piece]

    init(_ kind: Kind, _ pieces: [Piece?]) {
      self.kind = kind
      self.pieces = pieces.compactMap(\.self)
    }
  }

  enum Piece {
    case text(String)
    /// The answer in few words.
    case answer(String)
    /// Whether it was right.
    case right(String)
    case wrong(String)
    case rule(String)
  }

  private(set) var sentences: [Sentence] = []

  private let autopsy: Autopsy
  private let report: RunReport
  private let scoring: Scoring
  private let shows: (String, String) -> Bool
  private let deeds: RuleDeeds
  /// The firings that are told of already, by their positions.
  private var told: Set<Int> = []

  init(_ autopsy: Autopsy, _ scoring: Scoring, shows: @escaping @Sendable (String, String) -> Bool) {
    self.autopsy = autopsy
    report = autopsy.report
    self.scoring = scoring
    self.shows = shows
    deeds = RuleDeeds(report)
    for label in report.metadata.labels { tell(of: label) }
    tellOfFalseAlarms()
    tellOfStop()
    tellOfPhases()
    tellOfFirings()
    if report.events.allSatisfy({ $0.kind != .fired || !shows($0.ruleset, $0.rule) }) {
      sentences.append(Sentence(.plain, [.text("No rule fired.")]))
    }
    tellOfSilence()
    if !report.metadata.isLabelled {
      sentences.append(
        Sentence(.open, [.text("Nobody has labelled the run: `onset label` writes where a phase began.")]))
    }
  }

  // MARK: Against labels

  private var scores: [TransitionScore] {
    scoring.transitions.filter { score in
      score.rule.rule.map { shows(score.rule.ruleset ?? "", $0) } ?? false
    }
  }

  /// What is known, and which rules saw it.
  private mutating func tell(of label: RunMetadata.TransitionLabel) {
    let phase = Self.words(label.phase)
    let range = label.earliest == label.latest ? "" : "\(at(label.earliest)) to \(at(label.latest))"
    let scores = scores.filter { $0.phase == label.phase }
    let found = scores.flatMap { score in
      score.verdicts.flatMap(\.found).filter { $0.step - $0.delay == label.step }.map { (rule: score.rule, $0) }
    }.sorted { $0.1.step < $1.1.step }
    guard let (rule, first) = found.first else {
      let known: [Piece] = [
        .answer("\(phase) began at step \(at(label.step))"),
        .text(" (by the label\(range.isEmpty ? "" : ", \(range)"))"),
      ]
      let verdict: [Piece] =
        scores.isEmpty
        ? [.text("; no rule here enters that phase.")]
        : [.text(": "), .wrong("missed"), .text(" by ")] + Self.list(scores.map { .rule("\($0.rule)") }) + [.text(".")]
      return sentences.append(Sentence(scores.isEmpty ? .open : .bad, known + verdict))
    }
    let index = firing(rule, first.step)
    if let index { told.insert(index) }
    let labelled = "; label: \(at(label.step))\(range.isEmpty ? "" : ", from \(range)")"
    let others = found.dropFirst().flatMap { other -> [Piece] in
      if let index = firing(other.rule, other.1.step) { told.insert(index) }
      return [.text(" Seen by "), .rule("\(other.rule)"), .text(" too, at \(at(other.1.step)).")]
    }
    sentences.append(
      Sentence(
        .good,
        [
          .answer("\(phase) began at step \(at(first.step))"), .text(" (rule "), .rule("\(rule)"),
          .text("\(labelled), \(Self.distance(first.delay)): "), .right("hit"), .text(")."),
          index.flatMap { deeds.sentence(of: $0) }.map { .text(" \($0)") },
        ] + others))
  }

  private mutating func tellOfFalseAlarms() {
    for score in scores {
      for step in score.verdicts.flatMap(\.falseAlarms) {
        let label = report.metadata.labels.first { $0.phase == score.phase }
        let why =
          label.map { ": \(step < $0.earliest ? "too early" : "too late"), as the label says \(at($0.step))" }
          ?? ": no label says so"
        let index = firing(score.rule, step)
        if let index { told.insert(index) }
        sentences.append(
          Sentence(
            .bad,
            [
              .answer("\(Self.words(score.phase)) was called at step \(at(step))"), .text(" by "),
              .rule("\(score.rule)"), .text(", a "), .wrong("false alarm"), .text("\(why)."),
              index.flatMap { deeds.sentence(of: $0) }.map { .text(" \($0)") },
            ]))
      }
    }
  }

  // MARK: What labels do not judge

  private mutating func tellOfStop() {
    guard let stop = autopsy.stop, let last = report.lastStep, shows(stop.ruleset, stop.rule) else { return }
    let rule = RuleName(ruleset: stop.ruleset, rule: stop.rule)
    if stop.enters == nil { report.events.firstIndex(of: stop).map { _ = told.insert($0) } }
    let verdict = scoring.stops.first { $0.stopper == .rule(rule) }?.verdicts.first
    let time = verdict?.secondsSaved.map { " (\(ScoreTables.duration($0)))" } ?? ""
    var text = ", \(at(last - stop.step)) steps before its end\(time)"
    if let regret = verdict?.regret {
      let metric = scoring.objective.metric
      text +=
        regret == 0
        ? "; the best \(metric) had been reached"
        : "; the best \(metric) was \(DisplayNumber.short(regret)) better later"
    }
    if stop.isCounterfactual { text += "; counterfactual, as an earlier action would have changed the training" }
    let (kind, judged): (Sentence.Kind, [Piece]) =
      switch verdict?.isFalse {
      case true?: (.bad, [.text(": "), .wrong("wrong"), .text(", as nothing that is labelled calls for it")])
      case false?: (.good, [.text(": "), .right("right"), .text(", by the labels")])
      case nil: (.plain, [])
      }
    sentences.append(
      Sentence(
        kind,
        [
          .answer("The run would have been stopped at step \(at(stop.step))"), .text(" by "), .rule("\(rule)"),
          .text(text),
        ]
          + judged + [.text(".")]))
  }

  /// The most phases of a run without labels of which each has a sentence of its own.
  private static let phaseLimit = 8

  private mutating func tellOfPhases() {
    let entries = report.events.indices.filter { index in
      let event = report.events[index]
      return event.kind == .fired && event.enters != nil && !told.contains(index) && shows(event.ruleset, event.rule)
    }
    told.formUnion(entries)
    if report.metadata.isLabelled {
      guard !entries.isEmpty else { return }
      let pieces = entries.map { index -> [Piece] in
        let event = report.events[index]
        return [
          .text("\(event.enters ?? "") at \(at(event.step)) ("), .rule("\(event.ruleset)/\(event.rule)"),
          .text("\(deeds.remarks(of: index).map { "; \($0)" }.joined()))"),
        ]
      }
      return sentences.append(
        Sentence(.plain, [.text("Entered too, with no label to judge it by: ")] + Self.list(pieces) + [.text(".")]))
    }
    for index in entries.prefix(Self.phaseLimit) {
      let event = report.events[index]
      sentences.append(
        Sentence(
          .plain,
          [
            .answer("\(Self.words(event.enters ?? "")) was entered at step \(at(event.step))"), .text(" (rule "),
            .rule("\(event.ruleset)/\(event.rule)"), .text("; no label to judge it by)."),
            deeds.sentence(of: index).map { .text(" \($0)") },
          ]))
    }
    if entries.count > Self.phaseLimit {
      let more = DisplayNumber.counted(entries.count - Self.phaseLimit, "more time")
      sentences.append(Sentence(.plain, [.text("\(more) a phase was entered: see the events.")]))
    }
  }

  /// Firings that enter no phase, by their rules.
  private mutating func tellOfFirings() {
    var groups: [(rule: String, indices: [Int])] = []
    for (index, event) in report.events.enumerated()
    where event.kind == .fired && !told.contains(index) && shows(event.ruleset, event.rule) {
      let rule = "\(event.ruleset)/\(event.rule)"
      if let group = groups.firstIndex(where: { $0.rule == rule }) {
        groups[group].indices.append(index)
      } else {
        groups.append((rule, [index]))
      }
    }
    guard !groups.isEmpty else { return }
    let pieces = groups.map { group -> [Piece] in
      let times = group.indices.count == 1 ? [] : ["and \(DisplayNumber.counted(group.indices.count - 1, "more time"))"]
      let first = group.indices[0]
      let remarks = times + deeds.remarks(of: first)
      let note = remarks.isEmpty ? "" : " (\(remarks.joined(separator: "; ")))"
      return [.rule(group.rule), .text(" at \(at(report.events[first].step))\(note)")]
    }
    sentences.append(
      Sentence(
        .plain, [.text("Fired without entering a phase: ")] + Self.list(pieces) + [.text(".")]))
  }

  /// The phases that rules look for and that did not come, so that nobody has to conclude it from what is not there.
  private mutating func tellOfSilence() {
    var known = Set(report.metadata.labels.map(\.phase) + report.events.compactMap(\.enters))
    known.formUnion(report.phases.map(\.phase))
    var unseen: [String] = []
    var impossible: [String] = []
    for set in autopsy.ruleSets {
      for rule in set.rules where shows(set.name, rule.name) {
        guard let phase = rule.enters, !known.contains(phase) else { continue }
        if report.skipped.contains(where: { $0.ruleset == set.name && $0.rule == rule.name }) {
          if !impossible.contains(phase) { impossible.append(phase) }
        } else if !unseen.contains(phase) {
          unseen.append(phase)
        }
      }
    }
    impossible.removeAll { unseen.contains($0) }
    let labelled = report.metadata.isLabelled ? ", and no label says that it began" : ""
    var text: [String] = []
    if !unseen.isEmpty { text.append("Looked for and not seen\(labelled): \(unseen.joined(separator: ", ")).") }
    if !impossible.isEmpty {
      text.append("Not to be seen in what the run logs: \(impossible.joined(separator: ", ")).")
    }
    if !text.isEmpty { sentences.append(Sentence(.plain, [.text(text.joined(separator: " "))])) }
  }

  // MARK: Pieces

  private func at(_ step: Int64) -> String { DisplayNumber.grouped(step) }

  private func firing(_ rule: RuleName, _ step: Int64) -> Int? {
    report.events.firstIndex {
      $0.kind == .fired && $0.step == step && $0.ruleset == rule.ruleset && $0.rule == rule.rule
    }
  }

  /// A phase's name as the beginning of a sentence.
  private static func words(_ phase: String) -> String {
    let words = phase.replacing("_", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  /// How far a label is from what a rule saw.
  private static func distance(_ delay: Int64) -> String {
    let steps = DisplayNumber.counted(Int(delay.magnitude), "step")
    return delay == 0 ? "the same step" : "\(steps) \(delay < 0 ? "later" : "earlier")"
  }

  private static func list(_ items: [Piece]) -> [Piece] { list(items.map { [$0] }) }

  private static func list(_ items: [[Piece]]) -> [Piece] { Array(items.joined(separator: [.text(", ")])) }

  // MARK: Output

  var html: String {
    let items = sentences.map { sentence in
      "<li class=\"\(sentence.kind.rawValue)\">\(sentence.pieces.map(\.html).joined())</li>\n"
    }
    return "<ul class=\"verdict\">\n\(items.joined())</ul>\n"
  }
}

extension RunVerdict.Piece {
  var html: String {
    switch self {
    case .text(let text): HTML.text(text)
    case .answer(let text): "<strong>\(HTML.text(text))</strong>"
    case .right(let text): "<span class=\"hit\">\(HTML.text(text))</span>"
    case .wrong(let text): "<span class=\"miss\">\(HTML.text(text))</span>"
    case .rule(let name): HTML.code(name)
    }
  }

  /// - Parameter escaped: What makes text of Markdown.
  func markdown(_ escaped: (String) -> String) -> String {
    switch self {
    case .answer(let text), .right(let text), .wrong(let text): "**\(escaped(text))**"
    case .text(let text), .rule(let text): escaped(text)
    }
  }
}
