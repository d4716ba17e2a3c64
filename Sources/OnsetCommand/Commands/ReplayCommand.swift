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

      An event that comes after an action that would have changed the training is
      counterfactual: nobody would have seen it like this.
      """)

  @Argument(help: "A rule set, or a folder of them; without it the project's.")
  var rules: String?

  @Argument(help: "Logs, or folders of runs; without them the project's.")
  var runs: [String] = []

  @Option(help: "A profile's name or file, for all runs; without it each run's own.")
  var profile: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Give a parameter another value.", valueName: "ruleset.parameter=value"))
  var settings: [String] = []

  @Option(
    name: .customLong("rule"),
    help: ArgumentHelp(
      "Show this rule or rule set only, such as `loss-spike` or `loss-spike/recovered`.", valueName: "name"))
  var shownRules: [String] = []

  @Option(help: ArgumentHelp("Say for each run why this rule fired, or how near it came.", valueName: "rule"))
  var explain: String?

  @Option(help: "The logs' step column; without it found by its usual names.")
  var step: String?

  @OptionGroup var runOptions: RunOptions

  @Flag(
    name: .shortAndLong, help: "Also show phases, rules that do not apply to a run or rest, and what was read.")
  var verbose = false

  @OptionGroup var output: FormatOption

  func run() async throws {
    var project = Project.here()
    if let rules, Self.isLog(rules) {
      throw CommandFailure.usage(
        "`\(rules)` is a log, and the rules come first: `onset replay rules \(rules)`")
    }
    let rulePaths = rules.map { [$0] } ?? project.rulePaths
    if rulePaths.isEmpty {
      throw CommandFailure.usage(
        "there is no project here (no onset.yaml with rules): name a rule set and runs, or begin with `onset init`")
    }
    let runPaths = runs.isEmpty ? project.runPaths : runs
    if runPaths.isEmpty {
      throw CommandFailure.usage("there are no runs here: name logs or folders of them after the rules")
    }
    project.loadRules(at: rulePaths)
    project.loadProfiles(at: project.profilePaths)
    try project.throwFailures()
    let chosen = try project.chosenProfile(profile)
    let overrides = try settings.map { text in
      do throws(ParameterOverride.Failure) {
        return try ParameterOverride.parse(text, for: project.ruleSets)
      } catch {
        throw CommandFailure.usage(error.description)
      }
    }
    try checkShownRules(project)

    var replay = Replay(
      project.ruleSets, profiles: project.profiles, forced: chosen, overrides: overrides, stepColumn: step)
    let (references, failures) = try references(at: runPaths)
    let jobs = replay.prepare(references)
    let findings = (project.diagnostics + replay.diagnostics).sortedForReading()
    Findings.print(findings)
    if project.ruleSets.isEmpty {
      if findings.containsErrors { throw ExitCode(1) }
      throw CommandFailure.usage("there is no rule set in \(rulePaths.joined(separator: ", "))")
    }
    if let explain {
      guard shownRules.isEmpty else {
        throw CommandFailure.usage(
          "`--explain` shows the rules that it names, here `\(explain)`, and no others: leave out `--rule`")
      }
      try answer(RuleQuestion(about: explain, in: project.ruleSets), jobs, project, chosen, overrides)
      for failure in failures {
        if case .failure(let reason) = failure.result {
          Terminal.writeError("onset: \(failure.name): \(reason.message)\n")
        }
      }
      if !failures.isEmpty { throw ExitCode(2) }
      if findings.containsErrors { throw ExitCode(1) }
      return
    }
    let summary = try await replayAll(jobs, failures, replay, project.ruleSets)
    if summary.failedCount > 0 { throw ExitCode(2) }
    if findings.containsErrors { throw ExitCode(1) }
  }

  /// Explains one rule run by run.
  private func answer(
    _ question: RuleQuestion, _ jobs: [Replay.Job], _ project: Project, _ forced: Profile?,
    _ overrides: [ParameterOverride]
  ) throws {
    var out = Output()
    var isBroken = false
    let printer = ExplanationPrinter(format: output.format)
    var answers: [ExplanationDocument.Answer] = []
    for job in jobs {
      do {
        let profile = try forced ?? project.matchingProfile(of: job.reference)
        let new = try question.answers(job.reference, profile: profile, overrides: overrides, stepColumn: step)
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

  /// Whether a path is that of a log, by its name: whoever gives one at the place of something else has forgotten that,
  /// or has exchanged them.
  static func isLog(_ path: String) -> Bool {
    [".csv", ".tsv", ".jsonl", ".ndjson", ".gz", ".sqlite", ".db"].contains { path.hasSuffix($0) }
  }

  // MARK: What to show

  private func shows(_ ruleset: String, _ rule: String) -> Bool {
    shownRules.isEmpty || shownRules.contains { $0 == ruleset || $0 == rule || $0 == "\(ruleset)/\(rule)" }
  }

  private func checkShownRules(_ project: Project) throws {
    let known = project.ruleSets.namesOfRules
    for name in shownRules where !known.contains(name) { throw project.ruleSets.unknownRule(name) }
  }

  // MARK: Runs

  /// The runs at some paths; those that cannot even be found are outcomes already.
  private func references(at paths: [String]) throws -> (found: [RunReference], failures: [RunOutcome]) {
    let (found, failures) = try FoundRuns.at(paths, runOptions.discovery)
    return (
      found, failures.map { RunOutcome(name: $0.path, path: $0.path, result: .failure(.unreadable($0.error))) }
    )
  }

  /// Replays on all processors and prints in order, each run as soon as those before it are done.
  private func replayAll(
    _ jobs: [Replay.Job], _ failures: [RunOutcome], _ replay: Replay, _ ruleSets: [RuleSetFile]
  ) async throws -> ReplaySummary {
    var printer = ReplayPrinter(ruleSets, format: output.format, isVerbose: verbose, shows: shows)
    try await inOrder(jobs, noun: "runs") {
      replay.outcome(of: $0)
    } each: {
      try printer.add($0)
    }
    for failure in failures { try printer.add(failure) }
    return try printer.finish()
  }
}
