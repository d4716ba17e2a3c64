import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Explains why a rule fired on a run, or why it did not: what each part was, and how near it came.",
    discussion: """
      Examples:
        onset why runs/induction-s1.csv noise-drop
        onset why runs/induction-s1.csv noise-drop/noise-scale-drop --step 200
        onset why log.csv my-rule --rules my-rules.yaml --format json

      The rule is looked at with its own rule set alone.
      """)

  @Argument(help: ArgumentHelp("A log, or the folder of a run.", valueName: "run"))
  var runPath: String

  @Argument(help: "A rule (`set/rule`, or its name where only one rule has it), or a rule set: all its rules.")
  var rule: String

  @Option(help: "Show where the rule stood at this step, and every part of its conditions.")
  var step: Int64?

  @Option(help: "Of a rule with `each`, the metric to look at.")
  var metric: String?

  @Option(help: "A rule set, or a folder of them; without it the project's.")
  var rules: String?

  @Option(help: "A profile's name or file; without it the project's profile that matches the run.")
  var profile: String?

  @Option(help: "The log's step column; without it found by its usual names.")
  var stepColumn: String?

  @OptionGroup var runOptions: RunOptions

  @OptionGroup var output: FormatOption

  func run() throws {
    if RulesAndRuns.isLog(rule), !RulesAndRuns.isLog(runPath) {
      throw CommandFailure.usage("`\(rule)` is a log, and the run comes first: `onset why \(rule) \(runPath)`")
    }
    var project = Project.here()
    let rulePaths = rules.map { [$0] } ?? project.rulePaths
    if rulePaths.isEmpty {
      throw CommandFailure.usage("there is no project here (no onset.yaml with rules): name the rules with `--rules`")
    }
    project.loadRules(at: rulePaths)
    project.loadProfiles(at: project.profilePaths)
    try project.throwFailures()
    let chosen = try project.chosenProfile(profile)
    let question = try RuleQuestion(about: rule, in: project.ruleSets)
    var out = Output()
    do {
      let reference = try RunDiscovery.run(at: runPath, options: runOptions.discovery)
      let matching = try chosen ?? project.matchingProfile(of: reference)
      let answers = try question.answers(reference, profile: matching, step: step, stepColumn: stepColumn)
      try check(answers)
      try ExplanationPrinter(format: output.format, step: step, metric: metric).print(answers, runCount: 1, to: &out)
    } catch let error as RunError {
      if case .metadata(let findings) = error { Findings.print(findings) }
      throw CommandFailure.usage(error.description)
    }
    try out.flush()
  }

  /// That there is what was asked for.
  private func check(_ answers: [ExplanationDocument.Answer]) throws {
    let instances = answers.flatMap { answer -> [RuleExplanation.Instance] in
      if case .explained(let explanation) = answer.outcome { explanation.instances } else { [] }
    }
    if let step, !instances.isEmpty, instances.allSatisfy({ $0.moment == nil }) {
      throw CommandFailure.usage("the run has no row at step \(step) or before it")
    }
    guard let metric, !instances.contains(where: { $0.metric == metric }) else { return }
    let metrics = instances.compactMap(\.metric)
    if metrics.isEmpty { throw CommandFailure.usage("no rule with `each` is asked for: leave out `--metric`") }
    let hint = Suggestion.nearest(to: metric, among: metrics).map { "; did you mean `\($0)`?" } ?? ""
    throw CommandFailure.usage("the rule looks at no metric `\(metric)`\(hint)")
  }
}
