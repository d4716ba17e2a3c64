package import OnsetStudy
import OnsetText

/// Which recorded baselines have drifted, for people and for programs.
package struct BaselineCheckReport: PrintableReport, Sendable {
  package var profile: String
  package var runs: Int
  package var checks: [BaselineStudy.Check]
  package var notes: [String]

  package init(profile: String, runs: Int, checks: [BaselineStudy.Check], notes: [String]) {
    self.profile = profile
    self.runs = runs
    self.checks = checks
    self.notes = notes
  }

  package var driftedCount: Int { checks.count { $0.hasDrifted } }
  package var comparedCount: Int { checks.count { if case .compared = $0.outcome { true } else { false } } }

  package func text(_ style: TextStyle) -> String {
    heading + "\n\n" + table.plain() + remarks.map { "\n\(style.paint($0, .quiet))" }.joined() + "\n"
  }

  package var markdown: String { heading + "\n\n" + table.markdown + "\n" + remarks.map { "* \($0)\n" }.joined() }

  private var heading: String {
    "\(TerminalText.safe(profile)): \(driftedCount) of \(DisplayNumber.counted(comparedCount, "baseline")) drifted"
  }

  private var table: TextTable {
    var table = TextTable([
      .init("signal"), .init("measured"), .init("mean", .right), .init("mean now", .right), .init("shift", .right),
      .init("chance", .right), .init("std", .right), .init("std now", .right), .init("ratio", .right),
      .init("chance of std", .right), .init("newer runs", .right), .init("verdict"),
    ])
    for check in checks {
      switch check.outcome {
      case .compared(let drift):
        table.append([
          check.signal, check.measured ?? "–", DisplayNumber.short(drift.recorded.mean),
          DisplayNumber.short(drift.newer.mean), signed(drift.meanShift), Self.chance(drift.meanChance),
          DisplayNumber.short(drift.recorded.deviation), DisplayNumber.short(drift.newer.deviation),
          ReadableCount.hundredths(drift.deviationRatio), Self.chance(drift.deviationChance),
          "\(drift.newer.runs.count)", words(drift),
        ])
      case .noNewerRuns: table.append(row(check, "no newer runs"))
      case .notMeasured: table.append(row(check, "not logged"))
      }
    }
    return table
  }

  private func row(_ check: BaselineStudy.Check, _ words: String) -> [String] {
    [check.signal, check.measured ?? "–"] + Array(repeating: "–", count: 8) + ["0", words]
  }

  private func words(_ drift: BaselineDrift) -> String {
    switch (drift.meanHasDrifted, drift.deviationHasDrifted) {
    case (true, true): "mean and deviation drifted"
    case (true, false): "mean drifted"
    case (false, true): "deviation drifted"
    case (false, false): "holds"
    }
  }

  private func signed(_ value: Double) -> String {
    (value > 0 ? "+" : "") + DisplayNumber.short((value * 100).rounded() / 100)
  }

  /// A chance; what is under a millionth is not told apart.
  static func chance(_ value: Double) -> String { value < 1e-6 ? "<1e-06" : DisplayNumber.short(value) }

  private var remarks: [String] {
    var remarks = notes
    remarks.append(
      "Drifted: a chance under \(BaselineDrift.significance) and a mean off by \(BaselineDrift.shift) recorded deviations "
        + "or more (Welch), or a deviation off by a factor of \(BaselineDrift.ratio) or more (F). Samples count as far as "
        + "they are independent; runs that a baseline was measured on are left out.")
    if checks.contains(where: {
      if case .compared(let drift) = $0.outcome { drift.newer.runs.count == 1 } else { false }
    }) {
      remarks.append("Of one newer run nobody knows how far runs lie apart: a shift may be that run's own.")
    }
    return remarks.map { TerminalText.safe($0) }
  }

  // MARK: For programs

  package var json: String {
    JSONOutput.object([
      ("profile", JSONOutput.quoted(profile)), ("drifted", "\(driftedCount)"), ("compared", "\(comparedCount)"),
      ("baselines", JSONOutput.array(lines)), ("notes", JSONOutput.array(notes.map(JSONOutput.quoted))),
    ])
  }

  package var lines: [String] {
    checks.map { check in
      var entries: [(key: String, value: String)] = [
        ("signal", JSONOutput.quoted(check.signal)), ("profile", JSONOutput.quoted(check.profile)),
        ("measured", check.measured.map(JSONOutput.quoted) ?? "null"),
      ]
      switch check.outcome {
      case .compared(let drift):
        entries += [
          ("verdict", JSONOutput.quoted(words(drift))), ("mean", JSONOutput.number(drift.recorded.mean)),
          ("mean_now", JSONOutput.number(drift.newer.mean)), ("shift", JSONOutput.number(drift.meanShift)),
          ("mean_chance", JSONOutput.number(drift.meanChance)), ("std", JSONOutput.number(drift.recorded.deviation)),
          ("std_now", JSONOutput.number(drift.newer.deviation)), ("ratio", JSONOutput.number(drift.deviationRatio)),
          ("std_chance", JSONOutput.number(drift.deviationChance)),
          ("runs", JSONOutput.array(drift.newer.runs.map(JSONOutput.quoted))),
        ]
      case .noNewerRuns: entries.append(("verdict", JSONOutput.quoted("no newer runs")))
      case .notMeasured: entries.append(("verdict", JSONOutput.quoted("not logged")))
      }
      return JSONOutput.object(entries)
    }
  }

  package var csv: String { table.csv }
}
