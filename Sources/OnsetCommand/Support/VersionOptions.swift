import ArgumentParser
import OnsetRules
import OnsetRuns
import OnsetStudy

/// What commands that replay versions of rules take.
struct VersionOptions: ParsableArguments {
  @Option(help: "A profile's name, for all runs; without it each run's own.")
  var profile: String?

  @Option(help: "The logs' step column; without it found by its usual names.")
  var step: String?

  @OptionGroup var runOptions: RunOptions

  func options(_ project: Project) -> VersionComparison.Options {
    VersionComparison.Options(profile: profile, stepColumn: step, outcomes: project.outcomes)
  }

  /// The runs at some paths, or the project's; what cannot be looked at is said.
  func runs(at paths: [String], _ project: Project) throws -> [RunReference] {
    let (found, failures) = try FoundRuns.at(paths.isEmpty ? project.runPaths : paths, runOptions.discovery)
    for (path, error) in failures { Terminal.writeError("onset: \(path): \(error.description)\n") }
    return found
  }
}

extension RuleVersions {
  /// The versions that there are from here, or the end of the command.
  static func here() throws(CommandFailure) -> RuleVersions {
    do throws(RevisionError) { return try RuleVersions() } catch { throw .usage(error.description) }
  }
}

extension RuleVersion {
  /// Prints the errors of its files.
  func printErrors() {
    for failure in failures { Terminal.writeError("onset: \(failure.message)\n") }
    Findings.print(errors)
  }
}

/// Does something with revisions; what cannot be had of them ends the command.
func orUsage<Value>(_ body: () throws(RevisionError) -> Value) throws(CommandFailure) -> Value {
  do throws(RevisionError) { return try body() } catch { throw .usage(error.description) }
}
