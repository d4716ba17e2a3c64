import OnsetEngine
package import OnsetRuns
package import OnsetStudy
import OnsetText

/// One run, with what there is to say about each of its metrics.
package struct RunPortrait: Sendable {
  private let summary: RunSummary
  private let columns: [RunColumn]
  private let metrics: [MetricSummary]

  /// - Parameter shows: Whether a metric is to be shown.
  package init(_ run: Run, _ summary: RunSummary, shows: (String) -> Bool) {
    self.summary = summary
    columns = run.columns.filter { shows($0.name) }
    metrics = columns.map(MetricSummary.init)
  }

  // MARK: For people

  /// The most files that are named; some tools write one for each metric.
  private static let fileLimit = 8

  /// - Parameter width: How many characters a line may have.
  package func text(style: TextStyle, width: Int) -> String {
    let facts = facts
    let margin = (facts.map(\.name.count).max() ?? 0) + 2
    var text = style.paint(TerminalText.safe(summary.name), .strong) + "\n"
    for (name, value) in facts {
      let label = name + String(repeating: " ", count: margin - name.count)
      text += "  \(style.paint(label, .quiet))\(TerminalText.safe(value))\n"
    }
    let plain = table(sparklineWidth: nil).plain()
    let used = plain.split(separator: "\n").map(\.count).max() ?? 0
    return text + "\n" + table(sparklineWidth: min(max(width - used - 2, 12), 40)).plain()
  }

  /// What is known besides the metrics.
  private var facts: [(name: String, value: String)] {
    let metadata = summary.metadata
    var facts: [(name: String, value: String)] = []
    for file in summary.files.prefix(Self.fileLimit) {
      let size = file.byteCount.map { ", \(DisplayNumber.bytes($0))" } ?? ""
      let source = summary.sources.first { $0.path == file.path }
      let format = source.map { "  \($0.format.title)\($0.isCompressed ? ", gzip" : "")" } ?? " "
      facts.append(("read", file.path + format + size))
    }
    let more = summary.files.dropFirst(Self.fileLimit)
    if !more.isEmpty {
      let size = DisplayNumber.bytes(more.compactMap(\.byteCount).reduce(0, +))
      facts.append(("read", "… and \(DisplayNumber.counted(more.count, "more file")), \(size)"))
    }
    if summary.files.isEmpty { facts.append(("read", "\(summary.path)  \(RunFacts.format(summary))")) }
    if let path = summary.metadataPath { facts.append(("metadata", path)) }
    func add(_ name: String, _ value: String?) {
      if let value { facts.append((name, value)) }
    }
    add("architecture", metadata.architecture)
    add("dataset", metadata.dataset)
    switch summary.profiles.count {
    case 0: add("profile", "none matches")
    case 1: add("profile", summary.profiles[0])
    default: add("profile", "\(RunFacts.profile(summary)): they match equally well")
    }
    add("steps", RunFacts.steps(summary.firstStep, summary.lastStep))
    add("rows", DisplayNumber.grouped(Int64(summary.rowCount)))
    add("steps per epoch", metadata.stepsPerEpoch.map { SampleText.exact(.number($0)) })
    add("seconds per step", metadata.secondsPerStep.map { SampleText.exact(.number($0)) })
    for parameter in metadata.hyperparameters {
      facts.append(("hyperparameter", "\(parameter.name) = \(parameter.text)"))
    }
    for (name, value) in otherFields { facts.append(("field", "\(name) = \(value)")) }
    for label in metadata.labels { facts.append(("label", RunFacts.label(label))) }
    if metadata.labels.isEmpty, metadata.isLabelled { facts.append(("labels", "none: the run has no transition")) }
    for note in summary.notes { facts.append(("note", note.message)) }
    return facts
  }

  /// The fields of the metadata that have no line of their own, by name.
  private var otherFields: [(name: String, value: String)] {
    let own: Set<String> = ["run", "architecture", "dataset", "steps_per_epoch", "seconds_per_step"]
    return summary.metadata.fields.filter { !own.contains($0.key) && !$0.key.hasPrefix("hyperparameters.") }
      .sorted { NaturalOrder.precedes($0.key, $1.key) }.map { ($0.key, $0.value) }
  }

  /// A row for each metric.
  private func table(sparklineWidth: Int?) -> TextTable {
    let hasNonFinite = metrics.contains { $0.nonFiniteCount > 0 }
    var titles: [TextTable.Column] = [
      .init("metric"), .init("samples", .right), .init("cadence"), .init("steps"), .init("lowest", .right),
      .init("highest", .right), .init("last", .right),
    ]
    if hasNonFinite { titles.append(.init("not finite")) }
    if sparklineWidth != nil { titles.append(.init("course")) }
    var table = TextTable(titles)
    for (metric, column) in zip(metrics, columns) {
      var cells = [
        TerminalText.safe(metric.name), DisplayNumber.grouped(Int64(metric.sampleCount)), words(metric.cadence),
        RunFacts.steps(metric.firstStep, metric.lastStep), metric.lowest.map(DisplayNumber.short) ?? "–",
        metric.highest.map(DisplayNumber.short) ?? "–", metric.last.map(DisplayNumber.short) ?? "–",
      ]
      if hasNonFinite { cells.append(nonFinite(metric)) }
      if let sparklineWidth, let first = summary.firstStep, let last = summary.lastStep {
        cells.append(Sparkline.line(column, steps: first...max(first, last), width: sparklineWidth))
      }
      table.append(cells)
    }
    return table
  }

  private func words(_ cadence: MetricSummary.Cadence) -> String {
    switch cadence {
    case .none: "once"
    case .regular(1): "every step"
    case .regular(let distance): "every \(distance) steps"
    case .irregular(let median): "irregular, median \(DisplayNumber.short(median))"
    }
  }

  private func nonFinite(_ metric: MetricSummary) -> String {
    [(metric.nanCount, "NaN"), (metric.positiveInfinityCount, "inf"), (metric.negativeInfinityCount, "-inf")]
      .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }

  package var markdown: String {
    let facts = facts.map { "- \($0.name): \($0.value)\n" }.joined()
    return "## \(summary.name)\n\n\(facts)\n\(table(sparklineWidth: 24).markdown)"
  }

  // MARK: For programs

  /// One object: the run, and `metrics`, each as ``jsonLines`` has it.
  package var json: String {
    let metadata = summary.metadata
    var entries = RunFacts.entries(summary)
    entries.append(("dataset", metadata.dataset.map(JSONOutput.quoted) ?? "null"))
    entries.append(("steps_per_epoch", metadata.stepsPerEpoch.map { JSONOutput.number($0) } ?? "null"))
    entries.append(("seconds_per_step", metadata.secondsPerStep.map { JSONOutput.number($0) } ?? "null"))
    entries.append(
      (
        "hyperparameters",
        JSONOutput.object(
          metadata.hyperparameters.map { parameter in
            (parameter.name, parameter.number.map { JSONOutput.number($0) } ?? JSONOutput.quoted(parameter.text))
          })
      ))
    entries.append(("fields", JSONOutput.object(otherFields.map { ($0.name, JSONOutput.quoted($0.value)) })))
    let rest = entries.map { "  \(JSONOutput.quoted($0.key)): \($0.value),\n" }.joined()
    let lines = metrics.map { "    \(line($0))" }.joined(separator: ",\n")
    return "{\n\(rest)  \"metrics\": [\(lines.isEmpty ? "" : "\n\(lines)\n  ")]\n}\n"
  }

  /// A line for each metric.
  package var jsonLines: [String] { metrics.map(line) }

  private func line(_ metric: MetricSummary) -> String {
    var cadence: (regular: String, median: String) = ("null", "null")
    switch metric.cadence {
    case .none: break
    case .regular(let distance): cadence = ("true", "\(distance)")
    case .irregular(let median): cadence = ("false", JSONOutput.number(median))
    }
    func number(_ value: Double?, nan: String = "null") -> String {
      value.map { JSONOutput.number($0, nan: nan) } ?? "null"
    }
    return JSONOutput.object([
      ("metric", JSONOutput.quoted(metric.name)), ("samples", "\(metric.sampleCount)"),
      ("regular", cadence.regular), ("cadence", cadence.median),
      ("first_step", metric.firstStep.map { "\($0)" } ?? "null"),
      ("last_step", metric.lastStep.map { "\($0)" } ?? "null"), ("lowest", number(metric.lowest)),
      ("highest", number(metric.highest)), ("last", number(metric.last, nan: "\"nan\"")), ("nan", "\(metric.nanCount)"),
      ("inf", "\(metric.positiveInfinityCount)"), ("negative_inf", "\(metric.negativeInfinityCount)"),
    ])
  }

  package var csv: String {
    var table = TextTable(
      [
        "metric", "samples", "regular", "cadence", "first_step", "last_step", "lowest", "highest", "last", "nan", "inf",
        "negative_inf",
      ].map { .init($0) })
    for metric in metrics {
      func number(_ value: Double?) -> String { value.map { SampleText.exact(.number($0)) } ?? "" }
      let cadence =
        switch metric.cadence {
        case .none: ["", ""]
        case .regular(let distance): ["true", "\(distance)"]
        case .irregular(let median): ["false", number(median)]
        }
      table.append(
        [metric.name, "\(metric.sampleCount)"] + cadence + [
          metric.firstStep.map { "\($0)" } ?? "", metric.lastStep.map { "\($0)" } ?? "", number(metric.lowest),
          number(metric.highest), number(metric.last), "\(metric.nanCount)", "\(metric.positiveInfinityCount)",
          "\(metric.negativeInfinityCount)",
        ])
    }
    return table.csv
  }
}
