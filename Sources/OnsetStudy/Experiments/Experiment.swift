package import OnsetRules
package import OnsetRuns
package import OnsetText
import OnsetYAML

/// An experiment whose variants have been found: ready to be replayed.
package struct Experiment: Sendable {
  package let file: ExperimentFile
  package let objective: TuningObjective
  package let settings: OutcomeSettings
  private(set) var variants: [Variant]

  /// A variant with its rules, and a replay of the runs with them.
  struct Variant: Sendable {
    var name: String
    /// The commit of which the rules are; nil for the files as they are.
    var commit: GitRepository.Commit?
    var settings: [(name: String, value: String)]
    var ruleSets: [RuleSetFile]
    var replay: Replay
    var jobs: [Replay.Job] = []
  }

  /// Why an experiment cannot be done.
  package enum Failure: Error {
    /// What is wrong in its files.
    case findings([Diagnostic])
    /// A sentence.
    case message(String)
  }

  /// Finds the rules of all variants.
  ///
  /// - Parameter versions: Where revisions are looked up; each is read once.
  package init(_ file: ExperimentFile, in versions: inout RuleVersions) throws(Failure) {
    self.file = file
    settings = versions.project.outcomes
    let here: RuleVersion
    var findings: [Diagnostic] = []
    do throws(RevisionError) { here = try versions.version(.here(path: nil)) } catch {
      throw .message(error.description)
    }
    findings += here.errors + file.findings(for: here.ruleSets)
    var known: [String: RuleVersion] = [:]
    variants = []
    for variant in file.variants {
      var version = here
      if let revision = variant.revision {
        do throws(RevisionError) {
          if let earlier = known[revision.value] {
            version = earlier
          } else {
            version = try versions.version(try versions.place(revision.value))
          }
        } catch {
          let fault = ExperimentFault.revision(error.description)
          findings.append(fault.diagnostic(in: file.source, at: revision.range))
          continue
        }
        known[revision.value] = version
        findings += version.errors.filter { !findings.contains($0) }
      }
      if let wanted = file.ruleSets?.map(\.value) {
        version.ruleSets.removeAll { !wanted.contains($0.name.value) }
      }
      let (overrides, wrong) = variant.overrides(for: version.ruleSets, in: file.source)
      findings += wrong.filter { !findings.contains($0) }
      if let profile = file.profile, !version.profiles.contains(where: { $0.name == profile.value }) {
        let fault = RulesFault.unknownProfile(
          profile.value, nearest: Suggestion.nearest(to: profile.value, among: version.profiles.map(\.name)))
        let finding = fault.diagnostic(in: file.source, at: profile.range)
        if !findings.contains(finding) { findings.append(finding) }
      }
      let options = VersionComparison.Options(profile: file.profile?.value, outcomes: settings)
      variants.append(
        Variant(
          name: variant.name.value, commit: version.commit,
          settings: variant.settings.map { ("\($0.ruleset.value).\($0.parameter.value)", $0.value.text) },
          ruleSets: version.ruleSets, replay: VersionReplay(version, options, overrides: overrides).replay))
    }
    let (parsed, _) = file.parsedObjective
    guard let parsed, !findings.containsErrors else { throw .findings(findings) }
    objective = parsed
  }

  /// Where the runs are, relative to the project's folder; nil for the project's own.
  package var runPaths: [String]? { file.runs.paths?.map(\.value) }

  /// The conditions on the runs' metadata.
  package var conditions: [FieldCondition] {
    file.runs.conditions.compactMap { try? FieldCondition(parsing: $0.value) }
  }

  // MARK: Replaying

  /// Finds the profiles of the runs, and checks the rules of every variant for each.
  package mutating func prepare(_ runs: [RunReference]) throws(Failure) {
    var findings: [Diagnostic] = []
    for index in variants.indices {
      variants[index].jobs = variants[index].replay.prepare(runs)
      findings += variants[index].replay.diagnostics.filter { $0.severity == .error && !findings.contains($0) }
    }
    guard findings.isEmpty else { throw .findings(findings) }
  }

  /// Replays one of the runs with every variant; once for variants of which rules and profile mean the same.
  package func outcomes(ofRun run: Int) -> [RunOutcome] {
    var known: [OutcomeDigests: RunOutcome] = [:]
    return variants.map { variant in
      let digests = variant.replay.digests(of: variant.jobs[run])
      if let digests, let outcome = known[digests] { return outcome }
      let outcome = variant.replay.outcome(of: variant.jobs[run])
      if let digests { known[digests] = outcome }
      return outcome
    }
  }

  /// What comes out.
  ///
  /// - Parameter outcomes: For each run that was prepared, that of every variant.
  package func result(of outcomes: [[RunOutcome]]) throws(Failure) -> ExperimentResult {
    try ExperimentResult(self, outcomes)
  }
}
