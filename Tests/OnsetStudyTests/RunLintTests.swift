import OnsetRules
import OnsetStudy
import OnsetText
import Testing

/// Lints that look at runs, profiles and days.
@Suite struct RunLintTests {
  /// The lints found in a rule `r`, for runs.
  private static func findings(
    _ rule: String, runs: [(name: String, text: String)], today: String? = nil, named: Bool = true
  ) async throws -> [Diagnostic] {
    let folder = try ScratchFolder()
    let text = rule.split(separator: "\n").map { "    \($0)\n" }.joined()
    try folder.write("rules/a.yaml", "onset: 1\nruleset: a\nrules:\n  - rule: r\n\(text)")
    for run in runs { try folder.write("runs/\(run.name)", run.text) }
    var project = Project()
    let check = await ProjectCheck.run(
      &project, paths: [folder.path + "/rules"], isWholeProject: false,
      lints: LintOptions(
        runPaths: [folder.path + "/runs"], runsWereNamed: named, today: today.flatMap { CalendarDay($0) }))
    try #require(project.failures.map(\.message) == [])
    return check.diagnostics
  }

  /// A log of the steps 0 to `last`: `loss` every `loss` steps, `val_loss` every `validation` steps up to `end`.
  private static func log(last: Int = 2000, loss: Int = 10, validation: Int = 100, end: Int? = nil) -> String {
    var text = "step,loss,val_loss\n"
    for step in 0...last where step % loss == 0 || step % validation == 0 {
      let value = Double((step * 7919) % 100) / 1000
      text += "\(step),\(step % loss == 0 ? "\(1 + value)" : ""),"
      text += step % validation == 0 && step <= end ?? last ? "\(2 - value)\n" : "\n"
    }
    return text
  }

  private static func codes(_ rule: String, _ log: String, metadata: String? = nil) async throws -> [String] {
    try await findings(rule, runs: [("x.csv", log)] + (metadata.map { [("x.run.yaml", "onset: 1\n\($0)\n")] } ?? []))
      .map(
        \.code)
  }

  @Test(arguments: [
    ("val_loss > 3", "100 steps", ["L0104"]), ("val_loss > 3", "2 steps", ["L0104"]),
    ("val_loss > 3", "101 steps", ["L0104"]),
    ("val_loss > 3", "102 steps", []), ("val_loss > 3", "3 samples", []), ("loss > 3", "100 steps", []),
    ("loss > 3 and val_loss > 3", "100 steps", ["L0104"]), ("mean(val_loss, 5 samples) > 3", "100 steps", []),
    ("mean(val_loss, 3 samples) > 3", "100 steps", ["L0104"]), ("mean(val_loss, 500 steps) > 3", "100 steps", []),
    ("mean(val_loss, 200 steps) > 3", "100 steps", ["L0104"]), ("since_lowest(val_loss) > 5 samples", "100 steps", []),
    ("val_loss > 1.1 * lowest(val_loss)", "100 steps", ["L0104"]), ("acc > 3", "100 steps", []),
  ])
  func `A hold is worth the samples in it`(_ condition: String, _ hold: String, _ codes: [String]) async throws {
    #expect(try await Self.codes("when: \(condition)\nfor: \(hold)", Self.log()) == codes)
  }

  @Test func `A hold in epochs is worth what they are in steps`() async throws {
    let rule = "when: val_loss > 3\nfor: 1 epoch"
    #expect(try await Self.codes(rule, Self.log(), metadata: "steps_per_epoch: 100") == ["L0104"])
    #expect(try await Self.codes(rule, Self.log(), metadata: "steps_per_epoch: 101") == [])
    #expect(try await Self.codes(rule, Self.log()) == [])
  }

  @Test(arguments: [
    ("mean(val_loss - loss, 5 samples) > 3", 1), ("mean(at(val_loss - loss, val_loss), 5 samples) > 3", 0),
    ("mean(val_loss - loss, 500 steps) > 3", 0), ("mean(val_loss, 5 samples) - mean(loss, 5 samples) > 3", 0),
    ("fraction(val_loss > loss, 5 samples) > 0.8", 1), ("change(val_loss / loss, 5 samples) > 3", 1),
    ("since(val_loss > loss) > 5 samples", 1), ("since(val_loss > loss) > 5 steps", 0),
    ("mean(loss - mean(val_loss, 5 samples), 5 samples) > 3", 1), ("mean(loss - lowest(loss), 5 samples) > 3", 0),
    ("mean(loss / baseline(val_loss), 5 samples) > 3", 0),
  ])
  func `A window in samples is over one cadence`(_ condition: String, _ count: Int) async throws {
    let rule = "when: \(condition)\nfor: 5 samples"
    #expect(try await Self.codes(rule, Self.log()).count { $0 == "L0105" } == count)
    // Where both are logged together there is only one.
    #expect(try await Self.codes(rule, Self.log(validation: 10)).count { $0 == "L0105" } == 0)
  }

  @Test func `What to write instead names the slower metric`() async throws {
    let found = try await Self.findings(
      "when: mean(val_loss - loss, 5 samples) > 3\nfor: 5 samples", runs: [("x.csv", Self.log())])
    #expect(
      found.map(\.hints) == [
        ["to count each sample of `val_loss` once, write `mean(at(val_loss - loss, val_loss), …)`"]
      ])
  }

  @Test func `A wait in samples ends where they come, and in steps in any case`() async throws {
    func rule(_ within: String) -> String {
      "when: mean(loss, 9 samples) > 3\nconfirm: {that: val_loss > 3, within: \(within)}"
    }
    #expect(try await Self.codes(rule("5 samples"), Self.log()) == [])
    #expect(try await Self.codes(rule("5 samples"), Self.log(end: 500)) == ["L0205"])
    #expect(try await Self.codes(rule("500 steps"), Self.log(end: 500)) == [])
    // Two validations are missing at the end of most runs.
    #expect(try await Self.codes(rule("1 sample"), Self.log(end: 1800)) == [])
    // Four validations in 200 rows are fewer than it waits for; in a run of 20 rows so is everything.
    #expect(try await Self.codes(rule("5 samples"), Self.log(validation: 600)) == ["L0205"])
    #expect(try await Self.codes(rule("5 samples"), Self.log(last: 200)) == [])
  }

  @Test func `A hasty rule that fires where nothing happens is noise, with the count`() async throws {
    let labels = "labels:\n  - {phase: memorization, step: 1500, earliest: 1400, latest: 1600}"
    let rule = "when: loss > 1.085\nrepeat: when cleared"
    let found = try await Self.findings(
      rule, runs: [("x.csv", Self.log()), ("x.run.yaml", "onset: 1\n\(labels)\n"), ("y.csv", Self.log())])
    #expect(found.map(\.code) == ["L0101"])
    let message = try #require(found.first?.message)
    #expect(message.contains("it fired 14 times in the quiet stretches of 1 of 1 runs (140 rows"), "\(message)")
    // A hold that is met by no noise, a confirmation, and no labels.
    #expect(try await Self.codes(rule + "\nfor: 3 samples", Self.log(), metadata: labels) == [])
    #expect(
      try await Self.codes(rule + "\nconfirm: {that: val_loss > 0, within: 3 samples}", Self.log(), metadata: labels)
        == [])
    #expect(try await Self.codes(rule, Self.log()) == [])
  }

  @Test func `A finding is told once, whatever the number of runs`() async throws {
    let found = try await Self.findings(
      "when: val_loss > 3\nfor: 100 steps", runs: [("a.csv", Self.log()), ("b.csv", Self.log())])
    #expect(found.map(\.code) == ["L0104"])
    #expect(found[0].message.contains("the run `a`"))
  }

  // MARK: Profiles

  private static func profileFindings(
    _ profiles: [String], rules: String = "", runs: [(String, String)] = [], today: String? = nil
  ) async throws -> [String] {
    let folder = try ScratchFolder()
    for (index, text) in profiles.enumerated() { try folder.write("p/\(index).yaml", "onset: 1\n\(text)\n") }
    if !rules.isEmpty { try folder.write("p/r.yaml", "onset: 1\nruleset: a\nrules:\n\(rules)\n") }
    for (name, text) in runs { try folder.write("runs/\(name)", text) }
    var project = Project()
    let check = await ProjectCheck.run(
      &project, paths: [folder.path + "/p"], isWholeProject: false,
      lints: LintOptions(
        runPaths: runs.isEmpty ? [] : [folder.path + "/runs"], runsWereNamed: true,
        today: today.flatMap { CalendarDay($0) }))
    return check.diagnostics.map { diagnostic in
      "\(diagnostic.source.path.split(separator: "/").last ?? "") \(diagnostic.code)"
    }
  }

  @Test func `A baseline grows old after a quarter`() async throws {
    let profile = "profile: p\nbaselines: {loss: {mean: 1, std: 1, samples: 99, measured: 2026-01-01}}"
    for (today, found) in [
      (nil, []), ("2026-04-03", []), ("2026-04-04", ["0.yaml L0304"]), ("2025-01-01", []),
    ] {
      #expect(try await Self.profileFindings([profile], today: today) == found, "\(today ?? "no day")")
    }
    let undated = "profile: p\nbaselines: {loss: {mean: 1, std: 1, samples: 99, measured: last spring}}"
    #expect(try await Self.profileFindings([undated], today: "2026-04-04") == [])
  }

  @Test func `A measurement on the run is too short only for a deviation that is used`() async throws {
    func profile(_ over: String) -> String {
      "profile: p\nsignals: {loss: {aliases: [trl]}}\nbaselines: {loss: {measure: {after: 0 \(over.split(separator: " ")[1]), over: \(over)}}}"
    }
    let uses = "  - {rule: r, when: val_loss > baseline(trl) + 3 * sigma(trl)}"
    let usesMean = "  - {rule: r, when: val_loss > 2 * baseline(trl)}"
    #expect(try await Self.profileFindings([profile("20 samples")], rules: uses) == ["0.yaml L0302"])
    #expect(try await Self.profileFindings([profile("50 samples")], rules: uses) == [])
    #expect(try await Self.profileFindings([profile("20 steps")], rules: uses) == [])
    #expect(try await Self.profileFindings([profile("20 samples")], rules: usesMean) == [])
    #expect(try await Self.profileFindings([profile("20 samples")]) == [])
  }

  @Test func `Numbers of another architecture are foreign, whoever says so`() async throws {
    let numbers = "baselines: {loss: {mean: 1, std: 1, samples: 99, runs: [x]}}"
    let child = "profile: b\nextends: a\nmatch: {architecture: \"cnn-*\"}"
    // Of a parent for everything, for nothing, for all that the child is for, and for something else.
    for (match, found) in [
      ("match: {architecture: \"*\"}", []), ("", []), ("match: {architecture: [mlp, \"cnn*\"]}", []),
      ("match: {architecture: mlp}", ["1.yaml L0301"]),
    ] {
      #expect(try await Self.profileFindings(["profile: a\n\(match)\n\(numbers)", child]) == found, "\(match)")
    }
    let own = "\(child)\nbaselines: {loss: {mean: 2, std: 1, samples: 99}}"
    #expect(try await Self.profileFindings(["profile: a\nmatch: {architecture: mlp}\n\(numbers)", own]) == [])
    // Of a run of another.
    let profile = "profile: a\nmatch: {architecture: mlp}\n\(numbers)"
    for (architecture, found) in [("mlp", []), ("cnn", ["0.yaml L0301"])] {
      let runs = [("x.csv", Self.log()), ("x.run.yaml", "onset: 1\narchitecture: \(architecture)\n")]
      #expect(try await Self.profileFindings([profile], runs: runs) == found, "\(architecture)")
    }
    #expect(try await Self.profileFindings([profile], runs: [("x.csv", Self.log())]) == [])
  }

  // MARK: Allowances

  @Test func `An allowance is unnecessary only where all that it depends on was looked at`() async throws {
    let folder = try ScratchFolder()
    let path = try folder.write(
      "rules/a.yaml",
      """
      onset: 1
      ruleset: a
      rules:
        - rule: r
          # onset: allow L0102, L0105, L0201: not here
          when: mean(val_loss, 9 samples) > 3
          for: 100 steps
      """)
    try folder.write("runs/x.csv", Self.log())
    let runs = [folder.path + "/runs"]
    for (isWhole, runPaths, named, count) in [
      (false, [], false, 1), (false, runs, true, 1), (true, [], false, 2), (true, runs, true, 2),
      (true, runs, false, 3),
    ] {
      var project = Project()
      let check = await ProjectCheck.run(
        &project, paths: [path], isWholeProject: isWhole,
        lints: LintOptions(runPaths: runPaths, runsWereNamed: named))
      #expect(check.diagnostics.map(\.code) == Array(repeating: "L0504", count: count))
    }
  }

  @Test func `An allowance holds until its day is over`() async throws {
    let rule = "when: mean(loss, 9 samples) > 3\nthen: [{stop: x}]    # onset: allow L0201 until 2027-01-31: why"
    for (today, codes) in [
      (nil, []), ("2027-01-31", []), ("2027-02-01", ["L0201", "L0503"]),
    ] {
      #expect(try await Self.findings(rule, runs: [("x.csv", Self.log())], today: today).map(\.code) == codes)
    }
  }
}
