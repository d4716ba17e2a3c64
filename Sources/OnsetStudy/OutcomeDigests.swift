package import OnsetText

/// What an outcome belongs to: the rules, the profile and the run that it is of, by what they mean and hold.
package struct OutcomeDigests: Sendable, Hashable {
  /// Of all rule sets, with the values that their parameters had.
  package var rules: ContentDigest
  /// Nil where no profile was in force.
  package var profile: ContentDigest?
  /// Of the run's samples, as in an archive; nil where not all of the log was read.
  package var run: ContentDigest?
}

/// What an outcome over several runs belongs to.
package struct StudyDigests: Sendable, Hashable {
  /// Of the rule sets without a profile, with values from the command line.
  package var rules: ContentDigest
  /// Of all profiles among which each run's was found.
  package var profiles: ContentDigest
  /// Of the runs by their names and contents; nil where not all of their logs was read.
  package var runs: ContentDigest?
}
