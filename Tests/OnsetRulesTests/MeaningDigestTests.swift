import OnsetRules
import OnsetText
import Testing

@Suite struct MeaningDigestTests {
  private static let rules = """
    onset: 1
    ruleset: s
    phases: [calm, wild]
    parameters: {limit: 3, window: 5 samples}
    let:
      usual: mean(loss, window)
    rules:
      - rule: high
        when: usual > limit and loss > 0.5
        for: 2 samples
        enter: wild

    """

  private static func digest(_ replacements: (String, String)..., profile: Profile? = nil) throws -> ContentDigest {
    var text = rules
    for (old, new) in replacements {
      try #require(text.contains(old), "\(old)")
      text = text.replacing(old, with: new)
    }
    let file = try #require(RuleSetFile.decode(SourceFile(name: "rules/s.yaml", text: text)).model, "\(text)")
    let (checked, findings) = RuleSetChecker.check(file, profile: profile)
    try #require(findings.filter { $0.severity == .error }.map(\.message) == [])
    return RuleSetMeaning(checked).digest
  }

  @Test func `words, spelling and the order of keys make no difference`() throws {
    let digest = try Self.digest()
    #expect(try Self.digest(("rules:\n", "# Why.\nrules:\n")) == digest)
    #expect(try Self.digest(("phases: [calm, wild]", "phases:\n  - calm\n  - \"wild\"")) == digest)
    #expect(try Self.digest(("usual > limit and loss > 0.5", "(limit<usual)   and 5e-1 < loss")) == digest)
    #expect(
      try Self.digest(("    for: 2 samples\n    enter: wild\n", "    enter: wild\n    for: 2 samples\n")) == digest)
    #expect(try Self.digest(("{limit: 3, window: 5 samples}", "{window: 5 samples, limit: 3.0}")) == digest)
    #expect(try Self.digest(("usual > limit", "usual > 3"), ("{limit: 3, ", "{")) == digest)
    #expect(try Self.digest(("onset: 1\n", "onset: 1\nsummary: what it is for\n")) == digest)
    #expect(try Self.digest(("limit: 3,", "limit: {value: 3, tune: [1, 5]},")) == digest)
  }

  @Test(arguments: [
    ("limit: 3", "limit: 4"), ("5 samples", "5 steps"), ("mean(", "median("), ("for: 2", "for: 3"),
    ("enter: wild", "enter: calm"), ("rule: high", "rule: higher"), ("ruleset: s", "ruleset: t"), ("0.5", "0.51"),
    ("    enter: wild\n", ""), ("usual > limit", "usual >= limit"), ("and", "or"),
    ("enter: wild\n", "enter: wild\n    then: [{stop: \"now\"}]\n"), ("calm, wild", "calm, wild, wilder"),
  ])
  func `whatever a run can notice makes a difference`(_ old: String, _ new: String) throws {
    #expect(try Self.digest((old, new)) != Self.digest())
  }

  @Test func `the digest of several rule sets does not depend on their order`() throws {
    let parts = [("a", try Self.digest()), ("b", try Self.digest(("limit: 3", "limit: 4")))]
    #expect(ContentDigest(of: parts) == ContentDigest(of: parts.reversed()))
    #expect(ContentDigest(of: parts) != ContentDigest(of: [("b", parts[0].1), ("a", parts[1].1)]))
    #expect(ContentDigest(of: parts) != ContentDigest(of: [parts[0]]))
  }

  // MARK: Profiles

  private static let base = """
    onset: 1
    profile: base
    signals:
      loss: {aliases: [train_loss, trl], unit: nats}
    baselines:
      loss: {mean: 1, std: 0.5}

    """
  private static let child = "onset: 1\nprofile: child\nextends: base\nmatch: {architecture: [mlp, cnn]}\n"

  private static func child(_ base: String = base, _ child: String = child) throws -> Profile {
    let files = [base, child].map { ProfileFile.decode(SourceFile(name: "p.yaml", text: $0)) }
    let (profiles, findings) = ProfileResolver.resolve(files.compactMap(\.model))
    try #require((files.flatMap(\.diagnostics) + findings).map(\.message) == [])
    return try #require(profiles.last)
  }

  @Test func `a profile's digest is of what it says with all that it extends`() throws {
    func digest(_ base: String = Self.base, _ child: String = Self.child) throws -> ContentDigest {
      ProfileMeaning(try Self.child(base, child)).digest
    }
    let own = try digest()
    #expect(try digest(Self.base.replacing("unit: nats", with: "unit: bits")) == own)
    #expect(try digest(Self.base.replacing("{mean: 1, std: 0.5}", with: "{std: 5e-1, samples: 20, mean: 1.0}")) == own)
    #expect(try digest(Self.base, Self.child.replacing("[mlp, cnn]", with: "[cnn, mlp]")) == own)
    // Said by the child and not by what it extends, it is said all the same.
    #expect(
      try digest(
        Self.base.replacing("std: 0.5", with: "std: 0.7"), Self.child + "baselines: {loss: {mean: 1, std: 0.5}}\n")
        == own)
    #expect(try digest(Self.base.replacing("std: 0.5", with: "std: 0.7")) != own)
    #expect(try digest(Self.base.replacing("train_loss, trl", with: "trl, train_loss")) != own)
    #expect(try digest(Self.base, Self.child.replacing("cnn", with: "gnn")) != own)
    #expect(try digest(Self.base, Self.child + "parameters: {s: {limit: 5}}\n") != own)
  }

  @Test func `a value that a profile gives is one of the rules' under that profile`() throws {
    let profile = try Self.child(Self.base, Self.child + "parameters: {s: {limit: 4}}\n")
    #expect(try Self.digest(profile: profile) == Self.digest(("limit: 3", "limit: 4")))
  }
}
