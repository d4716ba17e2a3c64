import Foundation
import Testing

/// Comparisons over the history of a repository that git itself has made.
@Suite("Revisions")
struct RevisionTests {
  /// A commit: what is replaced in the files, and what it changes according to `onset diff`, as lines of CSV without what
  /// stands after the values.
  struct Revision {
    var message: String
    var edits: [(file: String, old: String, new: String)]
    var changes: [String]
    /// Where an error is said to be.
    var errors: String?

    init(
      _ message: String, _ edits: [(file: String, old: String, new: String)], _ changes: [String],
      errors: String? = nil
    ) {
      (self.message, self.edits, self.changes, self.errors) = (message, edits, changes, errors)
    }
  }

  static let spike = """
    onset: 1
    ruleset: spike
    phases: [calm, wild]
    parameters:
      limit: {value: 3, tune: [1, 9]}
    let:
      usual: mean(loss, 2 samples)
    rules:
      - rule: high
        when: usual > limit
        enter: wild
      - rule: low
        when: loss < 0.40

    """

  static let plateau = """
    onset: 1
    ruleset: plateau
    rules:
      - rule: flat
        when: since_lowest(loss) >= 2 samples

    """

  static let profile = """
    onset: 1
    profile: base
    match: {architecture: "*"}
    baselines:
      loss: {mean: 1, std: 0.5}

    """

  /// Steps 0 to 9; the mean of two samples is over 3 at step 3 and over 4 at step 4.
  static let log = "step,loss\n0,1\n1,1\n2,2\n3,5\n4,6\n5,1\n6,0.39\n7,0.3\n8,0.5\n9,0.6\n"

  static let revisions = [
    Revision("Comments", [("rules/spike.yaml", "rules:\n", "# Only words.\nrules:\n")], []),
    Revision(
      "Raise the limit", [("rules/spike.yaml", "value: 3,", "value: 4,")],
      [
        "meaning,,spike.limit,changed,3,4,HEAD~1:rules/spike.yaml:5,HEAD:rules/spike.yaml:5",
        "behaviour,a,spike/high,later by 1,3,4,,",
        "behaviour,a,phases of spike,,\"calm 0, wild 4\",\"calm 0, wild 5\",,",
        "score,,\"spike/high, wild\",delay,0,1,,",
      ]),
    Revision(
      "Order of keys",
      [
        (
          "rules/spike.yaml", "    when: usual > limit\n    enter: wild\n",
          "    enter: wild\n    when: \"limit<(usual)\"\n"
        ),
        ("rules/spike.yaml", "phases: [calm, wild]\n", "phases:\n  - calm\n  - wild\n"),
      ], []),
    Revision(
      "Longer window", [("rules/spike.yaml", "2 samples", "4 samples")],
      [
        "meaning,,spike let usual,changed,\"mean(loss, 2 samples)\",\"mean(loss, 4 samples)\","
          + "HEAD~1:rules/spike.yaml:9,HEAD:rules/spike.yaml:9",
        "behaviour,a,spike/high,lost,4,,,",
        "behaviour,a,phases of spike,,\"calm 0, wild 5\",calm 0,,",
        "score,,\"spike/high, wild\",hits,1,0,,",
        "score,,\"spike/high, wild\",misses,0,1,,",
        "score,,\"spike/high, wild\",precision,1,,,",
        "score,,\"spike/high, wild\",recall,1,0,,",
        "score,,\"spike/high, wild\",F1,1,0,,",
        "score,,\"spike/high, wild\",delay,1,,,",
      ]),
    // The rule set that does not compile is left out, the other is compared.
    Revision(
      "Break a rule, wait longer",
      [("rules/spike.yaml", "(usual)", "(usual"), ("rules/plateau.yaml", ">= 2", ">= 3")],
      [
        "meaning,,plateau/flat when,changed,since_lowest(loss) >= 2 samples,since_lowest(loss) >= 3 samples,"
          + "HEAD~1:rules/plateau.yaml:5,HEAD:rules/plateau.yaml:5",
        "behaviour,a,plateau/flat,later by 1,2,3,,",
        "not compared,,spike,the expression ends where `)` was expected,,,HEAD:rules/spike.yaml:14,",
      ], errors: "HEAD:rules/spike.yaml:14:24"),
    Revision(
      "Mend it", [("rules/spike.yaml", "(usual", "(usual)")],
      ["not compared,,spike,the expression ends where `)` was expected,,,HEAD~1:rules/spike.yaml:14,"],
      errors: "HEAD~1:rules/spike.yaml:14:24"),
    Revision(
      "A better name", [("rules/spike.yaml", "rule: low", "rule: lower")],
      ["meaning,,spike/lower,renamed,low,lower,HEAD~1:rules/spike.yaml:15,HEAD:rules/spike.yaml:15"]),
    Revision(
      "One more rule", [("rules/spike.yaml", "0.40\n", "0.40\n  - rule: deep\n    when: loss < 0.35\n")],
      [
        "meaning,,spike/deep,added,,deep,,HEAD:rules/spike.yaml:17", "behaviour,a,spike/deep,new,,7,,",
      ]),
    Revision(
      "Another one instead",
      [
        ("rules/spike.yaml", "  - rule: deep\n    when: loss < 0.35\n", ""),
        ("rules/plateau.yaml", "3 samples\n", "3 samples\n  - rule: far\n    when: loss > 9 * sigma(loss)\n"),
      ],
      [
        "meaning,,plateau/far,added,,far,,HEAD:rules/plateau.yaml:6",
        "meaning,,spike/deep,removed,deep,,HEAD~1:rules/spike.yaml:17,", "behaviour,a,plateau/far,new,,3,,",
        "behaviour,a,spike/deep,lost,7,,,",
      ]),
    Revision(
      "Measured again",
      [("profiles/base.yaml", "std: 0.5}\n", "std: 0.6}\nparameters:\n  spike: {limit: 3.4}\n")],
      [
        "meaning,,\"profile base, baseline of loss\",changed,\"mean 1, std 0.5\",\"mean 1, std 0.6\","
          + "HEAD~1:profiles/base.yaml:5,HEAD:profiles/base.yaml:5",
        "meaning,,\"profile base, spike.limit\",added,,3.4,,HEAD:profiles/base.yaml:7",
        "behaviour,a,plateau/far,later by 1,3,4,,",
        "behaviour,a,spike/high,new,,4,,",
        "behaviour,a,phases of spike,,calm 0,\"calm 0, wild 5\",,",
        "score,,\"spike/high, wild\",hits,0,1,,",
        "score,,\"spike/high, wild\",misses,1,0,,",
        "score,,\"spike/high, wild\",precision,,1,,",
        "score,,\"spike/high, wild\",recall,0,1,,",
        "score,,\"spike/high, wild\",F1,0,1,,",
        "score,,\"spike/high, wild\",delay,,1,,",
      ]),
  ]

  private static let header = "kind,run,subject,change,before,after,before_place,after_place\n"

  /// The repository with all its revisions; `body` is called after each.
  private static func repository(
    _ body: (Workplace, Revision) async throws -> Void = { _, _ in }
  ) async throws -> Workplace {
    let place = try Workplace()
    var texts = ["rules/spike.yaml": spike, "rules/plateau.yaml": plateau, "profiles/base.yaml": profile]
    for (path, text) in texts { try place.write(path, text) }
    try place.write("onset.yaml", "onset: 1\n")
    try place.write("runs/a.csv", log)
    try place.write("runs/a.run.yaml", "onset: 1\nlabels: [{phase: wild, step: 3, earliest: 3, latest: 4}]\n")
    try await silently(place, "git init -q -b main && git add . && git commit -qm 'First rules'")
    for revision in revisions {
      for (path, old, new) in revision.edits {
        let text = try #require(texts[path])
        try #require(text.contains(old), "\(revision.message)")
        texts[path] = text.replacing(old, with: new, maxReplacements: 1)
        try place.write(path, texts[path] ?? "")
      }
      try await silently(place, "git commit -qam '\(revision.message)'")
      try await body(place, revision)
    }
    return place
  }

  /// The lines of a table without the columns that say to what they belong, which are looked at here: `count` digests,
  /// none for what there is not, and the engine.
  private static func unstamped(_ csv: String, _ count: Int) -> String {
    csv.split(separator: "\n").enumerated().map { number, line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      let digests = cells.suffix(count + 1).dropLast()
      if number == 0 {
        #expect(digests.allSatisfy { $0.hasSuffix("_digest") } && cells.last == "engine", "\(line)")
      } else {
        #expect(digests.allSatisfy { $0.isEmpty || $0.count == 64 && $0.allSatisfy(\.isHexDigit) }, "\(line)")
        #expect(digests.contains { !$0.isEmpty } && cells.last == "0.1.0", "\(line)")
      }
      return cells.dropLast(count + 1).joined(separator: ",") + "\n"
    }.joined()
  }

  private static func silently(_ place: Workplace, _ command: String) async throws {
    try #require(try await place.run(command) == Workplace.Result(output: "", error: "", status: 0), "\(command)")
  }

  @Test func `each revision is compared with the one before it, in meaning, behaviour and scores`() async throws {
    _ = try await Self.repository { place, revision in
      let found = try await place.run("onset diff HEAD~1 HEAD --format csv")
      #expect(
        Self.unstamped(found.output, 5) == Self.header + revision.changes.map { $0 + "\n" }.joined(),
        "\(revision.message)")
      #expect(found.status == (revision.changes.isEmpty ? 0 : 1), "\(revision.message)")
      if let errors = revision.errors {
        #expect(found.error.contains("--> \(errors)"), "\(revision.message): \(found.error)")
      } else {
        #expect(found.error == "", "\(revision.message)")
      }
    }
  }

  @Test func `a rule set under another name is the same one, and so are its rules`() async throws {
    let place = try await Self.repository()
    func diff() async throws -> [Substring] {
      let found = try await place.run("onset diff HEAD~1 HEAD --format csv")
      #expect(found.error == "" && found.status == 1)
      return Self.unstamped(found.output, 5).split(separator: "\n").dropFirst().map { $0 }
    }
    try await Self.silently(
      place,
      "sed -i 's/ruleset: spike/ruleset: jump/' rules/spike.yaml && sed -i 's/  spike:/  jump:/' profiles/base.yaml && "
        + "git mv rules/spike.yaml rules/jump.yaml && git commit -qam 'Another name'")
    #expect(
      try await diff() == ["meaning,,rule set jump,renamed,spike,jump,HEAD~1:rules/spike.yaml:2,HEAD:rules/jump.yaml:2"]
    )
    let text = try await place.run("onset diff HEAD~1 HEAD")
    #expect(text.output.contains("rule set jump  renamed\n    - spike  HEAD~1:rules/spike.yaml:2\n    + jump "))
    let found = try await place.run("onset bisect HEAD~1 --event jump/lower --run a")
    #expect(found.error == "onset: nothing changed: jump/lower on a fires at step 6 in HEAD~1 and in HEAD\n")
    // Again, with a rule's name, a value of the profile, and what the set says changed at once.
    try await Self.silently(
      place,
      "sed -i 's/ruleset: jump/ruleset: leap/; s/0.40/0.38/' rules/jump.yaml && "
        + "sed -i 's/  jump: {limit: 3.4}/  leap: {limit: 1.2}/' profiles/base.yaml && git commit -qam 'And more'")
    #expect(
      try await diff().prefix(3) == [
        "meaning,,rule set leap,renamed,jump,leap,HEAD~1:rules/jump.yaml:2,HEAD:rules/jump.yaml:2",
        "meaning,,leap/lower when,changed,loss < 0.40,loss < 0.38,HEAD~1:rules/jump.yaml:16,HEAD:rules/jump.yaml:16",
        "meaning,,\"profile base, leap.limit\",changed,3.4,1.2,HEAD~1:profiles/base.yaml:7,HEAD:profiles/base.yaml:7",
      ])
    try await Self.silently(
      place,
      "sed -i 's/ruleset: leap/ruleset: bound/; s/rule: lower/rule: lowest-loss/' rules/jump.yaml && "
        + "sed -i 's/  leap:/  bound:/' profiles/base.yaml && git commit -qam 'Both names'")
    // With rules of other names, only what says all the same is a rename of the set.
    #expect(try await diff().first?.hasPrefix("meaning,,rule set bound,added,") == true)
    try await Self.silently(place, "git reset -q --hard HEAD~1")
    // Whichever end knows the rule by its name.
    for name in ["leap", "spike"] {
      let later = try await place.run("onset bisect HEAD~2 HEAD --event \(name)/high --run a --format csv")
      #expect(later.output.contains(",And more,"), "\(later.error)")
    }
    let log = try await place.run("onset log leap/high --format csv")
    #expect(
      Self.unstamped(log.output, 4).split(separator: "\n").dropFirst().map {
        $0.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)[2]
      }.prefix(3) == [
        "And more,leap/high,changed,1,1,1,1.00,,\"rule set leap: jump → leap; profile base, leap.limit: 3.4 → 1.2\"",
        "Another name,jump/high,changed,1,1,1,1.00,,rule set jump: spike → jump",
        "Measured again,spike/high,changed,1,1,1,1.00,,\"profile base, spike.limit: nothing → 3.4\"",
      ])
  }

  @Test func `what lies here is compared with the last commit, and the repository is left alone`() async throws {
    let place = try await Self.repository()
    #expect(try await place.run("onset diff --format jsonl") == Workplace.Result(output: "", error: "", status: 0))
    // Of the index nothing is read: what is staged and not committed is not what is compared.
    try place.write("rules/plateau.yaml", Self.plateau.replacing(">= 2", with: ">= 4"))
    let before = try await place.run(
      "git add rules/plateau.yaml && sed -i 's/0.40/0.38/' rules/spike.yaml && md5sum .git/index")
    let found = try await place.run("mkdir -p sub/folder && cd sub/folder && onset diff --format csv --no-runs")
    #expect(
      Self.unstamped(found.output, 5)
        == Self.header + """
          meaning,,plateau/flat when,changed,since_lowest(loss) >= 3 samples,since_lowest(loss) >= 4 samples,\
          HEAD:rules/plateau.yaml:5,../../rules/plateau.yaml:5
          meaning,,plateau/far,removed,far,,HEAD:rules/plateau.yaml:6,
          meaning,,spike/lower when,changed,loss < 0.40,loss < 0.38,HEAD:rules/spike.yaml:16,../../rules/spike.yaml:16

          """)
    #expect(found.status == 1)
    #expect(try await place.run("cd ../.. && md5sum .git/index") == before)
    #expect(try await place.run("git stash list").output == "")
    let log = try await place.run("onset log lower --format csv --no-runs")
    #expect(log.output.contains("\nworking tree,,,spike/lower,changed,"))
  }

  @Test func `a rule's history is followed through a rename, and says what each version did`() async throws {
    let place = try await Self.repository()
    let broken =
      try await place.run("git rev-parse HEAD~\(Self.revisions.count - 5)").output.prefix(8)
      + ":rules/spike.yaml:14"
    func log(_ arguments: String) async throws -> [String] {
      let found = try await place.run("onset log \(arguments) --format csv")
      #expect(found.status == 0 && found.error == "", "\(found.error)")
      // Without the names of the commits.
      return Self.unstamped(found.output, 4).split(separator: "\n").dropFirst().map { line in
        line.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false).last.map(String.init) ?? ""
      }
    }
    #expect(
      try await log("spike/lower")
        == [
          "A better name,spike/lower,changed,1,1,1,,,spike/lower: low → lower",
          "\"Break a rule, wait longer\",spike/low,broken,,,,,,@: the expression ends where `)` was expected",
          "First rules,spike/low,added,1,1,1,,,",
        ].map { $0.replacing("@", with: broken) })
    #expect(
      try await log("high")
        == [
          "Measured again,spike/high,changed,1,1,1,1.00,,\"profile base, spike.limit: nothing → 3.4\"",
          "\"Break a rule, wait longer\",spike/high,broken,,,,,,@: the expression ends where `)` was expected",
          "Longer window,spike/high,changed,1,0,0,0.00,,"
            + "\"spike let usual: mean(loss, 2 samples) → mean(loss, 4 samples)\"",
          "Raise the limit,spike/high,changed,1,1,1,1.00,,spike.limit: 3 → 4",
          "First rules,spike/high,added,1,1,1,1.00,,",
        ].map { $0.replacing("@", with: broken) })
    // The rule that was there for two commits.
    #expect(
      try await log("spike/deep --no-runs")
        == [
          "Another one instead,spike/deep,removed,,,,,,", "One more rule,spike/deep,added,,,,,,",
          "\"Break a rule, wait longer\",spike/deep,broken,,,,,,@: the expression ends where `)` was expected",
        ].map { $0.replacing("@", with: broken) })
    #expect(try await log("plateau/far --all --no-runs").count == 11)
    #expect(
      try await log("high --no-runs --revisions HEAD~9..HEAD~7") == [
        "Raise the limit,spike/high,changed,,,,,,spike.limit: 3 → 4"
      ])
  }

  @Test(arguments: [
    ("HEAD~10 --event spike/high@3", "Raise the limit", ""), ("HEAD~10 --event spike/high", "Raise the limit", ""),
    ("HEAD~8 HEAD --event high@4", "", "spike/high on a fires at step 4 in HEAD~8 and in HEAD"),
    ("HEAD~8 HEAD~1 --event high@4", "Longer window", ""), ("HEAD~4 --event high", "Measured again", ""),
    ("HEAD~9 --event plateau/flat", "Break a rule, wait longer", ""),
    // The rule was called `low` then, and is the same one.
    ("HEAD~9 --event lower", "", "spike/lower on a fires at step 6 in HEAD~9 and in HEAD"),
    ("HEAD~2 --event deep", "Another one instead", ""),
  ])
  func `bisect finds the commit that changed an event`(_ arguments: String, _ subject: String, _ message: String)
    async throws
  {
    let place = try await Self.repository()
    let found = try await place.run("onset bisect \(arguments) --run a --format csv")
    if message.isEmpty {
      #expect(found.status == 0 && found.error == "", "\(found.error)")
      let row = found.output.split(separator: "\n").last ?? ""
      #expect(row.contains(",\(subject),") || row.contains(",\"\(subject)\","), "\(row)")
    } else {
      #expect(found.status == 2)
      #expect(found.error == "onset: nothing changed: \(message)\n")
    }
  }

  @Test func `a change behind a revision with errors is told with it`() async throws {
    let place = try await Self.repository()
    // The revision with errors changed the rule as well, which shows when it is mended.
    let commands = """
      git checkout -q HEAD~1 && sed -i 's/0.40/(0.36/' rules/spike.yaml && git commit -qam 'Worse' &&
      sed -i 's/(0.36/0.36/' rules/spike.yaml && git commit -qam 'Better'
      """
    try await Self.silently(place, commands)
    let found = try await place.run("onset bisect HEAD~3 --event spike/lower --run runs/a.csv")
    let skipped = try await place.run("git rev-parse HEAD~1").output.prefix(8)
    let after = try await place.run("git rev-parse HEAD").output.prefix(8)
    #expect(found.output.hasPrefix("spike/lower on a changed with \(after) Better\n"))
    #expect(found.output.contains("with errors in between, so that the change may be theirs: \(skipped)\n"))
    #expect(found.output.contains("fires at step 6") && found.output.contains("fires at step 7"))
  }

  @Test func `a name is a path, a revision, or both, which is said`() async throws {
    let place = try await Self.repository()
    try await Self.silently(place, "git branch -q rules HEAD~1 && git tag v1 HEAD~9 && git branch -q old HEAD~9")
    func diff(_ arguments: String) async throws -> String {
      let found = try await place.run("onset diff \(arguments) --no-runs --format csv", isMerged: true)
      let line = found.output.split(separator: "\n")
      return line.first?.hasPrefix("kind,run,subject,change,before,after,before_place,after_place,") == true
        ? "\(line.count - 1)" : found.output
    }
    #expect(
      try await diff("rules") == """
        onset: `rules` is a file or folder here and a revision, too: write `./rules` for the files, `heads/rules` for the \
        revision

        """)
    #expect(try await diff("heads/rules") == "2")
    #expect(try await diff("./rules ./rules") == "0")
    #expect(try await diff("v1 old") == "0")
    #expect(try await diff("v1 HEAD") == diff("v1"))
    let short = try await place.run("git rev-parse --short HEAD~9").output.dropLast()
    #expect(try await diff("v1 \(short)") == "0")
    #expect(try await diff("v1 ./rules/plateau.yaml") == "3")
    #expect(try await diff("HEAD~1:rules/plateau.yaml") == "1")
    #expect(try await diff("v2") == "onset: `v2` is neither a file or folder nor a revision; did you mean `v1`?\n")
    #expect(try await diff("--end-of-options") != "0")
    #expect(try await diff("-- --output=x").hasPrefix("onset: "))
    let bare = try await place.run(
      "git clone -q --bare . ../bare.git && cd ../bare.git && onset diff HEAD~1 HEAD --no-runs --format csv")
    #expect(bare.output.split(separator: "\n").count == 3 && bare.status == 1, "\(bare)")
  }

  @Test func `without a repository two folders are compared`() async throws {
    let place = try Workplace()
    try place.write("old/plateau.yaml", Self.plateau)
    try place.write("new/plateau.yaml", Self.plateau.replacing(">= 2", with: ">= 3"))
    let found = try await place.run("onset diff old new --format csv")
    #expect(
      Self.unstamped(found.output, 5)
        == Self.header
        + "meaning,,plateau/flat when,changed,since_lowest(loss) >= 2 samples,since_lowest(loss) >= 3 samples,"
        + "old/plateau.yaml:5,new/plateau.yaml:5\n")
    #expect(found.status == 1)
    let alone = try await place.run("onset diff")
    #expect(alone.status == 2)
    #expect(alone.error.contains("there is no repository here"), "\(alone.error)")
    #expect(try await place.run("onset log plateau").status == 2)
    // Nor is there anything to compare with before the first commit.
    try await Self.silently(place, "git init -q -b main")
    for command in ["diff", "diff HEAD", "log plateau", "bisect HEAD --event flat --run a"] {
      let found = try await place.run("onset \(command)")
      #expect(found.error.hasPrefix("onset: the git repository here has no commit yet"), "\(found.error)")
      #expect(found.status == 2 && found.output == "")
    }
  }
}
