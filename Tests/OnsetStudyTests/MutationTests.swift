import OnsetRules
import OnsetStudy
import OnsetText
import Testing

@Suite("Mutants")
struct MutationTests {
  private func mutants(_ text: String, actions: Set<Int> = []) throws -> [Mutant] {
    let file = try #require(RuleSetFile.decode(SourceFile(name: "a.yaml", text: text)).model)
    return MutantFinder.mutants(of: file, observedActions: actions)
  }

  @Test("a rule set has the changes that it should have, in the order of the file")
  func changes() throws {
    let found = try mutants(RuleTestFixture.ruleSet, actions: [0]).map { "\($0.kind.rawValue) \($0.change)" }
    #expect(
      found == [
        "parameter 3 -> 3.3", "parameter 3 -> 2.7", "parameter 3 samples -> 4 samples",
        "parameter 3 samples -> 2 samples", "comparison > -> <", "comparison > -> >=", "hold 2 samples -> 3 samples",
        "hold 2 samples -> 1 sample", "phase enter -> no enter", "phase wild -> calm", "action 0.5 -> 0.55",
        "action 0.5 -> 0.45", "action 0.01 -> 0.011", "action 0.01 -> 0.009", "repetition repeat -> no repeat",
        "repetition at_most -> no at_most", "comparison > -> <",
        "confirmation confirm -> no confirm", "comparison > -> <", "threshold 2 -> 2.2", "threshold 2 -> 1.8",
        "confirmation 2 samples -> 3 samples", "confirmation 2 samples -> 1 sample",
        "logic not is_finite(each) -> is_finite(each)",
      ])
  }

  @Test(
    "expressions are changed where they should be",
    arguments: [
      ("loss > 5", ["> -> <", "> -> >=", "5 -> 5.5", "5 -> 4.5"]),
      (
        "loss > val_loss and (loss < 1 or val_loss >= 0)",
        [
          "loss > val_loss -> true", "> -> <", "and -> or", "(loss < 1 or val_loss >= 0) -> true", "loss < 1 -> false",
          "< -> >", "< -> <=", "1 -> 1.1", "1 -> 0.9", "or -> and", "val_loss >= 0 -> false", ">= -> <=", ">= -> >",
        ]
      ),
      (
        "mean(loss, 10 samples) < 20%*val_loss",
        [
          "10 samples -> 20 samples", "10 samples -> 5 samples", "< -> >", "20% -> 22%", "20% -> 18%",
        ]
      ),
      ("since_lowest(loss) >= 5 steps", [">= -> <=", ">= -> >", "5 steps -> 10 steps", "5 steps -> 2 steps"]),
      ("not is_finite(loss)", ["not is_finite(loss) -> is_finite(loss)"]), ("`a and b` > `c < 1`", ["> -> <"]),
    ])
  func expressions(text: String, expected: [String]) throws {
    let found = try mutants("onset: 1\nruleset: a\nrules:\n  - {rule: r, when: '\(text)'}\n").map(\.change)
    #expect(found == expected)
  }

  @Test("a change is made at its place, in plain, quoted and folded text, and nowhere else")
  func places() throws {
    let text = """
      onset: 1
      ruleset: a
      rules:
        - {rule: plain, when: loss > 3}
        - {rule: quoted, when: "loss > 30 and\\tval_loss < 4"}
        - rule: folded
          when: >
            loss > 5
            and val_loss
            < 6

      """
    let file = try #require(RuleSetFile.decode(SourceFile(name: "a.yaml", text: text)).model)
    let mutants = MutantFinder.mutants(of: file, observedActions: [])
    #expect(mutants.count == 26)
    for mutant in mutants {
      let lines = file.source.text(in: mutant.place).split { $0 == " " || $0.isNewline }
      guard lines.joined(separator: " ") == mutant.before else {
        Issue.record("\(mutant.before) is not at its place")
        continue
      }
      let changed = try #require(mutant.applied(to: file))
      #expect(changed.source.bytes != file.source.bytes)
      // Back again, it is the old file.
      let place = ByteRange(mutant.place.lower, mutant.place.lower + mutant.after.utf8.count)
      let back = changed.source.applying([TextEdit(range: place, replacement: Array(mutant.before.utf8))])
      #expect(back == file.source.bytes || lines.count > 1)
    }
  }

  @Test("phases and repeats are left out, and are others")
  func phases() throws {
    let text = """
      onset: 1
      ruleset: a
      phases: [early, middle, late]
      rules:
        - {rule: first, during: early, when: loss > 3, enter: middle}
        - {rule: second, during: [early, middle], when: loss < val_loss, repeat: after 20 samples, enter: late}
        - {rule: third, when: loss < val_loss, repeat: when cleared, clear: loss > val_loss, at_most: 3, enter: early}

      """
    let file = try #require(RuleSetFile.decode(SourceFile(name: "a.yaml", text: text)).model)
    let found = MutantFinder.mutants(of: file, observedActions: []).filter {
      $0.kind == .phase || $0.kind == .repetition
    }
    #expect(
      found.map(\.change) == [
        "during -> no during", "early -> middle", "enter -> no enter", "middle -> late", "during -> no during",
        "early -> no early", "middle -> no middle", "repeat -> no repeat", "after 20 samples -> when cleared",
        "20 samples -> 40 samples", "20 samples -> 10 samples", "enter -> no enter", "late -> early",
        "repeat -> no repeat", "clear -> no clear", "at_most -> no at_most", "enter -> no enter", "early -> middle",
      ])
    for mutant in found { #expect(mutant.applied(to: file) != nil, "\(mutant.change)") }
    let once = try #require(found.last { $0.change == "repeat -> no repeat" }?.applied(to: file)?.rules[2])
    #expect(once.repetition == nil && once.clear == nil && once.atMost == nil)
  }

  @Test("every mutant of the shipped rule sets is a rule set of its own, or none")
  func shipped() throws {
    for file in try Shipped.project().ruleSets {
      let all = Set(file.rules.indices)
      let mutants = MutantFinder.mutants(of: file, observedActions: all)
      let applied = mutants.compactMap { $0.applied(to: file) }
      #expect(applied.count * 10 >= mutants.count * 9, "\(file.name.value): most of the changes compile")
    }
  }

  @Test("tests notice what they look at, and remarks speak of the rest")
  func fates() throws {
    let rules = """
      onset: 1
      ruleset: a
      rules:
        - rule: high
          # onset: equivalent (3 -> 3.3): losses are whole numbers here
          # onset: equivalent (3 -> 2.7): and so
          when: loss > 3 and loss < 100    # onset: equivalent (and -> xor): there is no such thing
          for: 2 samples

      """
    let text = """
      onset: 1
      tests: a
      rulesets: a
      cases:
        - test: one
          run: {series: {loss: [1, 4, 1, 3, 3, 3, 4, 4, 4, 4, 120, 100, 130]}}
          expect: {fires: [{rule: high, at: 7, since: 6}]}

      """
    let project = try RuleTestFixture.project(rules)
    let tests = try RuleTestFixture.tests(text, project).map { try PreparedTest.prepare($0, profiles: []).get() }
    let run = MutationRun(project.ruleSets[0], tests: tests)
    let report = MutationReport(run, fates: run.mutants.map { run.fate(of: $0) })
    #expect(
      report.noticed.map(\.mutant.change) == [
        "loss > 3 -> true", "> -> <", "> -> >=", "3 -> 2.7", "and -> or", "< -> >", "2 samples -> 3 samples",
        "2 samples -> 1 sample",
      ])
    #expect(report.equivalent.map(\.mutant.change) == ["3 -> 3.3"])
    #expect(report.equivalent.compactMap(\.remark) == ["losses are whole numbers here"])
    #expect(report.survivors.map(\.mutant.change) == ["loss < 100 -> true", "< -> <=", "100 -> 110", "100 -> 90"])
    #expect(report.diagnostics.map(\.code) == ["O0861", "O0861"])
  }

  @Test("a parameter is changed whoever gives it")
  func parameters() throws {
    let text = """
      onset: 1
      tests: a
      rulesets: spike
      parameters: {spike: {limit: 10}}
      cases:
        - test: one
          run: {series: {loss: [1 x 5, 9.5 x 3, 10.5 x 3]}}
          expect: {fires: [{rule: high, at: 9}]}

      """
    let project = try RuleTestFixture.project(RuleTestFixture.ruleSet)
    let tests = try RuleTestFixture.tests(text, project).map { try PreparedTest.prepare($0, profiles: []).get() }
    let run = MutationRun(project.ruleSets[0], tests: tests)
    let fates = run.mutants.filter { $0.change == "3 -> 3.3" || $0.change == "3 -> 2.7" }.map { run.fate(of: $0) }
    // 11 never, 9 too early.
    #expect(fates == [.noticed(by: "a.one"), .noticed(by: "a.one")])
  }
}
