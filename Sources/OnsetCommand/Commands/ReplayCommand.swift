import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Replays recorded runs against rule sets: where each rule fires, and what it would have done.",
    discussion: """
      Examples:
        onset replay                               the project's rules, its runs
        onset replay rules/noise-drop.yaml ~/logs  one rule set, a folder of runs
        onset replay --rule memorization --verbose
        onset replay --explain memorization        why it fired, or how near it came
        onset replay --set noise-drop.drop=2.5
        onset replay rules runs --format jsonl | jq -c '[.run, .rule, .step]'

      An event that comes after an action that would have changed the training is \
      counterfactual: nobody would have seen it like this.
      """)

  @OptionGroup var input: RulesAndRuns

  @Option(
    name: .customLong("rule"),
    help: ArgumentHelp(
      "Show this rule or rule set only, such as `loss-spike` or `loss-spike/recovered`.", valueName: "name"))
  var shownRules: [String] = []

  @Option(help: ArgumentHelp("Say for each run why this rule fired, or how near it came.", valueName: "rule"))
  var explain: String?

  @Flag(
    name: .shortAndLong, help: "Also show phases, rules that do not apply to a run or rest, and what was read.")
  var verbose = false

  @OptionGroup var output: FormatOption

  func run() async throws {
    let prepared = try input.prepare(for: "replay", digestsRuns: explain == nil && showsDigests)
    let (project, jobs, failures) = (prepared.project, prepared.jobs, prepared.failures)
    try checkShownRules(project)
    if let explain {
      guard shownRules.isEmpty else {
        throw CommandFailure.usage(
          "`--explain` shows the rules that it names, here `\(explain)`, and no others: leave out `--rule`")
      }
      try answer(RuleQuestion(about: explain, in: project.ruleSets), prepared)
      for failure in failures {
        if case .failure(let reason) = failure.result {
          Terminal.writeError("onset: \(failure.name): \(reason.message)\n")
        }
      }
      if !failures.isEmpty { throw ExitCode(2) }
      if prepared.hasErrors { throw ExitCode(1) }
      return
    }
    let summary = try await replayAll(jobs, failures, prepared.replay, project)
    if summary.failedCount > 0 { throw ExitCode(2) }
    if prepared.hasErrors { throw ExitCode(1) }
  }

  /// Explains one rule run by run.
  private func answer(_ question: RuleQuestion, _ prepared: RulesAndRuns.Prepared) throws {
    let jobs = prepared.jobs
    var out = Output()
    var isBroken = false
    let printer = ExplanationPrinter(format: output.format)
    var answers: [ExplanationDocument.Answer] = []
    for job in jobs {
      do {
        let profile = try prepared.forced ?? prepared.project.matchingProfile(of: job.reference)
        let new = try question.answers(
          job.reference, profile: profile, overrides: prepared.overrides, stepColumn: input.step)
        if output.format == .jsonl {
          try printer.print(new, runCount: jobs.count, to: &out)
        } else {
          answers += new
        }
      } catch let error as RunError {
        Terminal.writeError("onset: \(job.reference.name): \(error.description)\n")
        isBroken = true
      }
    }
    if output.format != .jsonl { try printer.print(answers, runCount: jobs.count, to: &out) }
    try out.flush()
    if isBroken { throw ExitCode(2) }
  }

  // MARK: What to show

  /// Whether outcomes are printed with all that they belong to.
  private var showsDigests: Bool {
    switch output.format {
    case .json, .jsonl, .csv: true
    case .text, .markdown: verbose
    }
  }

  private func shows(_ ruleset: String, _ rule: String) -> Bool {
    shownRules.isEmpty || shownRules.contains { $0 == ruleset || $0 == rule || $0 == "\(ruleset)/\(rule)" }
  }

  private func checkShownRules(_ project: Project) throws {
    let known = project.ruleSets.namesOfRules
    for name in shownRules where !known.contains(name) { throw project.ruleSets.unknownRule(name) }
  }

  // MARK: Runs

  /// Replays on all processors and prints in order, each run as soon as those before it are done.
  private func replayAll(
    _ jobs: [Replay.Job], _ failures: [RunOutcome], _ replay: Replay, _ project: Project
  ) async throws -> ReplaySummary {
    var printer = ReplayPrinter(
      project.ruleSets, project.outcomes, format: output.format, isVerbose: verbose, shows: shows)
    try await inOrder(jobs, noun: "runs") {
      replay.outcome(of: $0)
    } each: {
      try printer.add($0)
    }
    for failure in failures { try printer.add(failure) }
    return try printer.finish()
  }
}
