package import OnsetText
package import OnsetYAML

/// A comparison of variants of rule sets on the same runs, as its file says it: decoded, nothing resolved.
package struct ExperimentFile: Sendable {
  package var source: SourceFile
  package var name: Located<String>
  /// What the experiment is to answer.
  package var question: Located<String>?
  /// The names of the rule sets that are tried; nil for all of the project.
  package var ruleSets: [Located<String>]?
  /// A profile for all runs; nil for each run's own.
  package var profile: Located<String>?
  package var runs: Runs
  /// In the order of the file: the variants that are spelt out, then those of the matrix.
  package var variants: [Variant]
  /// The name of the variant with which the others are compared; the first where it is nil.
  package var against: Located<String>?
  /// What decides, in the language of objectives.
  package var objective: YAMLScalar?
  /// The field of the runs' metadata by which the runs are parted into groups.
  package var split: Located<String>?

  /// Which runs are replayed.
  package struct Runs: Sendable {
    /// Logs, archives and folders of runs, relative to the project's folder; nil for the project's own.
    package var paths: [Located<String>]?
    /// Conditions on the metadata, `architecture=cnn`, that all have to hold.
    package var conditions: [Located<String>] = []
  }

  /// One of the things that are compared.
  package struct Variant: Sendable {
    package var name: Located<String>
    /// The revision of which the rules and profiles are taken; nil for the files as they are.
    package var revision: Located<String>?
    package var settings: [Setting] = []
  }

  /// Another value for a parameter: `noise-drop.window: 50 samples`.
  package struct Setting: Sendable {
    package var ruleset: Located<String>
    package var parameter: Located<String>
    package var value: YAMLScalar
  }
}
