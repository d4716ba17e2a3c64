package import OnsetStudy

/// Scores as tables, for terminals and for Markdown.
package enum ScoreTables {
  /// How well transitions to one phase are found: a row for each rule.
  package static func transitions(_ scores: [TransitionScore]) -> TextTable {
    var table = TextTable([
      .init("rule"), .init("hits", .right), .init("misses", .right), .init("false alarms", .right),
      .init("precision"), .init("recall"), .init("F1"), .init("delay", .right), .init("worst", .right),
      .init("from earliest", .right), .init("epochs", .right), .init("quiet steps", .right),
    ])
    for score in scores {
      let epochs = score.found.compactMap(\.epochs)
      table.append([
        score.rule.description, "\(score.hits)", "\(score.runsWithMiss)", "\(score.runsWithFalseAlarm)",
        share(score.precision), share(score.recall), f1(score), median(score.found.map { Double($0.delay) }),
        worst(score), median(score.found.map { Double($0.delayFromEarliest) }), median(epochs),
        DisplayNumber.grouped(score.quietSteps),
      ])
    }
    return table
  }

  /// How well transitions are found, in few columns: a row for each rule and phase.
  package static func brief(_ scores: [TransitionScore]) -> TextTable {
    var table = TextTable([
      .init("phase"), .init("rule"), .init("labelled", .right), .init("hits", .right), .init("misses", .right),
      .init("false alarms", .right), .init("precision"), .init("recall"), .init("delay", .right),
    ])
    for score in scores {
      table.append([
        score.phase, score.rule.description, "\(score.labelled)", "\(score.hits)", "\(score.runsWithMiss)",
        "\(score.runsWithFalseAlarm)", share(score.precision), share(score.recall),
        median(score.found.map { Double($0.delay) }),
      ])
    }
    return table
  }

  /// The scores phase by phase.
  package static func byPhase(_ scores: [TransitionScore]) -> [(phase: String, scores: [TransitionScore])] {
    var groups: [(phase: String, scores: [TransitionScore])] = []
    for score in scores {
      if groups.last?.phase == score.phase {
        groups[groups.count - 1].scores.append(score)
      } else {
        groups.append((score.phase, [score]))
      }
    }
    return groups
  }

  /// What stops have saved and lost: a row for each rule, and for what people do without.
  package static func stops(_ scoring: Scoring) -> TextTable {
    let hasTime = scoring.stops.contains { $0.secondsSaved != nil }
    let hasPrice = scoring.stops.contains { $0.priceSaved != nil }
    var columns: [TextTable.Column] = [
      .init("who stops"), .init("stops", .right), .init("false stops"), .init("missed"), .init("steps saved", .right),
      .init("", .right),
    ]
    if hasTime { columns.append(.init("time saved", .right)) }
    if hasPrice { columns.append(.init("\(scoring.cost.currency) saved", .right)) }
    columns += [.init("mean regret", .right), .init("worst regret", .right), .init("in run")]
    var table = TextTable(columns)
    for score in scoring.stops {
      var cells = [
        score.stopper.description, "\(score.stops)", share(score.falseStops), share(score.missedStops),
        DisplayNumber.grouped(score.stepsSaved),
        DisplayNumber.percent(Int(score.stepsSaved), of: Int(score.steps)),
      ]
      if hasTime { cells.append(score.secondsSaved.map(duration) ?? "–") }
      if hasPrice { cells.append(score.priceSaved.map(DisplayNumber.short) ?? "–") }
      cells += [
        score.meanRegret.map(DisplayNumber.short) ?? "–", score.worst?.regret.map(DisplayNumber.short) ?? "0",
        score.worst?.run ?? "",
      ]
      table.append(cells)
    }
    return table
  }

  // MARK: Cells

  /// `0.95 [0.83, 0.99]`, or `–` of no runs.
  static func share(_ proportion: Proportion) -> String {
    guard let value = proportion.value else { return "–" }
    return interval(value, proportion.interval())
  }

  private static func f1(_ score: TransitionScore) -> String {
    score.f1.map { interval($0, score.f1Interval()) } ?? "–"
  }

  private static func interval(_ value: Double, _ interval: ClosedRange<Double>) -> String {
    "\(hundredths(value)) [\(hundredths(interval.lowerBound)), \(hundredths(interval.upperBound))]"
  }

  /// Two decimals, always.
  static func hundredths(_ value: Double) -> String { DisplayNumber.decimals(value, 2) }

  private static func worst(_ score: TransitionScore) -> String {
    score.found.map(\.delay).max { abs($0) < abs($1) }.map(signed) ?? "–"
  }

  private static func median(_ values: [Double]) -> String {
    values.isEmpty ? "–" : DisplayNumber.signed(SampleSummary.median(values))
  }

  private static func signed(_ value: Int64) -> String { value > 0 ? "+\(value)" : "\(value)" }

  /// `2.5 h`, `40 min`, `12 s`; with a sign where it was lost.
  package static func duration(_ seconds: Double) -> String {
    let size = abs(seconds)
    if size >= 2 * 86_400 { return "\(DisplayNumber.short(seconds / 86_400)) d" }
    if size >= 3600 { return "\(DisplayNumber.short(seconds / 3600)) h" }
    if size >= 60 { return "\(DisplayNumber.short(seconds / 60)) min" }
    return "\(DisplayNumber.short(seconds)) s"
  }
}
