import OnsetEngine
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

extension ChartPicture {
  /// A chart of a run as some rules see it: their lines, events and phases.
  ///
  /// - Parameters:
  ///   - rules: Those whose lines are drawn.
  ///   - events: Those of the page, with the numbers that its table gives them.
  init(_ chart: SignalChart, of autopsy: Autopsy, rules: Set<RuleName>, events: [NumberedEvent]) {
    let report = autopsy.report
    let first = report.firstStep ?? 0
    title = chart.title
    steps = first...max(first, report.lastStep ?? first)
    subtitle = Self.subtitle(chart)
    band = chart.band
    var counts: [ChartSeries.Role: Int] = [:]
    let series = chart.drawn(for: rules)
    lines = []
    for item in series {
      let number = counts[item.role, default: 0]
      counts[item.role] = number + 1
      lines.append(Line(item, number: number, steps: steps))
    }
    labels = report.metadata.labels.map {
      Label(name: $0.phase, step: $0.step, earliest: $0.earliest, latest: $0.latest)
    }
    let own = rules.intersection(chart.rules)
    flags = events.compactMap { numbered in
      let event = numbered.event
      guard own.contains(RuleName(ruleset: event.ruleset, rule: event.rule)) else { return nil }
      if let metric = event.metric, case .metric(let name, _, _, _) = chart.subject, name != metric { return nil }
      return Flag(event, number: numbered.number)
    }
    phases = report.phases(
      ofFirst: autopsy.ruleSets.map(\.name).filter { name in own.contains { $0.ruleset == name } })
    end = autopsy.stop?.step
    notes = remarks(series, canZoom: true)
    if flags.count > Self.flagLimit {
      notes.append(
        "The first \(Self.flagLimit) of \(DisplayNumber.counted(flags.count, "event")) have flags; "
          + "the others would hide the lines."
      )
      flags.removeLast(flags.count - Self.flagLimit)
    }
  }

  /// What has to be known of the lines to read them right.
  func remarks(_ series: [ChartSeries], canZoom: Bool = false) -> [String] {
    var notes: [String] = []
    if series.contains(where: \.isDecimated) {
      let counts = series.compactMap(\.sampleCount)
      let drawn = series.reduce(0) { $0 + $1.drawnCount }
      notes.append(
        "\(DisplayNumber.grouped(Int64(counts.max() ?? 0))) samples a line are too many to draw: of each narrow stretch "
          + "the least and the greatest are, \(DisplayNumber.grouped(Int64(drawn))) points in all."
          + (canZoom ? " Zooming in shows no others; `onset eval` has all numbers." : ""))
    }
    for line in series where line.role == .samples {
      guard case .moving(let samples) = line.course, samples.nonFiniteCount > 0 else { continue }
      let first = zip(samples.steps, samples.values).first { !$0.1.isFinite }?.0 ?? 0
      notes.append(
        "\(DisplayNumber.counted(samples.nonFiniteCount, "sample")) of \(line.text) not finite, from step "
          + "\(DisplayNumber.grouped(first)): gaps in the line.")
    }
    return notes + limitsOutside
  }

  /// The most flags of a chart.
  static let flagLimit = 200

  private static func subtitle(_ chart: SignalChart) -> String? {
    switch chart.subject {
    case .metric(let name, let signal, let unit, let summary):
      let alias = name == signal ? nil : "`\(signal)`"
      let parts = [alias, summary, unit.flatMap { $0 == "1" ? nil : "In \($0)." }].compactMap(\.self)
      return parts.isEmpty ? nil : parts.joined(separator: " ")
    case .expression(_, let definition, let unit):
      let parts = [definition.map { "= \($0)" }, unit.map { "in \($0)" }].compactMap(\.self)
      return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
  }
}

extension ChartPicture.Line {
  init(_ series: ChartSeries, number: Int, steps: ClosedRange<Int64>) {
    role = series.role
    self.number = number
    name = series.comparison ?? series.text
    detail = series.definition.map { "\(series.text) = \($0)" }
    switch series.course {
    case .moving(let samples):
      self.steps = samples.steps
      values = samples.values
    case .constant(let value):
      self.steps = steps.lowerBound == steps.upperBound ? [steps.lowerBound] : [steps.lowerBound, steps.upperBound]
      values = self.steps.map { _ in value }
      constant = value
    }
  }
}

extension ChartPicture.Flag {
  init(_ event: Event, number: Int) {
    self.number = number
    step = event.step
    kind = event.kind
    isCounterfactual = event.isCounterfactual
    text = "\(event.ruleset)/\(event.rule)\(event.metric.map { " for \($0)" } ?? "") \(event.kind.rawValue)"
  }
}

extension SignalChart {
  /// The lines of some rules, with no more points than a chart may have.
  fileprivate func drawn(for rules: Set<RuleName>) -> [ChartSeries] {
    let series = allSeries.filter { $0.role == .samples || !rules.isDisjoint(with: $0.rules) }
    guard series.reduce(0, { $0 + $1.drawnCount }) > Self.pointLimit else { return series }
    let movingCount = series.count { if case .moving = $0.course { true } else { false } }
    return series.map { line in
      guard case .moving(let samples) = line.course else { return line }
      var line = line
      line.course = .moving(samples.thinned(to: Self.pointLimit / max(1, movingCount)))
      return line
    }
  }
}

extension ChartSeries {
  fileprivate var isDecimated: Bool { if case .moving(let samples) = course { samples.isDecimated } else { false } }
  fileprivate var sampleCount: Int? { if case .moving(let samples) = course { samples.count } else { nil } }
  fileprivate var drawnCount: Int { if case .moving(let samples) = course { samples.steps.count } else { 0 } }
}

extension RunReport {
  /// The phases of a rule set, one beside the other.
  func phases(of ruleset: String) -> [ChartPicture.Span] {
    let changes = phases.filter { $0.ruleset == ruleset }
    var numbers: [String: Int] = [:]
    return changes.enumerated().map { index, change in
      let next = index + 1 < changes.count ? changes[index + 1].step : lastStep ?? change.step
      let number = numbers[change.phase] ?? numbers.count
      numbers[change.phase] = number
      return ChartPicture.Span(name: change.phase, first: change.step, last: next, number: number)
    }
  }

  /// The phases that are shaded behind a chart: those of the rule set that was in several; of several such rule sets,
  /// the first.
  func phases(ofFirst ruleSets: [String]) -> [ChartPicture.Span] {
    ruleSets.lazy.map { phases(of: $0) }.first { $0.count > 1 } ?? []
  }
}
