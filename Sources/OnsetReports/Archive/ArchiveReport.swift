package import OnsetRuns
import OnsetText

/// How the runs of an archive look, and what became of those that were added.
package enum ArchiveReport {
  // MARK: The list

  /// A table for a terminal, and what it comes to.
  package static func text(_ runs: [ArchivedRun], byteCount: Int?) -> String {
    let table = table(runs, withOrigin: false)
    var parts = [
      DisplayNumber.counted(runs.count, "run"),
      DisplayNumber.counted(runs.reduce(0) { $0 + $1.sampleCount }, "sample"),
    ]
    if let byteCount { parts.append(DisplayNumber.bytes(byteCount)) }
    return (runs.isEmpty ? "" : table.plain() + "\n") + parts.joined(separator: ", ") + "\n"
  }

  /// A row for each run.
  package static func table(_ runs: [ArchivedRun], withOrigin: Bool = true) -> TextTable {
    let columns: [TextTable.Column] = [
      .init("run"), .init("architecture"), .init("steps"), .init("rows", .right), .init("metrics", .right),
      .init("samples", .right), .init("labels", .right), .init("notes", .right), .init("digest"), .init("origin"),
    ]
    var table = TextTable(withOrigin ? columns : columns.dropLast())
    for run in runs {
      let steps = run.firstStep.flatMap { first in run.lastStep.map { "\(first)..\($0)" } } ?? ""
      let cells = [
        TerminalText.safe(run.name), TerminalText.safe(run.metadata.architecture ?? ""), steps, "\(run.rowCount)",
        "\(run.metrics.count)", "\(run.sampleCount)", "\(run.metadata.labels.count)", "\(run.storedNotes.count)",
        String(run.digestText.prefix(12)), TerminalText.safe(run.origin),
      ]
      table.append(withOrigin ? cells : cells.dropLast())
    }
    return table
  }

  /// An object for a run.
  package static func json(_ run: ArchivedRun) -> String {
    let sources = run.sources.map { source in
      JSONOutput.object([
        ("path", JSONOutput.quoted(source.path)), ("format", JSONOutput.quoted(source.format)),
        ("is_compressed", "\(source.isCompressed)"),
      ])
    }
    return JSONOutput.object([
      ("run", JSONOutput.quoted(run.name)),
      ("architecture", run.metadata.architecture.map(JSONOutput.quoted) ?? "null"),
      ("first_step", run.firstStep.map { "\($0)" } ?? "null"), ("last_step", run.lastStep.map { "\($0)" } ?? "null"),
      ("rows", "\(run.rowCount)"), ("metrics", JSONOutput.array(run.metrics.map { JSONOutput.quoted($0.name) })),
      ("samples", "\(run.sampleCount)"), ("labels", "\(run.metadata.labels.count)"),
      ("notes", JSONOutput.array(run.notes.map { JSONOutput.quoted($0.message) })),
      ("digest", JSONOutput.quoted(run.digestText)), ("origin", JSONOutput.quoted(run.origin)),
      ("sources", JSONOutput.array(sources)), ("added", "\(run.added)"), ("updated", "\(run.updated)"),
    ])
  }

  // MARK: What became of runs

  /// A run that was looked at, and what became of it.
  package struct Line: Sendable {
    /// The run by its own name.
    package var run: String
    /// Its name in the archive; empty where it is not there.
    package var name: String
    package var outcome: String
    package var detail: String

    package init(run: String, name: String = "", outcome: String, detail: String = "") {
      self.run = run
      self.name = name
      self.outcome = outcome
      self.detail = detail
    }

    package init(run: Run, name: String, outcome: ArchiveWriter.Outcome) {
      switch outcome {
      case .added:
        let samples = run.columns.reduce(0) { $0 + $1.values.count }
        self.init(
          run: run.name, name: name, outcome: "added", detail: DisplayNumber.counted(samples, "sample"))
      case .present: self.init(run: run.name, name: name, outcome: "present", detail: "the same content")
      case .grown(let count):
        self.init(
          run: run.name, name: name, outcome: "grown", detail: DisplayNumber.counted(count, "new sample"))
      case .described: self.init(run: run.name, name: name, outcome: "described", detail: "its metadata have changed")
      }
    }
  }

  package static func table(_ lines: [Line]) -> TextTable {
    var table = TextTable([.init("run"), .init("in the archive"), .init("outcome"), .init("detail")])
    for line in lines {
      table.append([
        TerminalText.safe(line.run), TerminalText.safe(line.name), line.outcome, TerminalText.safe(line.detail),
      ])
    }
    return table
  }

  package static func json(_ line: Line) -> String {
    JSONOutput.object([
      ("run", JSONOutput.quoted(line.run)), ("name", line.name.isEmpty ? "null" : JSONOutput.quoted(line.name)),
      ("outcome", JSONOutput.quoted(line.outcome)), ("detail", JSONOutput.quoted(line.detail)),
    ])
  }

  /// `3 added, 1 present`.
  package static func counts(_ lines: [Line]) -> String {
    var outcomes: [String] = []
    for line in lines where !outcomes.contains(line.outcome) { outcomes.append(line.outcome) }
    return outcomes.map { outcome in
      "\(DisplayNumber.grouped(Int64(lines.count { $0.outcome == outcome }))) \(outcome)"
    }.joined(separator: ", ")
  }

  // MARK: What is wrong

  package static func table(_ findings: [ArchiveFinding]) -> TextTable {
    var table = TextTable([.init("run"), .init("finding")])
    for finding in findings {
      table.append([TerminalText.safe(finding.run ?? ""), TerminalText.safe(finding.what)])
    }
    return table
  }

  package static func json(_ finding: ArchiveFinding) -> String {
    JSONOutput.object([
      ("run", finding.run.map(JSONOutput.quoted) ?? "null"), ("finding", JSONOutput.quoted(finding.what)),
    ])
  }
}
