import ArgumentParser
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

/// Rule sets and the runs that they are replayed against: the arguments of every command that replays.
struct RulesAndRuns: ParsableArguments {
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

  @Option(help: "The logs' step column; without it found by its usual names.")
  var step: String?

  @OptionGroup var runOptions: RunOptions

  /// Everything that a replay needs, with what was found wrong on the way.
  struct Prepared {
    var project: Project
    var replay: Replay
    var jobs: [Replay.Job]
    /// Runs that could not even be found.
    var failures: [RunOutcome]
    var forced: Profile?
    var overrides: [ParameterOverride]
    var hasErrors: Bool
  }

  /// Loads the rules and profiles, finds the runs and prints what is wrong with the files.
  ///
  /// - Parameters:
  ///   - verb: The command's name, for what is said to those who mix up the order of the arguments.
  ///   - isJudged: Whether the metric is wanted by which the project judges stops.
  ///   - digestsRuns: Whether outcomes have the digests of the runs' contents.
  func prepare(for verb: String, isJudged: Bool = false, digestsRuns: Bool = false) throws -> Prepared {
    if let rules, Self.isLog(rules) {
      throw CommandFailure.usage(
        "`\(rules)` is a log, and the rules come first: `onset \(verb) rules \(rules)`")
    }
    return try Request(
      rules: rules, runs: runs, profile: profile, settings: settings, step: step, discovery: runOptions.discovery
    ).prepare(isJudged: isJudged, digestsRuns: digestsRuns)
  }

  /// Whether a path is that of a log, by its name: whoever gives one at the place of something else has forgotten that,
  /// or has exchanged them.
  static func isLog(_ path: String) -> Bool {
    [".csv", ".tsv", ".jsonl", ".ndjson", ".gz", ".sqlite", ".db"].contains { path.hasSuffix($0) }
  }
}

extension RulesAndRuns {
  /// What was asked for, whatever the order of a command's arguments.
  struct Request {
    var rules: String?
    var runs: [String]
    var profile: String?
    var settings: [String]
    var step: String?
    var discovery: DiscoveryOptions
  }
}

extension RulesAndRuns.Request {
  /// Loads the rules and profiles, finds the runs and prints what is wrong with the files.
  ///
  /// - Parameter isJudged: Whether the metric is wanted by which the project judges stops.
  func prepare(isJudged: Bool, digestsRuns: Bool = false) throws -> RulesAndRuns.Prepared {
    var project = Project.here()
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
    var replay = Replay(
      project.ruleSets, profiles: project.profiles, forced: chosen, overrides: overrides, stepColumn: step,
      objective: isJudged ? StopObjective(project.outcomes).metric : nil, digestsRuns: digestsRuns)
    let (references, failures) = try references(at: runPaths)
    let jobs = replay.prepare(references)
    let findings = (project.diagnostics + replay.diagnostics).sortedForReading()
    Findings.print(findings)
    if project.ruleSets.isEmpty {
      if findings.containsErrors { throw ExitCode(1) }
      throw CommandFailure.usage("there is no rule set in \(rulePaths.joined(separator: ", "))")
    }
    return RulesAndRuns.Prepared(
      project: project, replay: replay, jobs: jobs, failures: failures, forced: chosen, overrides: overrides,
      hasErrors: findings.containsErrors)
  }

  /// The runs at some paths; those that cannot even be found are outcomes already.
  private func references(at paths: [String]) throws -> (found: [RunReference], failures: [RunOutcome]) {
    let (found, failures) = try FoundRuns.at(paths, discovery)
    return (
      found, failures.map { RunOutcome(name: $0.path, path: $0.path, result: .failure(.unreadable($0.error))) }
    )
  }
}
