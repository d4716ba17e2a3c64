import ArgumentParser
import OnsetEngine
import OnsetReports
import OnsetRules
import OnsetText

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Prints what a rule set compiles to: clocks, block instructions, and the rules over them.",
    discussion: """
      Examples:
        onset plan noise-drop --profile transformer
        onset plan rules/loss-spike.yaml

      Every metric is taken to be logged. What is computed once is written once: a \
      sub-expression that occurs twice has one register.
      """)

  @Argument(help: "A rule set's name in the project around, or its file.")
  var ruleset: String

  @Option(help: "A profile's name or file.")
  var profile: String?

  func run() throws {
    var project = Project.here()
    let isFile = ruleset.contains("/") || ruleset.hasSuffix(".yaml") || ruleset.hasSuffix(".yml")
    project.loadRules(at: isFile ? [ruleset] : project.rulePaths)
    project.loadProfiles(at: project.profilePaths)
    try project.throwFailures()
    let chosen = try project.chosenProfile(profile)
    guard let file = isFile ? project.ruleSets.first : project.ruleSets.first(where: { $0.name.value == ruleset })
    else {
      if isFile {
        Findings.print(project.diagnostics)
        throw ExitCode(1)
      }
      let hint = Suggestion.nearest(to: ruleset, among: project.ruleSets.map(\.name.value))
      throw CommandFailure.usage(
        "there is no rule set `\(ruleset)` here\(hint.map { "; did you mean `\($0)`?" } ?? "; a file is named by its path")"
      )
    }
    let (checked, findings) = RuleSetChecker.check(file, profile: chosen)
    let all = project.diagnostics.filter { $0.source.path == file.source.path } + findings
    Findings.print(all)
    if all.containsErrors { throw ExitCode(1) }
    let program = RuleSetCompiler.compile(checked, profile: chosen, for: RunSchema.everything(for: checked)).program
    var out = Output()
    try out.write(program.description)
    try out.flush()
  }
}
