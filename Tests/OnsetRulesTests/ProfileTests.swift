import OnsetLanguage
import OnsetText
import Testing
@testable import OnsetRules

/// Profiles: `extends`, `match`, and what is wrong with them.
@Suite struct ProfileTests {
  static func resolve(_ texts: [String]) throws -> (profiles: [Profile], diagnostics: [Diagnostic]) {
    let files = try texts.enumerated().map { index, text in
      let (model, diagnostics) = ProfileFile.decode(
        SourceFile(name: "p\(index).yaml", text: "onset: 1\n" + text))
      try Bench.requireNone(diagnostics)
      return try #require(model)
    }
    return ProfileResolver.resolve(files)
  }

  /// `p0.yaml:3:5 code` of every finding.
  static func places(_ diagnostics: [Diagnostic]) -> [String] {
    diagnostics.map { diagnostic in
      let place = LineMap(diagnostic.source).place(of: diagnostic.range.lower)
      return "\(diagnostic.source.path):\(place.line):\(place.column) \(diagnostic.code)"
    }
  }

  static let parent = """
    profile: parent
    match: {architecture: "*"}
    signals:
      loss: {aliases: [train_loss], unit: nats, summary: The loss.}
      norm: {aliases: [gnorm]}
    baselines:
      loss: {mean: 1, std: 0.5, samples: 10, runs: [a]}
      norm: {measure: {after: 0 steps, over: 10 steps}}
      rank: {mean: 3, std: 1}
    parameters:
      set: {p: 1, q: 2}
      other: {x: 1}
    transitions:
      learning: {epoch: 3, earliest: 2, latest: 5}
      late: {epoch: 30}
    """

  @Test func `Maps merge key by key, and the child wins`() throws {
    let child = """
      profile: child
      extends: parent
      signals:
        loss: {aliases: [training/loss]}
        rank: {unit: dimensions}
      baselines:
        loss: {std: 0.25}
        norm: {mean: 7, std: 2}
        rank: {measure: {after: 1 epoch, over: 2 epochs}}
      parameters:
        set: {q: 3}
      transitions:
        late: {epoch: 40}
      """
    let (profiles, diagnostics) = try Self.resolve([Self.parent, child])
    #expect(diagnostics.isEmpty)
    let profile = try #require(profiles.last)
    #expect(profile.lineage == ["parent", "child"])
    #expect(profile.names(of: "loss") == ["loss", "training/loss"])
    #expect(profile.signal("loss")?.unit == "nats")
    #expect(profile.signal("loss")?.summary == "The loss.")
    #expect(profile.names(of: "norm") == ["norm", "gnorm"])
    #expect(profile.signal("rank")?.unit == "dimensions")
    // The child gives only the deviation: the mean is the parent's.
    #expect(profile.baselines["loss"]?.definition == .fixed(mean: 1, std: 0.25))
    #expect(profile.baselines["loss"]?.samples == 10)
    // Numbers replace a measurement, and the other way round.
    #expect(profile.baselines["norm"]?.definition == .fixed(mean: 7, std: 2))
    #expect(
      profile.baselines["rank"]?.definition
        == .measured(after: SpanLength(1, .epochs), over: SpanLength(2, .epochs)))
    #expect(profile.parameters["set"]?.mapValues(\.value) == ["p": .number(1), "q": .number(3)])
    #expect(profile.parameters["other"]?.mapValues(\.value) == ["x": .number(1)])
    #expect(profile.transitions.map(\.phase.value) == ["learning", "late"])
    #expect(profile.transitions.map { $0.epoch?.value } == [3, 40])
    // `match` says which runs a profile itself is for.
    #expect(profile.match.isEmpty)
  }

  @Test func `A chain is merged from its outermost parent on`() throws {
    let (profiles, diagnostics) = try Self.resolve([
      "profile: c\nextends: b\nparameters: {set: {z: 30}}",
      "profile: b\nextends: a\nparameters: {set: {y: 20, z: 20}}",
      "profile: a\nparameters: {set: {x: 10, y: 10, z: 10}}",
    ])
    #expect(diagnostics.isEmpty)
    let values = profiles[0].parameters["set"]?.mapValues(\.value)
    #expect(values == ["x": .number(10), "y": .number(20), "z": .number(30)])
    #expect(profiles[0].parameters["set"]?.mapValues(\.profile) == ["x": "a", "y": "b", "z": "c"])
    #expect(profiles[0].lineage == ["a", "b", "c"])
  }

  @Test(arguments: [
    (["profile: a\nextends: a"], ["p0.yaml:3:10 O0645"], "`a` → `a`"),
    (
      ["profile: a\nextends: b", "profile: b\nextends: a"], ["p0.yaml:3:10 O0645", "p1.yaml:3:10 O0645"],
      "`a` → `b` → `a`"
    ),
    // A profile that only leads into a circle: the circle is told once, where it is.
    (["profile: c\nextends: a", "profile: a\nextends: a"], ["p1.yaml:3:10 O0645"], "`a` → `a`"),
  ])
  func `A circle is an error that names it`(_ texts: [String], _ places: [String], _ circle: String) throws {
    let (profiles, diagnostics) = try Self.resolve(texts)
    #expect(Self.places(diagnostics) == places)
    #expect(diagnostics.first?.message == "profiles extend each other in a circle: \(circle)")
    #expect(profiles.isEmpty)
  }

  @Test func `An unknown parent is an error with the nearest name`() throws {
    let (_, diagnostics) = try Self.resolve(["profile: base", "profile: a\nextends: bse"])
    #expect(Self.places(diagnostics) == ["p1.yaml:3:10 O0644"])
    #expect(diagnostics.map(\.hints) == [["did you mean `base`?"]])
  }

  @Test func `What extends a profile without its parent is none, and nothing more is said of it`() throws {
    let (profiles, diagnostics) = try Self.resolve([
      "profile: c\nextends: b", "profile: b\nextends: a", "profile: a\nextends: nowhere",
    ])
    #expect(Self.places(diagnostics) == ["p2.yaml:3:10 O0644"])
    #expect(profiles.map(\.name) == ["a"])
  }

  @Test func `A chain of a thousand is merged, each file once`() throws {
    let count = 1_000
    let texts = (0..<count).map { "profile: p\($0)\n" + ($0 == 0 ? "" : "extends: p\($0 - 1)\n") + "summary: s" }
    let (profiles, diagnostics) = try Self.resolve(texts)
    #expect(diagnostics.isEmpty)
    #expect(profiles.map(\.lineage.count) == Array(1...count))
  }

  @Test func `A fault of a parent is told once, in the parent's file, however many extend it`() throws {
    let bad = "profile: bad\nbaselines: {loss: {measure: {after: 5 bananas, over: 10 steps}}}"
    let (_, diagnostics) = try Self.resolve([
      bad, "profile: a\nextends: bad", "profile: b\nextends: bad\nbaselines: {loss: {samples: 5}}",
    ])
    #expect(Self.places(diagnostics) == ["p0.yaml:3:37 O0301"])
  }

  @Test(arguments: [
    "{mean: 1}", "{mean: x, std: 1}", "{measure: {after: 0 steps}}", "{measure: {after: 1 step, over: 2 samples}}",
  ])
  func `A baseline with a fault is told once, and not again at the rules that use it`(_ baseline: String) throws {
    let (model, findings) = ProfileFile.decode(
      SourceFile(name: "p.yaml", text: "onset: 1\nprofile: p\nbaselines: {loss: \(baseline)}\n"))
    let (profiles, more) = ProfileResolver.resolve([try #require(model)])
    #expect((findings + more).count == 1)
    let rules = try Bench.ruleSet("rules: [{rule: r, when: loss > baseline(loss)}]")
    #expect(RuleSetChecker.check(rules, profile: profiles.first).diagnostics.isEmpty)
  }

  @Test(arguments: [
    ("profile: a\nbaselines: {loss: {mean: 1}}", ["p0.yaml:3:13 O0642"]),
    ("profile: a\nbaselines: {loss: {samples: 1}}", ["p0.yaml:3:13 O0642"]),
    ("profile: a\nbaselines: {loss: {measure: {after: 0 steps, over: 5 samples}}}", ["p0.yaml:3:52 O0643"]),
    ("profile: a\nbaselines: {loss: {measure: {after: 0 steps, over: 0 steps}}}", ["p0.yaml:3:52 O0303"]),
    ("profile: a\nbaselines: {loss: {measure: {after: 0.5 steps, over: 1 steps}}}", ["p0.yaml:3:37 O0304"]),
    ("profile: a\nbaselines: {loss: {measure: {after: 1, over: 1 steps}}}", ["p0.yaml:3:37 O0643"]),
    ("profile: Big Model", ["p0.yaml:2:10 O0601"]),
    ("profile: a\nparameters: {set: {p: x}}", ["p0.yaml:3:23 O0610"]),
    ("profile: a\nparameters: {set: {p: 5 bananas}}", ["p0.yaml:3:23 O0301"]),
  ])
  func `A profile's fault is an error at its place`(_ text: String, _ places: [String]) throws {
    #expect(Self.places(try Self.resolve([text]).diagnostics) == places)
  }

  @Test func `Two profiles of one name are an error that names the first file`() throws {
    let (_, diagnostics) = try Self.resolve(["profile: a", "profile: a"])
    #expect(Self.places(diagnostics) == ["p1.yaml:2:10 O0602"])
    #expect(diagnostics.map(\.hints) == [["the first is in p0.yaml"]])
  }

  // MARK: match

  static let matching = [
    "profile: any\nmatch: {architecture: \"*\"}",
    "profile: cnn\nmatch: {architecture: [cnn, \"cnn-*\"]}",
    "profile: former\nmatch: {architecture: [\"transformer\", \"*-transformer\"]}",
    "profile: gpt\nmatch: {architecture: gpt-transformer}",
    "profile: big\nmatch: {architecture: \"*-transformer\", size: big}",
    "profile: nobody",
  ]

  @Test(
    arguments: [
      (["architecture": "cnn"], "cnn"), (["architecture": "cnn-small"], "cnn"), (["architecture": "mlp"], "any"),
      (["architecture": "a-transformer"], "former"), (["architecture": "gpt-transformer"], "gpt"),
      // A second field makes it the more literal one: 12 + 3 characters; and 15 against 15 of `gpt`, which has no star.
      (["architecture": "a-transformer", "size": "big"], "big"),
      (["architecture": "a-transformer", "size": "small"], "former"),
      // A field that the run does not say is empty: only a star fits it.
      ([:], "any"), (["size": "big"], "any"),
    ] as [([String: String], String)])
  func `A run's profile is the one with the most literal pattern that fits`(
    _ fields: [String: String], _ name: String
  ) throws {
    let profiles = try Self.resolve(Self.matching).profiles
    guard case .one(let profile) = ProfileMatch.find(among: profiles, fields: fields) else {
      Issue.record("no single profile for \(fields)")
      return
    }
    #expect(profile.name == name)
  }

  @Test func `Profiles that fit equally well are a tie that names both, whatever fits less well`() throws {
    let profiles = try Self.resolve([
      "profile: any\nmatch: {architecture: \"*\"}", "profile: a\nmatch: {architecture: \"gpt-*\"}",
      "profile: b\nmatch: {architecture: \"*-xl\"}", "profile: c\nmatch: {architecture: \"*t-x*\"}",
    ]).profiles
    // `gpt-*` has four literal characters, `*t-x*` three, `*-xl` three.
    guard case .one(let first) = ProfileMatch.find(among: profiles, fields: ["architecture": "gpt-xl"]) else {
      Issue.record("a tie")
      return
    }
    #expect(first.name == "a")
    guard case .tie(let one, let two) = ProfileMatch.find(among: profiles, fields: ["architecture": "t-xl"]) else {
      Issue.record("no tie")
      return
    }
    #expect([one.name, two.name] == ["b", "c"])
  }

  @Test func `Where no profile fits there is none`() throws {
    let profiles = try Self.resolve(["profile: a\nmatch: {architecture: cnn}", "profile: b"]).profiles
    for fields in [[:], ["architecture": "mlp"], ["architecture": ""]] {
      guard case .none = ProfileMatch.find(among: profiles, fields: fields) else {
        Issue.record("found for \(fields)")
        continue
      }
    }
  }
}
