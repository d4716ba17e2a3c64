/// The files with which a project begins.
package enum ProjectTemplate {
  package static var files: [(path: String, text: String)] {
    [
      ("onset.yaml", project), ("rules/divergence.yaml", ruleSet), ("rules/tests/divergence.yaml", tests),
      ("profiles/default.yaml", profile),
      ("runs/example.csv", log), ("runs/example.run.yaml", metadata),
    ]
  }

  private static let project = """
    onset: 1
    # Where the project keeps its files, relative to this one.
    rules: [rules]
    profiles: [profiles]
    runs: [runs]
    tests: [rules/tests]

    """

  private static let ruleSet = """
    onset: 1
    ruleset: divergence
    summary: The loss runs away; save the state first, then lower the learning rate.
    phases: [training, diverged]

    parameters:
      window: 20 samples
      # Standard deviations above the mean of the window before.
      height: {value: 4, tune: [3, 8]}

    let:
      usual: lag(mean(loss, window), 1 sample)
      spread: lag(std(loss, window), 1 sample)

    rules:
      - rule: loss-jump
        summary: The loss leaves its recent range.
        when: loss > usual + height * spread
        for: 2 samples
        confirm:                          # an independent metric has to agree
          that: grad_norm > 2 * at_detection(median(grad_norm, window))
          within: 5 samples
        enter: diverged
        then:
          - {checkpoint: "before the jump at step {step}"}
          - {scale: learning_rate, by: 0.5, floor: 1e-5}
          - {notify: "{run}: loss {loss} at step {step}, usually {usual}"}
        repeat: after 100 steps
        at_most: 3

    """

  private static let tests = """
    onset: 1
    tests: divergence
    rulesets: [divergence]
    run: {every: 10 steps, seed: 1}
    cases:
      - test: jump
        summary: Loss and gradient norm leap at step 500 and stay up.
        run:
          series:
            loss: 2 -> 1 +- 0.01 x 50, 3 x 10
            grad_norm: 1 +- 0.05 x 50, 8 x 10
        expect:
          fires:
            - {rule: loss-jump, between: [500, 520], actions: [{checkpoint: "*"}, {scale: learning_rate, by: 0.5}, {notify: "*"}]}

      - test: loss-alone
        summary: A leap of the loss that the gradient norm does not confirm.
        run:
          series:
            loss: 2 -> 1 +- 0.01 x 50, 3 x 10
            grad_norm: 1 +- 0.05 x 60
        expect:
          silent: loss-jump
          rejected: [{rule: loss-jump, between: [510, 570]}]

      - test: steady
        run:
          series:
            loss: 2 -> 1 +- 0.01 x 60
            grad_norm: 1 +- 0.05 x 60
        expect:
          silent: divergence.*

    """

  private static let profile = """
    onset: 1
    profile: default
    summary: What runs look like here; `*` fits every run that no other profile fits better.
    match: {architecture: "*"}
    signals:
      loss: {aliases: [train_loss, train/loss], unit: nats, summary: Training loss.}
      grad_norm: {aliases: [gradient_norm, train/grad_norm], unit: loss per parameter unit, summary: L2 norm of the gradient.}
      learning_rate: {aliases: [lr], unit: "1", summary: Learning rate of the step.}
    baselines:
      # Measured on each run itself; `onset eval 'grad_norm / baseline(grad_norm)' RUN` shows it.
      grad_norm: {measure: {after: 0 steps, over: 200 steps}}

    """

  private static let metadata = """
    onset: 1
    run: example
    architecture: mlp
    steps_per_epoch: 100
    hyperparameters: {learning_rate: 0.01, batch_size: 64}
    # What is to be found in it: `onset score` says whether the rules do, `onset tune` with which values they do best.
    labels:
      - {phase: diverged, step: 400, earliest: 400, latest: 430}

    """

  /// A made-up run of 600 steps, logged every tenth, that diverges at step 400 and recovers.
  private static var log: String {
    var text = "step,loss,grad_norm,learning_rate\n"
    var noise: UInt32 = 12345
    for step in stride(from: 0, through: 600, by: 10) {
      noise = noise &* 1_664_525 &+ 1_013_904_223
      let jitter = Double(noise >> 16) / 65536 - 0.5
      let quiet = 0.4 + 2.0 / (1 + Double(step) / 60)
      let isSpike = step >= 400 && step < 450
      let height = isSpike ? 1.5 - abs(Double(step) - 420) / 30 : 0
      let loss = quiet + 0.02 * jitter + height
      let norm = 0.8 + 0.1 * jitter + (isSpike ? 6 * height : 0)
      text += "\(step),\(rounded(loss)),\(rounded(norm)),0.01\n"
    }
    return text
  }

  private static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}
