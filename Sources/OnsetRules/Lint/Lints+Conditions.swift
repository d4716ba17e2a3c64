import OnsetText

extension Lints {
  /// What a condition rests on.
  static let conditions: [Lint] = [
    Lint(
      id: .noisyDetection, name: "noisy-detection", severity: .warning,
      summary: "a window or hold so short that noise triggers it",
      avoid: "a deviation or a slope over fewer than five samples, and an action on a single raw sample",
      prefer: "windows of ten samples and more, and `for: 5 samples`",
      why: """
        A standard deviation of three samples is uncertain by half of itself: any multiple of it is crossed by chance \
        every few steps. A slope over three samples is that of the noise. One bad batch is no trend; five in a row are \
        one. Averages of few samples are fine, they only smooth little. With runs at hand (`--runs`) a rule that waits \
        for no more than two samples is replayed, and how often it fired before the first labelled transition is said.
        """,
      bad: Lint.Example(
        """
        onset: 1
        ruleset: jump
        rules:
          - rule: loss-jump
            when: loss > mean(loss, 50 samples) + 4 * std(loss, 3 samples)
            then: [{notify: "the loss jumps at step {step}"}]
        """),
      good: Lint.Example(
        """
        onset: 1
        ruleset: jump
        rules:
          - rule: loss-jump
            when: loss > mean(loss, 50 samples) + 4 * std(loss, 50 samples)
            then: [{notify: "the loss jumps at step {step}"}]
        """)),
    Lint(
      id: .rawThreshold, name: "raw-threshold", severity: .warning,
      summary: "a fixed threshold on a signal that decays over decades",
      avoid: "comparing a gradient norm or variance with a number, or with its sigma",
      prefer: "comparing it with its own recent past, or on a log scale",
      why: """
        Near convergence the norm and the variance of the gradient fall exponentially. A threshold that is right at \
        step 100 is a thousand times too high at step 10,000, and the deviation of the beginning covers everything \
        that comes later: raw, such a rule never alarms again. What scales with the signal on both sides holds \
        throughout. The gradient norm and variance count as such, under any alias that a profile knows.
        """,
      bad: Lint.Example(
        """
        onset: 1
        ruleset: explosion
        rules:
          - rule: gradient-explodes
            when: grad_norm > 100
            for: 2 samples
            then: [{notify: "the gradient explodes at step {step}"}]
        """),
      good: Lint.Example(
        """
        onset: 1
        ruleset: explosion
        rules:
          - rule: gradient-explodes
            when: grad_norm > 10 * median(grad_norm, 100 samples)
            for: 2 samples
            then: [{notify: "the gradient explodes at step {step}"}]
        """)),
    Lint(
      id: .constantCondition, name: "constant-condition", severity: .warning,
      summary: "a condition that is always or never true",
      avoid: "comparing a value with what it can never pass, with itself, or with its own extreme",
      prefer: "the extreme before this sample, `previous(lowest(loss))`, and thresholds within reach",
      why: """
        Such a rule says nothing and looks as if it did. The usual one: `lowest(loss)` and `min(loss, 50 samples)` have \
        seen the present sample, so `loss < lowest(loss)` is never true. A `fraction` lies between 0 and 1, a deviation \
        is not negative, and two comparisons of one value may exclude each other.
        """,
      bad: Lint.Example(
        """
        onset: 1
        ruleset: record
        rules:
          - rule: new-best
            when: val_loss < lowest(val_loss)
            repeat: when cleared
            then: [{checkpoint: "best so far, step {step}"}]
        """),
      good: Lint.Example(
        """
        onset: 1
        ruleset: record
        rules:
          - rule: new-best
            when: val_loss < previous(lowest(val_loss))
            repeat: when cleared
            then: [{checkpoint: "best so far, step {step}"}]
        """)),
    Lint(
      id: .shortHold, name: "short-hold", severity: .warning,
      summary: "a `for` in steps that rests on two samples at the cadence of the runs at hand",
      avoid: "holding for steps without looking at how often the metric is logged",
      prefer: "holding for samples, or for at least four times the cadence",
      why: """
        `for: 200 steps` sounds patient. Where validation runs every 200 steps it is met by two samples in a row, and \
        two samples agree by chance. What counts is how often something was measured. Metrics that the condition \
        smooths over five samples and more are not counted against it.
        """,
      bad: Lint.Example(
        [
          (
            "rules.yaml",
            """
            onset: 1
            ruleset: overfit
            rules:
              - rule: validation-above-best
                when: val_loss > 1.1 * lowest(val_loss)
                for: 200 steps
                then: [{notify: "overfitting since step {step}"}]
            """
          ), ("run.csv", ExampleLog.twoCadences),
        ], arguments: "rules.yaml --runs run.csv"),
      good: Lint.Example(
        [
          (
            "rules.yaml",
            """
            onset: 1
            ruleset: overfit
            rules:
              - rule: validation-above-best
                when: val_loss > 1.1 * lowest(val_loss)
                for: 5 samples
                then: [{notify: "overfitting since step {step}"}]
            """
          ), ("run.csv", ExampleLog.twoCadences),
        ], arguments: "rules.yaml --runs run.csv")),
    Lint(
      id: .mixedCadences, name: "mixed-cadences", severity: .warning,
      summary: "a window in samples over metrics of different cadences",
      avoid: "counting samples of an expression whose metrics are logged at different steps",
      prefer: "`at(…)`, which takes one sample where the slow metric has one",
      why: """
        An expression has a sample wherever one of its metrics has one, and holds the last value of the others. \
        `mean(val_loss - loss, 5 samples)` with a loss at every step averages five training losses against a single \
        validation. `mean(at(val_loss - loss, val_loss), 5 samples)` averages five validations.
        """,
      bad: Lint.Example(
        [
          (
            "rules.yaml",
            """
            onset: 1
            ruleset: gap
            rules:
              - rule: gap-opens
                when: mean(val_loss - loss, 5 samples) > 0.5
                then: [{notify: "the gap opens at step {step}"}]
            """
          ), ("run.csv", ExampleLog.twoCadences),
        ], arguments: "rules.yaml --runs run.csv"),
      good: Lint.Example(
        [
          (
            "rules.yaml",
            """
            onset: 1
            ruleset: gap
            rules:
              - rule: gap-opens
                when: mean(at(val_loss - loss, val_loss), 5 samples) > 0.5
                then: [{notify: "the gap opens at step {step}"}]
            """
          ), ("run.csv", ExampleLog.twoCadences),
        ], arguments: "rules.yaml --runs run.csv")),
  ]
}

/// Logs for examples.
enum ExampleLog {
  /// 2,000 steps with a loss every tenth and a validation every two hundredth.
  static var twoCadences: String {
    var text = "step,loss,val_loss\n"
    for step in stride(from: 0, through: 2000, by: 10) {
      let loss = 200 - step / 12
      text += "\(step),0.\(loss + 300),"
      text += step % 200 == 0 ? "0.\(400 + step / 20)\n" : "\n"
    }
    return text
  }

  /// The same, and validation ends at step 400.
  static var validationEnds: String {
    var text = "step,loss,val_loss\n"
    for step in stride(from: 0, through: 2000, by: 10) {
      text += "\(step),0.\(600 - step / 10),"
      text += step % 200 == 0 && step <= 400 ? "0.\(500 - step / 20)\n" : "\n"
    }
    return text
  }
}
