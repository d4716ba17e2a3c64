import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetStudy
import OnsetText

struct LogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "The history of a rule over git revisions: each change of what it means, and what it did to runs.",
    discussion: """
      Examples:
        onset log noise-drop/noise-scale-drop    a rule, back to its first commit
        onset log plateau ~/logs                 a rule set, replayed on other runs
        onset log plateau --revisions v1.0..main
        onset log plateau --all                  also commits that changed nothing of it
        onset log plateau --format csv           to be plotted

      Commits that moved comments or keys, or changed other files, are left out. A \
      rule is followed through renames. The history is that of first parents, and \
      begins with the files that lie here where they say something else than the \
      last commit.
      """)

  @Argument(help: "A rule set, a rule, or `set/rule`.")
  var rule: String

  @Argument(help: "Logs, or folders of runs, to be replayed; without them the project's.")
  var runs: [String] = []

  @Option(help: "A revision, or a range of them, instead of all up to HEAD.")
  var revisions: String?

  @Flag(help: "Also show commits that left the meaning as it was.")
  var all = false

  @Flag(help: "Show only what the rule means.")
  var noRuns = false

  @OptionGroup var versions: VersionOptions
  @OptionGroup var output: FormatOption

  func run() async throws {
    if noRuns, !runs.isEmpty { throw CommandFailure.usage("`--no-runs` and runs are of no use together") }
    var known = try RuleVersions.here()
    let (states, base) = try orUsage { () throws(RevisionError) in try known.history(revisions) }
    var history = RuleHistory(of: try ruleName(in: states), in: states, base: base)
    if !noRuns {
      let options = versions.options(known.project)
      await history.replay(try versions.runs(at: runs, known.project), options)
    }
    let report = HistoryReport(history, showsAll: all)
    var out = Output()
    switch output.format {
    case .text: try out.write(report.text(TextStyle(usesColour: Terminal.outputUsesColour)))
    case .markdown: try out.write(report.markdown)
    case .json: try out.write(report.json)
    case .jsonl: for line in report.lines { try out.write(line + "\n") }
    case .csv: try out.write(report.csv)
    }
    try out.flush()
  }

  /// The rule in the newest version that has it.
  private func ruleName(in states: [RuleVersion]) throws(CommandFailure) -> RuleName {
    for state in states {
      let names = RuleName.named(rule, in: state.ruleSets)
      guard names.count <= 1 else {
        throw .usage("several rule sets have a rule `\(rule)`: \(names.map { "`\($0)`" }.joined(separator: ", "))")
      }
      if let name = names.first { return name }
    }
    var seen: Set<String> = []
    var ruleSets: [RuleSetFile] = []
    for file in states.flatMap(\.ruleSets) where seen.insert(file.name.value).inserted { ruleSets.append(file) }
    throw ruleSets.unknownRule(rule)
  }
}
