import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetStudy
import OnsetText

struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compares two versions of rules: what they say differently, and do differently to runs.",
    discussion: """
      Examples:
        onset diff                        the last commit, and what lies here
        onset diff HEAD~3                 three commits ago, and what lies here
        onset diff v1.0 main              two revisions of git
        onset diff HEAD rules/plateau.yaml
        onset diff old/rules new/rules    two folders
        onset diff main --runs ~/logs --format markdown >comment.md

      Revisions are read from git's objects: nothing is checked out. Comments, \
      order of keys and spelling are no changes. Exit status: 0 nothing changes, 1 \
      something does, or a rule set has errors in one version, 2 wrong usage.
      """)

  @Argument(help: "A revision of git, `REVISION:PATH`, or a file or folder; without it HEAD.")
  var before: String?

  @Argument(help: "What it is compared with; without it the project as it lies here.")
  var after: String?

  @Option(
    help: ArgumentHelp("Logs, or folders of runs, to be replayed; without it the project's.", valueName: "path"))
  var runs: [String] = []

  @Flag(help: "Compare only what the rules say.")
  var noRuns = false

  @OptionGroup var versions: VersionOptions
  @OptionGroup var output: FormatOption

  func run() async throws {
    if noRuns, !runs.isEmpty { throw CommandFailure.usage("`--no-runs` and `--runs` are of no use together") }
    var known = try RuleVersions.here()
    let (first, second) = try orUsage { () throws(RevisionError) in try known.places(before, after) }
    let old = try orUsage { () throws(RevisionError) in try known.version(first) }
    let new = try orUsage { () throws(RevisionError) in try known.version(second) }
    for version in [old, new] { version.printErrors() }
    try Self.requireRules((first, old), (second, new))
    var comparison = VersionComparison(from: old, to: new)
    if !noRuns {
      let references = try versions.runs(at: runs, known.project)
      if let profile = versions.profile {
        try Self.requireProfile(profile, in: old, new)
      }
      let options = versions.options(known.project)
      await comparison.replay(references, options)
      for outcome in comparison.failures {
        guard case .failure(let failure) = outcome.result else { continue }
        Terminal.writeError("onset: \(TerminalText.safe("\(outcome.name): \(failure.message)"))\n")
      }
    }
    var out = Output()
    switch output.format {
    case .text: try out.write(DiffReport.text(comparison, TextStyle(usesColour: Terminal.outputUsesColour)))
    case .markdown: try out.write(DiffReport.markdown(comparison))
    case .json: try out.write(DiffDocument.json(comparison))
    case .jsonl: for line in DiffDocument.lines(comparison) { try out.write(line + "\n") }
    case .csv: try out.write(DiffDocument.table(comparison).csv)
    }
    try out.flush()
    if !comparison.failures.isEmpty || !(old.failures + new.failures).isEmpty { throw ExitCode(2) }
    if !comparison.isEmpty || !(old.errors + new.errors).isEmpty { throw ExitCode(1) }
  }

  /// A revision may have had no rules yet; a path that is named is to have some, and so is one of the two.
  private static func requireRules(_ versions: (place: RuleVersions.Place, version: RuleVersion)...) throws {
    let empty = versions.filter { $0.version.ruleSets.isEmpty && $0.version.broken.isEmpty }
    for (place, version) in empty {
      if !version.failures.isEmpty { throw ExitCode(2) }
      if case .here(path: .some) = place { throw CommandFailure.usage("there is no rule set in \(version.name)") }
    }
    if empty.count == versions.count {
      let names = empty.map(\.version.name).joined(separator: " and in ")
      throw CommandFailure.usage("there is no rule set in \(names)")
    }
  }

  private static func requireProfile(_ name: String, in versions: RuleVersion...) throws(CommandFailure) {
    for version in versions where !version.profiles.contains(where: { $0.name == name }) {
      let nearest = Suggestion.nearest(to: name, among: version.profiles.map(\.name))
      throw .usage("\(version.name) has no profile `\(name)`\(nearest.map { "; did you mean `\($0)`?" } ?? "")")
    }
  }
}
