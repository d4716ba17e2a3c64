import OnsetText

extension Lints {
  /// What nothing needs.
  static let deadParts: [Lint] = [
    Lint(
      id: .unusedParameter, name: "unused-parameter", severity: .warning,
      summary: "a parameter that no expression uses",
      avoid: "parameters that do nothing when they are set",
      prefer: "using it where the number stands, or removing it",
      why: """
        Somebody will set it in a profile, or let it be tuned, and wonder why nothing changes. Often the expression \
        has kept the number that the parameter was made for.
        """,
      bad: Lint.Example(
        """
        onset: 1
        ruleset: high
        parameters: {height: 3}
        rules:
          - {rule: high, when: "mean(loss, 20 samples) > 3"}
        """),
      good: Lint.Example(
        """
        onset: 1
        ruleset: high
        parameters: {height: 3}
        rules:
          - {rule: high, when: "mean(loss, 20 samples) > height"}
        """)),
    Lint(
      id: .unusedLet, name: "unused-let", severity: .warning,
      summary: "a `let` that no rule uses, directly or through others",
      avoid: "expressions that are computed in the head of the reader only",
      prefer: "using it, or removing it",
      why: "What is named and not used was forgotten in a rule, or is a rest of one: both mislead the next reader.",
      bad: Lint.Example(
        """
        onset: 1
        ruleset: high
        let:
          smooth: mean(loss, 20 samples)
        rules:
          - {rule: high, when: "median(loss, 20 samples) > 3"}
        """),
      good: Lint.Example(
        """
        onset: 1
        ruleset: high
        let:
          smooth: mean(loss, 20 samples)
        rules:
          - {rule: high, when: smooth > 3}
        """)),
    Lint(
      id: .unusedPhase, name: "unused-phase", severity: .warning,
      summary: "a phase that no rule enters and none runs in",
      avoid: "phases that are only listed",
      prefer: "`enter` in the rule that detects it, or leaving it out",
      why: """
        Reports and other tools list the phases of a rule set; one that cannot occur reads as one that did not occur.
        """,
      bad: Lint.Example(
        """
        onset: 1
        ruleset: learning
        phases: [underfitting, feature_learning, memorization]
        rules:
          - rule: rank-turns
            during: underfitting
            when: median(effective_rank, 10 samples) > 20
            for: 5 samples
            enter: feature_learning
        """),
      good: Lint.Example(
        """
        onset: 1
        ruleset: learning
        phases: [underfitting, feature_learning]
        rules:
          - rule: rank-turns
            during: underfitting
            when: median(effective_rank, 10 samples) > 20
            for: 5 samples
            enter: feature_learning
        """)),
    Lint(
      id: .unreachablePhase, name: "unreachable-phase", severity: .warning,
      summary: "a phase that cannot be entered",
      avoid: "rules that run in a phase to which no other rule leads",
      prefer: "an `enter` on the way from the first phase",
      why: """
        Every run starts in the first phase, and only `enter` leads on. Rules of a phase that nothing leads to are never \
        looked at, and their silence looks like a good sign.
        """,
      bad: Lint.Example(
        """
        onset: 1
        ruleset: overfit
        phases: [learning, memorization]
        rules:
          - rule: validation-rises
            during: memorization
            when: slope(val_loss, 10 samples) > 0
            for: 5 samples
            then: [{notify: "overfitting since step {step}"}]
        """),
      good: Lint.Example(
        """
        onset: 1
        ruleset: overfit
        phases: [learning, memorization]
        rules:
          - rule: rank-rises
            during: learning
            when: slope(effective_rank, 50 samples) > 0
            for: 25 samples
            enter: memorization
          - rule: validation-rises
            during: memorization
            when: slope(val_loss, 10 samples) > 0
            for: 5 samples
            then: [{notify: "overfitting since step {step}"}]
        """)),
    Lint(
      id: .untestedRule, name: "untested-rule", severity: .warning,
      summary: "a rule of which no test expects that it fires, is rejected or stays undecided",
      avoid: "rules whose first test is an expensive run",
      prefer: "a test that makes it fire, and one that shows it silent where it should be",
      why: """
        A threshold with the wrong sign is silent, and so is a rule that waits for a metric of another name. That a rule \
        must not fire somewhere is no test of it: a rule that never fires passes that. A project in which there is no \
        test at all gets no such findings.
        """,
      bad: Lint.Example(
        [
          ("onset.yaml", "onset: 1\nrules: [rules]"), ("rules/high.yaml", twoRules),
          ("rules/tests/high.yaml", test(expecting: "[{rule: high}]")),
        ]),
      good: Lint.Example(
        [
          ("onset.yaml", "onset: 1\nrules: [rules]"), ("rules/high.yaml", twoRules),
          ("rules/tests/high.yaml", test(expecting: "[{rule: high}, {rule: low}]")),
        ])),
  ]

  private static let twoRules = """
    onset: 1
    ruleset: high
    rules:
      - {rule: high, when: "mean(loss, 10 samples) > 3"}
      - {rule: low, when: "mean(loss, 10 samples) < 1"}
    """

  private static func test(expecting events: String) -> String {
    """
    onset: 1
    tests: high
    rulesets: high
    cases:
      - test: a-loss-that-falls
        run: {series: {loss: "4 x 50, 0.5 x 50"}}
        expect: {fires: \(events)}
    """
  }
}
