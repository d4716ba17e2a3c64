package import OnsetStudy
import OnsetText

/// Whether transitions still happen when the profile says, for people and for programs.
package struct TransitionsCheckReport: PrintableReport, Sendable {
  package var profile: String
  package var drifts: [TransitionDrift]
  package var notes: [String]

  package init(profile: String, drifts: [TransitionDrift], notes: [String]) {
    self.profile = profile
    self.drifts = drifts
    self.notes = notes
  }

  package var driftedCount: Int { drifts.count { $0.hasDrifted } }

  package func text(_ style: TextStyle) -> String {
    heading + "\n\n" + table.plain() + remarks.map { "\n\(style.paint($0, .quiet))" }.joined() + "\n"
  }

  package var markdown: String { heading + "\n\n" + table.markdown + "\n" + remarks.map { "* \($0)\n" }.joined() }

  private var heading: String {
    "\(TerminalText.safe(profile)): \(driftedCount) of \(DisplayNumber.counted(drifts.count, "transition")) drifted"
  }

  private var table: TextTable {
    var table = TextTable([
      .init("phase"), .init("recorded runs", .right), .init("runs", .right), .init("earlier", .right),
      .init("later", .right), .init("chance", .right), .init("verdict"),
    ])
    for drift in drifts {
      table.append([
        drift.phase, "\(drift.recordedRuns)", "\(drift.runs)", "\(drift.before)", "\(drift.after)",
        BaselineCheckReport.chance(drift.chance), drift.hasDrifted ? "drifted" : "holds",
      ])
    }
    return table
  }

  private var remarks: [String] {
    let rule =
      "Drifted: so many runs before the recorded earliest or after the latest have a chance under "
      + "\(TransitionDrift.significance), whatever the distribution is (Wilks)."
    return (notes + [rule]).map { TerminalText.safe($0) }
  }

  package var json: String {
    JSONOutput.object([
      ("profile", JSONOutput.quoted(profile)), ("drifted", "\(driftedCount)"), ("transitions", JSONOutput.array(lines)),
      ("notes", JSONOutput.array(notes.map(JSONOutput.quoted))),
    ])
  }

  package var lines: [String] {
    drifts.map { drift in
      JSONOutput.object([
        ("phase", JSONOutput.quoted(drift.phase)), ("recorded_runs", "\(drift.recordedRuns)"),
        ("runs", "\(drift.runs)"),
        ("earlier", "\(drift.before)"), ("later", "\(drift.after)"), ("chance", JSONOutput.number(drift.chance)),
        ("drifted", "\(drift.hasDrifted)"),
      ])
    }
  }

  package var csv: String { table.csv }
}
