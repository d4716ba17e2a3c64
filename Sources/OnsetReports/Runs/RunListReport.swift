import OnsetRuns
package import OnsetStudy
import OnsetText

/// A list of runs, gathered one by one.
package struct RunListReport: Sendable {
  /// How many runs there are, those that were not asked for included.
  private let total: Int
  private var entries: [RunListing.Entry] = []
  package private(set) var failureCount = 0
  private var runCount = 0
  private var sampleCount = 0
  /// Of every file once: some hold several runs.
  private var sizes: [String: Int] = [:]

  package init(total: Int) { self.total = total }

  /// Adds a run. Where lines are printed as they come, it need not be kept.
  package mutating func add(_ entry: RunListing.Entry, isKept: Bool = true) {
    switch entry.result {
    case .failure: failureCount += 1
    case .success(let summary):
      runCount += 1
      sampleCount += summary.sampleCount
      for file in summary.files { sizes[file.path] = file.byteCount ?? 0 }
    }
    if isKept { entries.append(entry) }
  }

  // MARK: For people

  /// A table, the runs that cannot be read, with `isVerbose` all notes, and what it comes to.
  package func text(isVerbose: Bool, style: TextStyle) -> String {
    var text = ""
    let table = table
    if !table.rows.isEmpty { text += table.plain() + "\n" }
    text += section("not read", failures.map { "\($0.name)  \($0.error)" }, .bad, style)
    if isVerbose {
      let notes = summaries.flatMap { summary in summary.notes.map { "\(summary.name)  \($0.message)" } }
      text += section("notes", notes, .strong, style)
    }
    return text + headline + "\n"
  }

  private func section(_ title: String, _ lines: [String], _ role: TextStyle.Role, _ style: TextStyle) -> String {
    guard !lines.isEmpty else { return "" }
    return "\(style.paint(title, role))\n" + lines.map { "  \(TerminalText.safe($0))\n" }.joined() + "\n"
  }

  /// `12 runs, 57,312 samples, 3.4 MB`.
  private var headline: String {
    let isPart = runCount + failureCount < total
    var parts = [
      isPart
        ? "\(DisplayNumber.grouped(Int64(runCount))) of \(DisplayNumber.counted(total, "run"))"
        : DisplayNumber.counted(runCount, "run")
    ]
    if runCount > 0 {
      parts.append(DisplayNumber.counted(sampleCount, "sample"))
      parts.append(DisplayNumber.bytes(sizes.values.reduce(0, +)))
    }
    if failureCount > 0 { parts.append("\(failureCount) not read") }
    return parts.joined(separator: ", ")
  }

  private var summaries: [RunSummary] { entries.compactMap { try? $0.result.get() } }

  private var failures: [(name: String, error: String)] {
    entries.compactMap { entry in
      guard case .failure(let error) = entry.result else { return nil }
      return (entry.name, error.description)
    }
  }

  /// The runs that could be read, a row each.
  private var table: TextTable {
    var table = TextTable([
      .init("run"), .init("format"), .init("architecture"), .init("profile"), .init("steps"), .init("rows", .right),
      .init("metrics", .right), .init("samples", .right), .init("size", .right), .init("notes", .right),
      .init("labels"),
    ])
    for summary in summaries {
      table.append(
        [
          summary.name, RunFacts.format(summary), summary.metadata.architecture ?? "–",
          summary.profiles.isEmpty ? "–" : RunFacts.profile(summary),
          RunFacts.steps(summary.firstStep, summary.lastStep), DisplayNumber.grouped(Int64(summary.rowCount)),
          "\(summary.metricNames.count)", DisplayNumber.grouped(Int64(summary.sampleCount)),
          summary.byteCount.map(DisplayNumber.bytes) ?? "–", "\(summary.notes.count)",
          labels(summary.metadata),
        ].map { TerminalText.safe($0) })
    }
    return table
  }

  /// The transitions; `none` where somebody has looked and found none.
  private func labels(_ metadata: RunMetadata) -> String {
    if metadata.labels.isEmpty { return metadata.isLabelled ? "none" : "" }
    return metadata.labels.map { "\($0.phase) \($0.step)" }.joined(separator: ", ")
  }

  package func markdown(isVerbose: Bool) -> String {
    var text = "\(headline)\n\n\(table.markdown)"
    let failures = failures.map { "- not read: \($0.name): \($0.error)\n" }
    if !failures.isEmpty { text += "\n" + failures.joined() }
    if isVerbose {
      let notes = summaries.flatMap { summary in summary.notes.map { "- \(summary.name): \($0.message)\n" } }
      if !notes.isEmpty { text += "\n" + notes.joined() }
    }
    return text
  }

  // MARK: For programs

  package var json: String {
    entries.isEmpty ? "[]\n" : "[\n  \(entries.map(Self.line).joined(separator: ",\n  "))\n]\n"
  }

  /// A run as an object, one line without its end.
  package static func line(_ entry: RunListing.Entry) -> String {
    switch entry.result {
    case .failure(let error):
      return JSONOutput.object([
        ("run", JSONOutput.quoted(entry.name)), ("path", JSONOutput.quoted(entry.path)),
        ("error", JSONOutput.quoted(error.description)),
      ])
    case .success(let summary):
      let metrics = ("metrics", JSONOutput.array(summary.metricNames.map(JSONOutput.quoted)))
      return JSONOutput.object(RunFacts.entries(summary) + [metrics])
    }
  }

  package var csv: String {
    var table = TextTable(
      [
        "run", "path", "format", "architecture", "profile", "first_step", "last_step", "rows", "metrics", "samples",
        "bytes", "notes", "labels", "error",
      ].map { .init($0) })
    for entry in entries {
      switch entry.result {
      case .failure(let error):
        table.append([entry.name, entry.path] + Array(repeating: "", count: 11) + [error.description])
      case .success(let summary):
        func number<Number>(_ number: Number?) -> String { number.map { "\($0)" } ?? "" }
        table.append([
          entry.name, entry.path, RunFacts.format(summary), summary.metadata.architecture ?? "",
          RunFacts.profile(summary), number(summary.firstStep), number(summary.lastStep), "\(summary.rowCount)",
          "\(summary.metricNames.count)", "\(summary.sampleCount)", number(summary.byteCount),
          "\(summary.notes.count)", summary.metadata.labels.map(RunFacts.label).joined(separator: "; "), "",
        ])
      }
    }
    return table.csv
  }
}
