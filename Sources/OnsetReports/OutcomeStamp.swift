import OnsetEngine
package import OnsetStudy
import OnsetText

/// To what an outcome belongs, as it is printed with every outcome: the digests of rules, profile and run, and the
/// engine's version.
package enum OutcomeStamp {
  package static var engine: String { EngineVersion.current }

  /// `"digests"` and `"engine"` of a JSON object.
  package static func entries(_ digests: OutcomeDigests?) -> [(key: String, value: String)] {
    let engine = (key: "engine", value: JSONOutput.quoted(engine))
    guard let digests else { return [engine] }
    func text(_ digest: ContentDigest?) -> String { digest.map { JSONOutput.quoted("\($0)") } ?? "null" }
    var parts = [(key: "rules", value: text(digests.rules)), (key: "profile", value: text(digests.profile))]
    if let run = digests.run { parts.append((key: "run", value: text(run))) }
    return [(key: "digests", value: JSONOutput.object(parts)), engine]
  }
}
