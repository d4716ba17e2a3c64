import OnsetEngine
package import OnsetStudy
import OnsetText

/// To what an outcome belongs, as it is printed with every outcome: the digests of rules, profile and run, and the
/// engine's version.
package enum OutcomeStamp {
  package static var engine: String { EngineVersion.current }

  /// `"digests"` and `"engine"` of a JSON object.
  package static func entries(_ digests: OutcomeDigests) -> [(key: String, value: String)] {
    [("digests", object(digests)), ("engine", JSONOutput.quoted(engine))]
  }

  /// The same of an outcome over several runs.
  package static func entries(_ digests: StudyDigests) -> [(key: String, value: String)] {
    [("digests", object(digests)), ("engine", JSONOutput.quoted(engine))]
  }

  /// The same as a value of a document.
  static func value(_ digests: StudyDigests) -> JSONValue {
    .object([
      ("rules", .text("\(digests.rules)")), ("profiles", .text("\(digests.profiles)")),
      ("runs", digests.runs.map { .text("\($0)") } ?? .null),
    ])
  }

  private static func object(_ digests: StudyDigests) -> String { value(digests).compact }

  /// The digests as a JSON object; `null` where there are none.
  package static func object(_ digests: OutcomeDigests?) -> String {
    guard let digests else { return "null" }
    return JSONOutput.object([
      ("rules", text(digests.rules)), ("profile", text(digests.profile)), ("run", text(digests.run)),
    ])
  }

  /// The columns of `cells`.
  static let columns: [TextTable.Column] = ["rules_digest", "profile_digest", "run_digest", "engine"].map { .init($0) }

  /// Four cells of a table.
  static func cells(_ digests: OutcomeDigests?) -> [String] {
    [digests?.rules, digests?.profile, digests?.run].map(cell) + [engine]
  }

  /// The columns of an outcome over several runs.
  static let studyColumns: [TextTable.Column] = ["rules_digest", "profiles_digest", "runs_digest", "engine"].map {
    .init($0)
  }

  /// The same four cells of an outcome over several runs.
  static func cells(_ digests: StudyDigests) -> [String] {
    [digests.rules, digests.profiles, digests.runs].map(cell) + [engine]
  }

  static func cell(_ digest: ContentDigest?) -> String { digest.map { "\($0)" } ?? "" }

  /// One line for people.
  static func line(_ digests: OutcomeDigests) -> String {
    (parts(digests) + ["onset \(engine)"]).joined(separator: ", ")
  }

  /// Digests for people, each in few characters.
  static func parts(_ digests: OutcomeDigests) -> [String] {
    parts([("rules", digests.rules), ("profile", digests.profile), ("run", digests.run)])
  }

  static func parts(_ digests: StudyDigests) -> [String] {
    parts([("rules", digests.rules), ("profiles", digests.profiles), ("runs", digests.runs)])
  }

  private static func parts(_ digests: [(name: String, digest: ContentDigest?)]) -> [String] {
    digests.compactMap { name, digest in digest.map { "\(name) \($0.short)" } }
  }

  /// One line for people of an outcome over several runs.
  static func line(_ digests: StudyDigests) -> String {
    (parts(digests) + ["onset \(engine)"]).joined(separator: ", ")
  }

  private static func text(_ digest: ContentDigest?) -> String {
    digest.map { JSONOutput.quoted("\($0)") } ?? "null"
  }
}
