import OnsetEngine
package import OnsetStudy
import OnsetText

/// The commit that changed what a rule does on a run, for people and for programs.
package struct BisectionReport: Sendable {
  private let bisection: EventBisection
  private let question: EventBisection.Question
  private let run: String

  package init(_ bisection: EventBisection, _ question: EventBisection.Question, run: String) {
    self.bisection = bisection
    self.question = question
    self.run = run
  }

  /// `fires at 200`, `does not fire`, `does not fire at 200`.
  package static func words(_ answer: EventBisection.Answer, _ question: EventBisection.Question) -> String {
    switch answer {
    case .steps(let steps):
      if steps.isEmpty { return "does not fire" + (question.step.map { " at step \($0)" } ?? "") }
      return "fires at step \(steps.map(String.init).joined(separator: ", "))"
    case .broken(let broken): return "cannot be asked, \(broken.path):\(broken.line): \(broken.message)"
    case .noProfile(let message): return "cannot be asked: \(message)"
    }
  }

  package func text(_ style: TextStyle) -> String {
    var text = "\(TerminalText.safe(headline))\n"
    text += "  before  \(TerminalText.safe(Self.words(bisection.answers.before, question)))\n"
    text += "  since   \(TerminalText.safe(Self.words(bisection.answers.after, question)))\n"
    for line in remarks { text += "  \(style.paint(TerminalText.safe(line), .quiet))\n" }
    if !bisection.changes.isEmpty {
      text += "\n\(style.paint("What it changed", .strong))\n" + DiffReport.meaning(bisection.changes, style)
    }
    return text
  }

  package var markdown: String {
    var text = "**\(TerminalText.safe(headline))**: \(Self.words(bisection.answers.after, question)), "
    text += "before it \(Self.words(bisection.answers.before, question)).\n"
    for line in remarks { text += "\n\(TerminalText.safe(line))\n" }
    return bisection.changes.isEmpty ? text : text + "\n" + changes.markdown
  }

  private var changes: TextTable {
    var table = TextTable([.init("what the rules say"), .init("before"), .init("after"), .init("where")])
    for change in bisection.changes {
      table.append([
        "\(ChangeWording.subject(change.subject)) \(ChangeWording.verb(change))", change.before?.text ?? "–",
        change.after?.text ?? "–", ChangeWording.place(change),
      ])
    }
    return table
  }

  private var headline: String {
    let commit = bisection.after.commit
    return
      "\(question.rule) on \(run) changed with \(commit.map { "\($0.short) \($0.subject)" } ?? bisection.after.name)"
  }

  private var digests: (before: VersionComparison.Digests, after: VersionComparison.Digests) {
    (VersionComparison.Digests(bisection.before), VersionComparison.Digests(bisection.after))
  }

  private var remarks: [String] {
    var lines = ["\(DisplayNumber.counted(bisection.probes, "revision")) replayed"]
    if !bisection.skipped.isEmpty {
      let names = bisection.skipped.compactMap { $0.commit?.short }
      lines.append("with errors in between, so that the change may be theirs: \(names.joined(separator: ", "))")
    }
    let (before, after) = digests
    return lines + [DiffReport.digests(before, after, "run \(bisection.runDigest.short)")]
  }

  /// One row.
  package var table: TextTable {
    var table = TextTable(
      [
        "rule", "run", "commit", "subject", "before", "after", "skipped", "changes", "before_rules_digest",
        "before_profiles_digest", "after_rules_digest", "after_profiles_digest", "run_digest", "engine",
      ].map { .init($0) })
    let (old, new) = digests
    table.append(
      [
        question.rule.description, run, bisection.after.commit?.id ?? bisection.after.name,
        bisection.after.commit?.subject ?? "", Self.words(bisection.answers.before, question),
        Self.words(bisection.answers.after, question),
        bisection.skipped.compactMap { $0.commit?.id }.joined(separator: " "),
        bisection.changes.map(HistoryReport.summary).joined(separator: "; "),
      ] + [old.rules, old.profiles, new.rules, new.profiles, bisection.runDigest].map(OutcomeStamp.cell)
        + [OutcomeStamp.engine])
    return table
  }

  package var value: JSONValue {
    func steps(_ answer: EventBisection.Answer) -> JSONValue {
      if case .steps(let steps) = answer { .array(steps.map { .integer($0) }) } else { .null }
    }
    return .object([
      ("rule", .text(question.rule.description)), ("run", .text(run)), ("step", DiffDocument.integer(question.step)),
      ("first", DiffDocument.version(bisection.after, digests.after)),
      ("last_before", DiffDocument.version(bisection.before, digests.before)),
      ("run_digest", .text("\(bisection.runDigest)")),
      ("before", steps(bisection.answers.before)), ("after", steps(bisection.answers.after)),
      ("skipped", .array(bisection.skipped.map { DiffDocument.version($0, nil) })),
      ("replayed", .integer(Int64(bisection.probes))), ("changes", .array(bisection.changes.map(DiffDocument.meaning))),
      ("engine", .text(EngineVersion.current)),
    ])
  }
}
