import OnsetText

extension Lints {
  /// What a rule does.
  static let actions: [Lint] = [
    Lint(
      id: .unconfirmedAction, name: "unconfirmed-action", severity: .warning,
      summary: "a rule that changes or stops the training without `confirm`",
      avoid: "`scale`, `set` and `stop` on the word of one condition",
      prefer: "`confirm` with an independent metric, or `approval: required`",
      why: """
        A false alarm that only notifies costs a glance; one that stops a run costs the run. An independent metric that \
        has to agree within a few samples takes away most false alarms and costs a short delay. A condition that only \
        asks for facts, such as `is_nan(loss)` or `step > 1000`, needs no second opinion, and `checkpoint` and `notify` \
        change nothing.
        """,
      bad: Lint.Example(
        """
        onset: 1
        ruleset: plateau
        rules:
          - rule: loss-plateau
            when: since_lowest(loss, 1%) >= 50 samples
            then: [{scale: learning_rate, by: 0.5, floor: 1e-5}]
        """),
      good: Lint.Example(
        """
        onset: 1
        ruleset: plateau
        rules:
          - rule: loss-plateau
            when: since_lowest(loss, 1%) >= 50 samples
            confirm: {that: "since_lowest(val_loss, 1%) >= 3 samples", within: 500 steps}
            then: [{scale: learning_rate, by: 0.5, floor: 1e-5}]
        """)),
    Lint(
      id: .dependentConfirmation, name: "dependent-confirmation", severity: .warning,
      summary: "a `confirm` that reads a metric that `when` reads",
      avoid: "confirming a detection with the metric that made it",
      prefer: "another metric: validation for what the loss says, the gradient for what validation says",
      why: """
        A confirmation is worth what is independent in it. The noise that carried the loss over its threshold is still \
        there a sample later, and confirms itself. Joined by `and`, one part that reads other metrics only is enough: \
        "still so, and validation agrees".
        """,
      bad: Lint.Example(
        """
        onset: 1
        ruleset: spike
        rules:
          - rule: loss-spike
            when: loss > 2 * median(loss, 50 samples)
            for: 2 samples
            confirm: {that: loss > at_detection(loss), within: 5 samples}
            then: [{scale: learning_rate, by: 0.5}]
        """),
      good: Lint.Example(
        """
        onset: 1
        ruleset: spike
        rules:
          - rule: loss-spike
            when: loss > 2 * median(loss, 50 samples)
            for: 2 samples
            confirm: {that: grad_norm > at_detection(grad_norm), within: 5 samples}
            then: [{scale: learning_rate, by: 0.5}]
        """)),
    Lint(
      id: .twoHyperparameters, name: "two-hyperparameters", severity: .warning,
      summary: "two hyperparameters changed at once, by a rule or by one rule set in one phase",
      avoid: "changing a second hyperparameter before the first change has been judged",
      prefer: "one change a phase: `enter` the next phase with it, and give the other `during:` that phase",
      why: """
        After two changes at once nobody can tell which of them helped, and which one hurt: the log of what was done is \
        worth nothing for the next run. Where two belong together by their nature (batch size and learning rate, scaled \
        as one) allow it with that reason.
        """,
      bad: Lint.Example(
        """
        onset: 1
        ruleset: noise
        rules:
          - rule: noise-rises
            when: median(gradient_noise_scale, 20 samples) > 2
            for: 10 samples
            confirm: {that: val_loss > at_detection(val_loss), within: 3 samples}
            then:
              - {scale: batch_size, by: 2, ceiling: 4096}
              - {scale: learning_rate, by: 0.5}
        """),
      good: Lint.Example(
        """
        onset: 1
        ruleset: noise
        rules:
          - rule: noise-rises
            when: median(gradient_noise_scale, 20 samples) > 2
            for: 10 samples
            confirm: {that: val_loss > at_detection(val_loss), within: 3 samples}
            then:
              - {scale: batch_size, by: 2, ceiling: 4096}
        """)),
    Lint(
      id: .ungatedStop, name: "ungated-stop", severity: .warning,
      summary: "a stop rule that runs in every phase, where a profile knows grokking",
      avoid: "stopping on validation in every phase",
      prefer: "phases: a rule that enters `memorization` once the training set is fitted, and `during:` on what stops",
      why: """
        A grokking run has a training accuracy of one and a validation at chance for thousands of steps before it \
        generalizes; patience on the validation loss ends it long before. Where a profile lists a transition to \
        `generalization` or to `grokking`, its runs come to that. A stop that only asks whether the loss is a number \
        is right in any phase.
        """,
      bad: Lint.Example(
        [
          (
            "rules.yaml",
            """
            onset: 1
            ruleset: patience
            rules:
              - rule: validation-stalls
                when: since_lowest(val_loss) >= 10 samples
                confirm: {that: "since_lowest(loss) >= 10 samples", within: 500 steps}
                then: [{stop: "no progress since step {step}"}]
            """
          ), ("profile.yaml", grokkingProfile),
        ], arguments: "rules.yaml profile.yaml"),
      good: Lint.Example(
        [
          (
            "rules.yaml",
            """
            onset: 1
            ruleset: patience
            phases: [fitting, memorization]
            rules:
              - rule: training-set-memorized
                during: fitting
                when: median(train_acc, 5 samples) > 0.95
                for: 3 samples
                enter: memorization
              - rule: validation-stalls
                during: fitting
                when: since_lowest(val_loss) >= 10 samples
                confirm: {that: "since_lowest(loss) >= 10 samples", within: 500 steps}
                then: [{stop: "no progress since step {step}"}]
            """
          ), ("profile.yaml", grokkingProfile),
        ], arguments: "rules.yaml profile.yaml")),
    Lint(
      id: .endlessWait, name: "endless-wait", severity: .warning,
      summary: "a `within` in samples of a metric that may never come",
      avoid: "waiting for samples of a metric that runs stop logging, or log fewer times than that",
      prefer: "waiting in steps or epochs, which pass whatever is logged",
      why: """
        A rule that waits for three validations waits for ever in a run whose validation has ended or has broken: it \
        neither fires nor is rejected, and detects nothing else meanwhile. Steps pass in any case. The runs at hand \
        show whether it happens (`--runs`, or those of the project).
        """,
      bad: Lint.Example(
        [
          (
            "rules.yaml",
            """
            onset: 1
            ruleset: turn
            rules:
              - rule: loss-rises
                when: slope(loss, 20 samples) > 0
                for: 10 samples
                confirm: {that: val_loss > at_detection(val_loss), within: 3 samples}
                then: [{stop: "the loss rises since step {step}"}]
            """
          ), ("run.csv", ExampleLog.validationEnds),
        ], arguments: "rules.yaml --runs run.csv"),
      good: Lint.Example(
        [
          (
            "rules.yaml",
            """
            onset: 1
            ruleset: turn
            rules:
              - rule: loss-rises
                when: slope(loss, 20 samples) > 0
                for: 10 samples
                confirm: {that: val_loss > at_detection(val_loss), within: 600 steps}
                then: [{stop: "the loss rises since step {step}"}]
            """
          ), ("run.csv", ExampleLog.validationEnds),
        ], arguments: "rules.yaml --runs run.csv")),
  ]

  private static let grokkingProfile = """
    onset: 1
    profile: algorithmic
    match: {architecture: algorithmic-transformer}
    transitions:
      memorization: {epoch: 100}
      generalization: {epoch: 900}
    """
}
