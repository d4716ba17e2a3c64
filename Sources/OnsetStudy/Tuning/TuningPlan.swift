import OnsetEngine
package import OnsetLanguage
package import OnsetRules
import OnsetRuns
import OnsetText

/// What is to be tuned on which runs: the values of each profile that has its own, and those of the rule set.
package struct TuningPlan: Sendable {
  package var scopes: [Scope]

  /// Values that are held by one file, and the runs that they are in force for.
  package struct Scope: Sendable {
    /// The profile whose values are moved; nil for the rule set.
    package var profile: String?
    package var parameters: [(parameter: TunableParameter, inForce: ParameterValue)]
    package var runs: [TuningRun]
  }

  /// Shares runs out.
  ///
  /// Where the profile of a run, or one that it extends, has a value for one of the parameters, its values are moved, and
  /// those of the rule set stay: they are moved for the runs of which no profile says anything.
  ///
  /// - Parameters:
  ///   - names: The parameters to be moved.
  ///   - fixed: Values of the command line, which stay.
  package init(_ file: RuleSetFile, moving names: [String], fixed: [String: ParameterValue], on runs: [TuningRun]) {
    let parameters = file.tunableParameters.filter { names.contains($0.name) && fixed[$0.name] == nil }
    scopes = []
    for run in runs {
      let settings = run.profile?.parameters[file.name.value] ?? [:]
      let held = parameters.filter { settings[$0.name] != nil }
      // Several profiles of one lineage may each hold some: the nearest one's are moved.
      let lineage = run.profile?.lineage ?? []
      let holders = Set(held.compactMap { settings[$0.name]?.profile })
      let holder = lineage.last(where: holders.contains)
      if let index = scopes.firstIndex(where: { $0.profile == holder }) {
        scopes[index].runs.append(run)
        continue
      }
      let checked = RuleSetChecker.check(file, profile: run.profile, overrides: fixed).checked
      let moved = parameters.filter { holder == nil || settings[$0.name]?.profile == holder }.compactMap { parameter in
        checked.parameters.first { $0.name == parameter.name }.map { (parameter: parameter, inForce: $0.value) }
      }
      scopes.append(Scope(profile: holder, parameters: moved, runs: [run]))
    }
  }
}

extension TuningRun {
  /// A run that was read, by what is to be judged on it.
  ///
  /// - Parameter key: The field of the metadata by which runs are held out together; nil for each run alone, as are
  ///   those that have no such field.
  package init?(_ read: Replay.ReadRun, path: String, _ file: RuleSetFile, groupedBy key: String?) {
    guard let first = read.run.rows.first, let last = read.run.rows.last else { return nil }
    let metadata = read.run.metadata
    run = read.run
    self.path = path
    let schema = RunSchema(metricNames: read.run.metricNames, stepsPerEpoch: metadata.stepsPerEpoch)
    self.schema = schema
    profile = read.profile
    let skipped = read.checked.flatMap { RuleSetCompiler.compile($0, profile: read.profile, for: schema).skipped }
    scored = ScoredRun(
      name: read.run.name, labels: metadata.isLabelled ? metadata.labels : nil, firstStep: first, lastStep: last,
      stepsPerEpoch: metadata.stepsPerEpoch, secondsPerStep: metadata.secondsPerStep,
      notApplicable: Set(skipped.map { RuleName(ruleset: $0.ruleset, rule: $0.rule) }), objective: read.objective)
    group = key.flatMap { metadata.fields[$0] } ?? path
  }
}
