import OnsetEngine
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetStudy

/// Prints outcomes in a format: as they come where that is possible, else at the end.
struct ReplayPrinter {
  private let format: OutputFormat
  private let text: ReplayText
  private let shows: @Sendable (String, String) -> Bool
  private var out = Output()
  private var summary: ReplaySummary
  private var kept: [RunOutcome] = []
  private var isFirst = true

  init(
    _ ruleSets: [RuleSetFile], _ settings: OutcomeSettings, format: OutputFormat, isVerbose: Bool,
    shows: @escaping @Sendable (String, String) -> Bool
  ) {
    summary = ReplaySummary(ruleSets, settings)
    self.format = format
    self.shows = shows
    text = ReplayText(isVerbose: isVerbose, style: TextStyle(usesColour: Terminal.outputUsesColour), shows: shows)
  }

  mutating func add(_ outcome: RunOutcome) throws(OutputError) {
    summary.add(outcome)
    switch format {
    case .text:
      if !isFirst { try out.write("\n") }
      try out.write(text.section(outcome))
      try out.flush()
    case .jsonl:
      switch outcome.result {
      case .success(let report):
        for note in report.notes { Terminal.writeError("note: \(outcome.name): \(TerminalText.safe(note.message))\n") }
        for event in report.events where shows(event.ruleset, event.rule) {
          try out.write(MachineOutput.line(event, run: outcome.name, report.digests) + "\n")
        }
      case .failure(let failure): Terminal.writeError("onset: \(outcome.name): \(failure.message)\n")
      }
    case .json, .csv, .markdown: kept.append(outcome)
    }
    isFirst = false
  }

  mutating func finish() throws(OutputError) -> ReplaySummary {
    switch format {
    case .text:
      try out.write("\n\(summary.headline(shows: shows))\n\n\(summary.table(shows: shows).plain(indent: "  "))")
      if let headline = summary.headlineOfScores(shows: shows) {
        try out.write("\n\(headline)\n\n\(ScoreTables.brief(summary.scores(shows: shows)).plain(indent: "  "))")
      }
      let missing = summary.notApplicable(shows: shows)
      if !missing.isEmpty {
        try out.write("\nnot applicable\n")
        for line in missing { try out.write("  \(TerminalText.safe(line))\n") }
      }
    case .jsonl: break
    case .json: try out.write(ReplayDocument.json(kept, summary, shows: shows))
    case .csv: try out.write(ReplayDocument.events(kept, hasDigests: true, shows: shows).csv)
    case .markdown: try out.write(ReplayDocument.markdown(kept, summary, shows: shows))
    }
    if format == .csv {
      for outcome in kept {
        if case .failure(let failure) = outcome.result {
          Terminal.writeError("onset: \(outcome.name): \(failure.message)\n")
        }
      }
    }
    try out.flush()
    return summary
  }
}
