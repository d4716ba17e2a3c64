import OnsetText

extension Lints {
  /// The comments that allow findings.
  static let allowances: [Lint] = [
    Lint(
      id: .malformedAllowance, name: "malformed-allowance", severity: .warning,
      summary: "a comment that means to allow a finding and does not",
      avoid: "ids that there are not, errors, and days that are none",
      prefer: "`# onset: allow L0201: why`, or with an end `# onset: allow L0201 until 2027-01-31: why`",
      why: """
        A comment that is not understood allows nothing, and whoever wrote it believes that it does. Several lints are \
        separated by commas. The comment stands in the line of the finding or in the lines right above it. Errors \
        cannot be allowed.
        """,
      bad: Lint.Example(
        """
        onset: 1
        ruleset: high
        rules:
          # onset: allow L0299: the loss is smooth here
          - {rule: high, when: "mean(loss, 20 samples) > 3"}
        """),
      good: Lint.Example(
        """
        onset: 1
        ruleset: high
        rules:
          - {rule: high, when: "mean(loss, 20 samples) > 3"}
        """)),
    Lint(
      id: .allowanceWithoutReason, name: "allowance-without-reason", severity: .warning,
      summary: "an allowance that does not say why",
      avoid: "allowing a finding to be rid of it",
      prefer: "one sentence after a colon, for whoever reads the rule next",
      why: """
        The finding will be right for the next rule that is copied from this one. Only the reason tells whether it is \
        right here.
        """,
      bad: Lint.Example(
        """
        onset: 1
        ruleset: patience
        rules:
          - rule: no-progress
            when: since_lowest(val_loss) >= 10 samples
            then: [{stop: "no progress"}]    # onset: allow L0201
        """),
      good: Lint.Example(
        """
        onset: 1
        ruleset: patience
        rules:
          - rule: no-progress
            when: since_lowest(val_loss) >= 10 samples
            then: [{stop: "no progress"}]    # onset: allow L0201: the usual early stopping, for comparison
        """)),
    Lint(
      id: .expiredAllowance, name: "expired-allowance", severity: .warning,
      summary: "an allowance whose day is over",
      avoid: "moving the day on without looking",
      prefer: "mending what it allowed; another day only where the reason still holds",
      why: """
        What was allowed until a day is found again after it, so that "for now" comes to an end.
        """,
      bad: Lint.Example(
        """
        onset: 1
        ruleset: patience
        rules:
          - rule: no-progress
            when: since_lowest(val_loss) >= 10 samples
            then: [{notify: "no progress"}]    # onset: allow L0201 until 2024-01-31: until there is a second metric
        """),
      good: Lint.Example(
        """
        onset: 1
        ruleset: patience
        rules:
          - rule: no-progress
            when: since_lowest(val_loss) >= 10 samples
            then: [{notify: "no progress"}]
        """)),
    Lint(
      id: .unnecessaryAllowance, name: "unnecessary-allowance", severity: .warning,
      summary: "an allowance of something that is not found there",
      avoid: "leaving allowances behind when a rule is mended",
      prefer: "removing them, or moving them to the line of the finding or the one above",
      why: """
        An allowance that nothing needs would hide the finding when it comes back. Those of lints that look at runs or \
        tests are judged only where runs or tests are looked at.
        """,
      bad: Lint.Example(
        """
        onset: 1
        ruleset: high
        rules:
          # onset: allow L0201: it only notifies
          - {rule: high, when: "mean(loss, 20 samples) > 3", then: [{notify: "high"}]}
        """),
      good: Lint.Example(
        """
        onset: 1
        ruleset: high
        rules:
          - {rule: high, when: "mean(loss, 20 samples) > 3", then: [{notify: "high"}]}
        """)),
  ]
}
