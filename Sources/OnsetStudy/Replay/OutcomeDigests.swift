package import OnsetRules
package import OnsetText

/// What an outcome belongs to: the rules, the profile and the run that it is of, by what they mean and hold.
package struct OutcomeDigests: Sendable, Hashable {
  /// Of all rule sets, with the values that their parameters had.
  package var rules: ContentDigest
  /// Nil where no profile was in force.
  package var profile: ContentDigest?
  /// Of the run's samples, as in an archive; nil where not all of the log was read.
  package var run: ContentDigest?

  /// Those of some outcomes by the names of their runs; of a name that two runs share only what is true of both.
  package static func byRun(_ outcomes: [RunOutcome]) -> [String: OutcomeDigests] {
    let known = outcomes.compactMap { outcome in
      (try? outcome.result.get())?.digests.map { (outcome.name, $0) }
    }
    return Dictionary(known) { first, second in
      OutcomeDigests(
        rules: first.rules, profile: first.profile == second.profile ? first.profile : nil,
        run: first.run == second.run ? first.run : nil)
    }
  }
}

/// What an outcome over several runs belongs to.
package struct StudyDigests: Sendable, Hashable {
  /// Of the rule sets without a profile, with values from the command line.
  package var rules: ContentDigest
  /// Of all profiles among which each run's was found.
  package var profiles: ContentDigest
  /// Of the runs by their names and contents; nil where not all of their logs was read.
  package var runs: ContentDigest?

  /// - Parameters:
  ///   - ruleSets: Checked without a profile.
  ///   - runs: Their names and the digests of their contents; nil where not all of their logs was read.
  package init(
    ruleSets: [CheckedRuleSet], profiles: [Profile], runs: [(name: String, digest: ContentDigest)]?
  ) {
    rules = ContentDigest(of: ruleSets)
    self.profiles = ContentDigest(of: profiles)
    self.runs = runs.map { ContentDigest(of: $0) }
  }
}
