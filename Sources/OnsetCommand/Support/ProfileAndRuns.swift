import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

/// A profile and the runs that it is measured on: the arguments of the commands that do.
struct ProfileAndRuns: ParsableArguments {
  @Argument(help: "The profile's name or file.", completion: .file())
  var profile: String

  @Argument(help: "Logs, or folders of runs; without them the project's.", completion: .file())
  var runs: [String] = []

  @Option(
    name: .customLong("metric"), help: ArgumentHelp("Look at signals of this name or pattern only.", valueName: "name"))
  var metrics: [String] = []

  @Flag(help: "Write what was measured into the profile's file, and leave the rest of it as it is.")
  var write = false

  @Flag(help: "Say what has drifted from what the profile says; exit status 1 where something has.")
  var check = false

  @Option(help: "The logs' step column; without it found by its usual names.")
  var step: String?

  @OptionGroup var runOptions: RunOptions

  func validate() throws {
    if write, check { throw ValidationError("`--check` changes nothing, and `--write` does: choose one") }
  }

  struct Prepared {
    var project: Project
    var profile: Profile
    var references: [RunReference]
    /// What is to be known about the choice of runs.
    var notes: [String]
    /// Whether there were places or runs that cannot be read; they have been told.
    var hasFailures: Bool
  }

  /// Loads the profile and finds its runs.
  func prepare() throws -> Prepared {
    var project = Project.here()
    if RulesAndRuns.isLog(profile) {
      throw CommandFailure.usage("`\(profile)` is a log, and the profile comes first")
    }
    let runPaths = runs.isEmpty ? project.runPaths : runs
    if runPaths.isEmpty {
      throw CommandFailure.usage("there are no runs here: name logs or folders of them after the profile")
    }
    project.loadRules(at: project.rulePaths)
    project.loadProfiles(at: project.profilePaths)
    guard let profile = try project.chosenProfile(profile) else { throw ExitCode(2) }
    let (found, failures) = try FoundRuns.at(runPaths, runOptions.discovery)
    for failure in failures {
      Terminal.writeError("onset: \(TerminalText.safe("\(failure.path): \(failure.error)"))\n")
    }
    let (own, others) = RunsOfProfile.choose(
      found, for: profile, among: project.profiles, named: Set(runs))
    let words = others.map { "\(DisplayNumber.counted($0.count, "run")) of `\($0.profile)`" }.joined(separator: ", ")
    guard !own.isEmpty else {
      let places = runPaths.joined(separator: ", ")
      throw CommandFailure.usage(
        found.isEmpty
          ? "there are no runs in \(places)"
          : "no run in \(places) is for the profile `\(profile.name)`: there are \(words)")
    }
    return Prepared(
      project: project, profile: profile, references: own,
      notes: others.isEmpty ? [] : ["Left out, because another profile fits them better: \(words)."],
      hasFailures: !failures.isEmpty)
  }

  /// Writes the edited file, or shows what would be written. Where a program reads the result, nothing is said of it.
  func finish(
    _ old: SourceFile, _ what: String, as format: OutputFormat, to out: inout Output,
    edit: () throws(ProfileEdit.Failure) -> SourceFile
  ) throws {
    let new: SourceFile
    do throws(ProfileEdit.Failure) {
      new = try edit()
    } catch {
      Findings.print(error.findings)
      throw CommandFailure.usage(error.description)
    }
    var shown = Output()
    try finish(new, old, what, to: &shown)
    if format == .text { try out.append(shown) }
  }

  private func finish(_ new: SourceFile, _ old: SourceFile, _ what: String, to out: inout Output) throws {
    guard new.bytes != old.bytes else {
      try out.write("\n\(old.path) says so already.\n")
      return
    }
    let patch = LineComparison(old, new).text(TextStyle(usesColour: Terminal.outputUsesColour))
    guard write else {
      try out.write("\nWhat `--write` would change in \(old.path):\n\(patch)")
      return
    }
    do throws(FileError) {
      try FileAccess.replaceAtomically(old.path, with: new.bytes)
    } catch {
      throw CommandFailure.usage(error.description)
    }
    try out.write("\n\(old.path): \(what) written\n\(patch)")
  }
}
