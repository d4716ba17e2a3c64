import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

struct BisectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bisect",
    abstract: "Finds the commit that changed what a rule does on a run.",
    discussion: """
      Examples:
        onset bisect v1.0 --event plateau/plateau --run runs/a.csv
        onset bisect v1.0 main --event plateau@1200 --run a
        onset bisect HEAD~20 --event loss-spike --run runs/a.csv --format json

      `--event RULE` asks where the rule fires, `RULE@STEP` whether it does at that \
      step. The commits between the two are halved until one is left: seven replays \
      for a hundred. Those in which the rule set has errors are passed over, and a rule \
      that has another name in between is the same rule. Nothing \
      is checked out.
      """)

  @Argument(help: "A revision in which it was right.")
  var good: String

  @Argument(help: "A later one in which it is not.")
  var bad = "HEAD"

  @Option(
    help: ArgumentHelp("A rule set, a rule or `set/rule`, and perhaps the step of its event.", valueName: "rule[@step]")
  )
  var event: String

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp("A log, a run's folder, or the name of one of the project's runs.", valueName: "run"))
  var runName: String

  @Option(help: "The log's step column; without it found by its usual names.")
  var step: String?

  @OptionGroup var runOptions: RunOptions
  @OptionGroup var output: FormatOption

  func run() throws {
    var known = try RuleVersions.here()
    let commits = try orUsage { () throws(RevisionError) in try known.commits(from: good, to: bad) }
    let ends = try [bad, good].map { name in
      try orUsage { () throws(RevisionError) in try known.version(at: try known.commit(name), name: name) }
    }
    let question = try question(in: ends)
    let run = try reference(known.project).readOrFail(ReadingOptions(stepColumn: step))
    let found: Result<EventBisection, EventBisection.Failure> = try orUsage { () throws(RevisionError) in
      try EventBisection.search(question, on: run, count: commits.count) { index throws(RevisionError) in
        try known.version(at: commits[index], name: commits[index].short)
      }
    }
    switch found {
    case .success(let bisection):
      let report = BisectionReport(bisection, question, run: run.name)
      var out = Output()
      switch output.format {
      case .text: try out.write(report.text(TextStyle(usesColour: Terminal.outputUsesColour)))
      case .markdown: try out.write(report.markdown)
      case .json: try out.write(report.value.pretty() + "\n")
      case .jsonl: try out.write(report.value.compact + "\n")
      case .csv: try out.write(report.table.csv)
      }
      try out.flush()
    case .failure(.sameAnswer(let steps)):
      let words = BisectionReport.words(.steps(steps), question)
      throw CommandFailure.usage("nothing changed: \(question.rule) on \(run.name) \(words) in \(good) and in \(bad)")
    case .failure(.cannotAnswer(let version, let answer)):
      throw CommandFailure.usage("\(version.name) \(BisectionReport.words(answer, question))")
    }
  }

  /// `RULE` or `RULE@STEP`, by the rules of the later revision, or of the earlier one where that has no such rule.
  private func question(in ends: [RuleVersion]) throws(CommandFailure) -> EventBisection.Question {
    let parts = event.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    var step: Int64?
    if parts.count == 2 {
      step = Int64(parts[1])
      if step == nil { throw .usage("`--event \(event)`: `\(parts[1])` is no step, a whole number such as 1200") }
    }
    let text = String(parts[0])
    for end in ends {
      let names = RuleName.named(text, in: end.ruleSets)
      guard names.count <= 1 else {
        throw .usage("several rule sets have a rule `\(text)`: \(names.map { "`\($0)`" }.joined(separator: ", "))")
      }
      if let rule = names.first { return EventBisection.Question(rule: rule, step: step) }
    }
    for end in ends { Findings.print(end.errors) }
    throw ends[0].ruleSets.unknownRule(text)
  }

  private func reference(_ project: Project) throws -> RunReference {
    if FolderListing.kind(of: runName) != nil || runName.contains("#") {
      return try .orFail(at: runName, runOptions.discovery)
    }
    let (found, _) = try FoundRuns.at(project.runPaths, runOptions.discovery)
    if let reference = found.first(where: { $0.name == runName }) { return reference }
    let nearest = Suggestion.nearest(to: runName, among: found.map(\.name))
    throw CommandFailure.usage(
      "there is no log `\(runName)`, and no run of that name in the project\(nearest.map { "; did you mean `\($0)`?" } ?? "")"
    )
  }
}
