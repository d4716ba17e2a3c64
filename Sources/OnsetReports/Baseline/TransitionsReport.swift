import OnsetRules
package import OnsetStudy
import OnsetText

/// When transitions typically happen, for people and for programs.
package struct TransitionsReport: PrintableReport, Sendable {
  package var profile: String
  /// How many of the runs have labels.
  package var runs: Int
  package var phases: [TransitionStudy.Typical]
  package var notes: [String]

  package init(profile: String, runs: Int, phases: [TransitionStudy.Typical], notes: [String]) {
    self.profile = profile
    self.runs = runs
    self.phases = phases
    self.notes = notes
  }

  /// The most signals that are shown of one transition.
  private static let shownSignals = 6

  // MARK: For people

  package func text(_ style: TextStyle) -> String {
    var text = heading + "\n\n" + table.plain()
    for phase in phases where !phase.changes.isEmpty {
      text += "\n\(style.paint(TerminalText.safe(phase.phase), .strong)), what signals do around it\n"
      text += changes(phase).plain()
    }
    return text + remarks.map { "\n\(style.paint($0, .quiet))" }.joined() + (remarks.isEmpty ? "" : "\n")
  }

  package var markdown: String {
    var text = heading + "\n\n" + table.markdown
    for phase in phases where !phase.changes.isEmpty {
      text += "\n**\(TerminalText.safe(phase.phase))**, what signals do around it\n\n" + changes(phase).markdown
    }
    return text + (remarks.isEmpty ? "" : "\n" + remarks.map { "* \($0)\n" }.joined())
  }

  private var heading: String {
    "\(TerminalText.safe(profile)): \(DisplayNumber.counted(runs, "run")) with labels"
  }

  private var table: TextTable {
    var table = TextTable([
      .init("phase"), .init("runs", .right), .init("in"), .init("median", .right), .init("earliest", .right),
      .init("latest", .right), .init("steps", .right), .init("in the profile"),
    ])
    for phase in phases {
      table.append([
        phase.phase, "\(phase.runs.count)", phase.isInEpochs ? "epochs" : "steps", number(phase.median),
        number(phase.earliest), number(phase.latest), RunFacts.steps(phase.steps.first, phase.steps.last),
        recorded(phase),
      ])
    }
    return table
  }

  private func recorded(_ phase: TransitionStudy.Typical) -> String {
    guard let recorded = phase.recorded, let centre = recorded.epoch ?? recorded.step else { return "–" }
    let unit = recorded.epoch != nil ? "epoch" : "step"
    let range = [recorded.earliest, recorded.latest].compactMap { $0.map { number($0.value) } }
    return "\(unit) \(number(centre.value))" + (range.isEmpty ? "" : " (\(range.joined(separator: " to ")))")
      + (recorded.runs.map { ", \(DisplayNumber.counted($0.value, "run"))" } ?? "")
  }

  private func changes(_ phase: TransitionStudy.Typical) -> TextTable {
    var table = TextTable([
      .init("signal"), .init("before", .right), .init("after", .right), .init("deviations", .right),
      .init("in its runs"),
    ])
    for change in phase.changes.prefix(Self.shownSignals) {
      table.append([
        change.signal, number(change.before), number(change.after),
        change.deviations.map { ($0 > 0 ? "+" : "") + number(($0 * 10).rounded() / 10) } ?? "–", words(change),
      ])
    }
    return table
  }

  /// `rises in 7 of 7`.
  private func words(_ change: TransitionStudy.Change) -> String {
    change.rose >= change.fell
      ? "rises in \(change.rose) of \(change.runs)" : "falls in \(change.fell) of \(change.runs)"
  }

  private func number(_ value: Double) -> String { DisplayNumber.short(value) }

  private var remarks: [String] {
    var remarks = notes
    if phases.contains(where: { !$0.changes.isEmpty }) {
      remarks.append(
        "Before and after: means over a tenth of the run on either side of the label's range, medians over the runs; "
          + "deviations are those of the samples before.")
    }
    if phases.contains(where: { $0.changes.count > Self.shownSignals }) {
      remarks.append(
        "The \(Self.shownSignals) clearest signals of each; `--metric` chooses others, `--format json` has all.")
    }
    return remarks.map { TerminalText.safe($0) }
  }

  // MARK: For programs

  package var json: String {
    JSONOutput.object([
      ("profile", JSONOutput.quoted(profile)), ("runs", "\(runs)"), ("transitions", JSONOutput.array(lines)),
      ("notes", JSONOutput.array(notes.map(JSONOutput.quoted))),
    ])
  }

  package var lines: [String] {
    phases.map { phase in
      JSONOutput.object([
        ("phase", JSONOutput.quoted(phase.phase)), ("runs", JSONOutput.array(phase.runs.map(JSONOutput.quoted))),
        ("unit", JSONOutput.quoted(phase.isInEpochs ? "epoch" : "step")), ("median", JSONOutput.number(phase.median)),
        ("earliest", JSONOutput.number(phase.earliest)), ("latest", JSONOutput.number(phase.latest)),
        ("steps", JSONOutput.array(phase.steps.map { "\($0)" })),
        (
          "signals",
          JSONOutput.array(
            phase.changes.map { change in
              JSONOutput.object([
                ("signal", JSONOutput.quoted(change.signal)), ("runs", "\(change.runs)"), ("rose", "\(change.rose)"),
                ("fell", "\(change.fell)"), ("before", JSONOutput.number(change.before)),
                ("after", JSONOutput.number(change.after)),
                ("deviations", change.deviations.map { JSONOutput.number($0) } ?? "null"),
              ])
            })
        ),
      ])
    }
  }

  package var csv: String { table.csv }
}
