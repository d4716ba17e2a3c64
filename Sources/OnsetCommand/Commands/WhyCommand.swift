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
        onset why log.csv my-rule --rules my-rules.yaml

      The rule is looked at with its own rule set alone.
      """)

  @Argument(help: ArgumentHelp("A log, or the folder of a run.", valueName: "run"))
  var runPath: String

  @Argument(help: "A rule (`set/rule`, or its name where only one rule has it), or a rule set: all its rules.")
  var rule: String

  @Option(help: "Show every part of the conditions as it was at this step.")
  var step: Int64?

  @Option(help: "A rule set, or a folder of them; without it the project's.")
  var rules: String?

  @Option(help: "A profile's name or file; without it the project's profile that matches the run.")
  var profile: String?

  @OptionGroup var runOptions: RunOptions

  func run() throws {
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
      try out.write(question.answer(reference, profile: matching, step: step))
    } catch let error as RunError {
      if case .metadata(let findings) = error { Findings.print(findings) }
      throw CommandFailure.usage(error.description)
    }
    try out.flush()
  }
}
