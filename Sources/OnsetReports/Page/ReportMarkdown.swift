import OnsetEngine
import OnsetRules
import OnsetRuns
package import OnsetStudy
import OnsetText

/// Reports as tables and links in Markdown, for a wiki or a pull request.
package enum ReportMarkdown {
  /// Of one run.
  package static func text(
    _ autopsy: Autopsy, _ scoring: Scoring, comparison: PageComparison?, command: String,
    shows: @escaping @Sendable (String, String) -> Bool
  ) -> String {
    var text = "# \(escaped(autopsy.name))\n\n"
    for sentence in RunVerdict(autopsy, scoring, shows: shows).sentences {
      text += "- \(sentence.pieces.map { $0.markdown(escaped) }.joined())\n"
    }
    var events = TextTable([
      .init("", .right), .init("step", .right), .init("rule"), .init("what"), .init("enters"),
      .init("what it would do"),
    ])
    let wording = ReplayText(isVerbose: false, style: TextStyle(usesColour: false), shows: shows)
    for numbered in NumberedEvent.all(of: autopsy.report, shownBy: shows) {
      let event = numbered.event
      let deeds = zip(event.actions, autopsy.report.projections[numbered.index]).map { wording.describe($0, $1) }
      events.append([
        "\(numbered.number)", DisplayNumber.grouped(event.step),
        "\(event.ruleset)/\(event.rule)\(event.metric.map { " for \($0)" } ?? "")",
        event.kind.rawValue + (event.isCounterfactual ? ", counterfactual" : ""), event.enters ?? "",
        deeds.joined(separator: "; "),
      ])
    }
    if !events.rows.isEmpty { text += "\n## Events\n\n\(events.markdown)" }
    var rules = TextTable([.init("rule"), .init("outcome"), .init("how near it came")])
    let explanations = ExplanationText(usesColour: false)
    for explanation in autopsy.explanations where shows(explanation.ruleset, explanation.rule) {
      rules.append([
        "\(explanation.ruleset)/\(explanation.rule)", ExplanationWording.verdict(explanation),
        explanations.remark(explanation),
      ])
    }
    text += "\n## Rules\n\n\(rules.markdown)"
    let sources = autopsy.report.sources.map { link($0.path) } + autopsy.ruleSets(shownBy: shows).map { link($0.path) }
    return text + (comparison?.markdown ?? "")
      + end(sources, command, autopsy.report.digests.map(OutcomeStamp.parts) ?? [])
  }

  /// Of several runs.
  package static func text(
    _ runs: [RunSketch], failures: [RunOutcome], _ scoring: Scoring, digests: StudyDigests, comparison: PageComparison?,
    command: String,
    shows: @escaping @Sendable (String, String) -> Bool
  ) -> String {
    let grid = RunGrid(runs, scoring, shows: shows)
    var text = "# \(DisplayNumber.counted(runs.count, "run"))\n\n\(RunGrid.guide)\n\n"
    let rules = grid.judged + grid.others
    var table = TextTable([.init("run")] + rules.map { .init($0.description) })
    for run in runs { table.append([run.name] + rules.map { grid.cell(run, $0).text }) }
    text += table.markdown + "\n## What the rules would have done\n\n"
    var stories = TextTable([
      .init("run"), .init("labelled"), .init("what rules saw"), .init("what would have changed"),
    ])
    for run in runs {
      let story = RunStory(run, scoring, shows: shows)
      stories.append([
        run.name, story.labels.joined(separator: ", "), story.seen.map(\.text).joined(separator: "; "),
        story.deeds.joined(separator: "; "),
      ])
    }
    text += stories.markdown + "\n## Scores\n\n" + ScoreReport.markdown(scoring)
    for outcome in failures {
      guard case .failure(let failure) = outcome.result else { continue }
      text += "\nNot replayed: \(escaped(outcome.name)): \(escaped(failure.message))\n"
    }
    return text + (comparison?.markdown ?? "") + end(runs.map { link($0.path) }, command, OutcomeStamp.parts(digests))
  }

  private static func end(_ sources: [String], _ command: String, _ digests: [String]) -> String {
    let digests = digests.isEmpty ? "" : " Digests: \(digests.joined(separator: ", "))."
    return "\n## What this is made from\n\n" + sources.map { "- \($0)\n" }.joined()
      + "\nMade by `\(TerminalText.safe(command).replacing("`", with: "'"))`, engine \(OutcomeStamp.engine).\(digests)\n"
  }

  /// A link to a file; in its target nothing is left that would end it.
  private static func link(_ path: String) -> String {
    var target = ""
    for byte in TerminalText.safe(path).utf8 {
      let scalar = Unicode.Scalar(byte)
      if scalar.isASCII,
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-_./".unicodeScalars.contains(scalar)
      {
        target.unicodeScalars.append(scalar)
      } else {
        let code = String(byte, radix: 16, uppercase: true)
        target += "%" + (code.count == 1 ? "0" : "") + code
      }
    }
    return "[\(escaped(path))](\(target))"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in TerminalText.safe(text) {
      if "\\`*_[]<>|#".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }
}
