import OnsetEngine
import OnsetRules
import OnsetRuns
import OnsetStudy

/// Runs laid on each other at a labelled transition, whose step is 0 for all of them.
struct AlignedRuns {
  var phase: String
  var range: ClosedRange<Int64>
  var pictures: [ChartPicture]

  /// The most signals of a phase.
  private static let signalLimit = 8

  /// One for each phase that rules enter and several runs are labelled with, with the signals that these rules look at.
  static func all(
    of runs: [RunSketch], _ scoring: Scoring, shows: (String, String) -> Bool
  ) -> [AlignedRuns] {
    ScoreTables.byPhase(scoring.transitions).compactMap { phase, scores in
      let rules = Set(scores.map(\.rule).filter { rule in rule.rule.map { shows(rule.ruleset ?? "", $0) } ?? false })
      let labelled = runs.compactMap { run in
        run.report.metadata.labels.first { $0.phase == phase }.map { (run: run, label: $0) }
      }
      guard labelled.count > 1, !rules.isEmpty else { return nil }
      // As much after as before: what comes much later has nothing to do with the transition.
      let before = SampleSummary.median(labelled.map { Double($0.label.step - ($0.run.report.firstStep ?? 0)) })
      let length = max(10, Int64(before * 1.5))
      let range = -length...length
      var names: [String] = []
      for signal in labelled.flatMap(\.run.signals) where !rules.isDisjoint(with: signal.rules) {
        if !names.contains(signal.name) { names.append(signal.name) }
      }
      let label = ChartPicture.Label(
        name: phase, step: 0,
        earliest: Int64(SampleSummary.median(labelled.map { Double($0.label.earliest - $0.label.step) })),
        latest: Int64(SampleSummary.median(labelled.map { Double($0.label.latest - $0.label.step) })))
      let pictures = names.prefix(signalLimit).map { name in
        var picture = ChartPicture(title: name, steps: range, lines: [], labels: [label])
        for (run, own) in labelled {
          guard let signal = run.signals.first(where: { $0.name == name }) else { continue }
          let points = zip(signal.samples.steps, signal.samples.values).map { ($0 - own.step, $1) }.filter {
            range.contains($0.0)
          }
          picture.lines.append(
            ChartPicture.Line(
              role: .value, name: run.name, detail: nil, number: picture.lines.count, steps: points.map(\.0),
              values: points.map(\.1), constant: nil))
        }
        return picture
      }.filter { !$0.lines.isEmpty }
      return AlignedRuns(phase: phase, range: range, pictures: Array(pictures))
    }
  }
}

extension ChartPicture {
  /// A signal of one run among many.
  init(small signal: RunSketch.Signal, of run: RunSketch, shows: (String, String) -> Bool) {
    let first = run.report.firstStep ?? 0
    self.init(
      title: "\(signal.name) of \(run.name)", steps: first...max(first, run.report.lastStep ?? first),
      lines: [
        Line(
          role: .value, name: signal.name, detail: nil, number: 0, steps: signal.samples.steps,
          values: signal.samples.values, constant: nil)
      ],
      labels: run.report.metadata.labels.map {
        Label(name: $0.phase, step: $0.step, earliest: $0.earliest, latest: $0.latest)
      })
    flags = run.report.events.enumerated().filter { _, event in
      event.kind == .fired && shows(event.ruleset, event.rule)
        && signal.rules.contains(RuleName(ruleset: event.ruleset, rule: event.rule))
    }.prefix(20).map { Flag($0.element, number: $0.offset + 1) }
  }
}
