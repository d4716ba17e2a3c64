import OnsetText

extension Lints {
  /// What profiles call usual.
  static let baselines: [Lint] = [
    Lint(
      id: .foreignBaseline, name: "foreign-baseline", severity: .warning,
      summary: "a baseline that was measured on another architecture",
      avoid: "taking numbers over from the profile or the runs of another architecture",
      prefer: "a diagnostic run of the architecture itself, or `measure`, which looks at each run's own beginning",
      why: """
        The noise scale at random weights is 0.75 in a small MLP and 1.17 in a small convolutional network: three \
        deviations of one are within one of the other. A profile that extends another inherits its numbers without a \
        word. A parent whose `match` fits everything, or that has none, is for no architecture in particular.
        """,
      bad: Lint.Example(
        [("profiles/mlp.yaml", mlp), ("profiles/cnn.yaml", cnn)], arguments: "profiles"),
      good: Lint.Example(
        [
          ("profiles/mlp.yaml", mlp),
          (
            "profiles/cnn.yaml",
            """
            \(cnn)
            baselines:
              gradient_noise_scale: {measure: {after: 0 samples, over: 50 samples}}
            """
          ),
        ], arguments: "profiles")),
    Lint(
      id: .smallBaseline, name: "small-baseline", severity: .warning,
      summary: "a baseline of fewer than 50 samples",
      avoid: "sigmas of ten or twenty measurements",
      prefer: "50 samples and more, of more than one run; or a larger multiple, with the reason for it",
      why: """
        Three deviations are crossed once in 370 samples only if the deviation is known. From 10 samples it takes 4.29 \
        of them for the same, from 20 samples 3.53, from 50 samples 3.19 (Student's t). Successive samples that \
        correlate count for fewer. A baseline that is measured on the run itself counts only where a rule uses its \
        `sigma`.
        """,
      bad: Lint.Example(
        """
        onset: 1
        profile: mlp
        match: {architecture: mlp}
        baselines:
          gradient_noise_scale: {mean: 0.75, std: 0.21, samples: 20}
        """),
      good: Lint.Example(
        """
        onset: 1
        profile: mlp
        match: {architecture: mlp}
        baselines:
          gradient_noise_scale: {mean: 0.75, std: 0.21, samples: 250}
        """)),
    Lint(
      id: .baselineWithoutSpread, name: "baseline-without-spread", severity: .warning,
      summary: "a baseline whose standard deviation is zero",
      avoid: "`std: 0`, as a placeholder or from a metric that did not vary",
      prefer: "the measured deviation; a ratio where there is none",
      why: """
        With a sigma of zero, `baseline(m) - 3 * sigma(m)` is the mean, and half of all samples are below it. A metric \
        that never varies in a diagnostic run was most likely not measured.
        """,
      bad: Lint.Example(
        """
        onset: 1
        profile: mlp
        match: {architecture: mlp}
        baselines:
          effective_rank: {mean: 61, std: 0, samples: 250}
        """),
      good: Lint.Example(
        """
        onset: 1
        profile: mlp
        match: {architecture: mlp}
        baselines:
          effective_rank: {mean: 61, std: 2.4, samples: 250}
        """)),
    Lint(
      id: .oldBaseline, name: "old-baseline", severity: .note,
      summary: "a baseline that was measured more than a quarter of a year ago",
      avoid: "numbers of which nobody knows whether they still hold",
      prefer: "measuring again after changes of data, batch size or optimizer, and at least every quarter",
      why: """
        Data grows, defaults change, a library changes how it averages: a baseline is true for the code that it was \
        measured with. This is a note, so that no check fails because a day has passed. `ONSET_TODAY=2027-06-30 onset \
        check` shows what will be old by then.
        """,
      bad: Lint.Example(
        """
        onset: 1
        profile: mlp
        match: {architecture: mlp}
        baselines:
          gradient_noise_scale: {mean: 0.75, std: 0.21, samples: 250, measured: 2024-01-15}
        """),
      good: Lint.Example(
        """
        onset: 1
        profile: mlp
        match: {architecture: mlp}
        baselines:
          gradient_noise_scale: {mean: 0.75, std: 0.21, samples: 250, measured: 2026-11-02}
        """)),
  ]

  private static let mlp = """
    onset: 1
    profile: mlp
    match: {architecture: mlp}
    baselines:
      gradient_noise_scale: {mean: 0.75, std: 0.21, samples: 250}
    """

  private static let cnn = """
    onset: 1
    profile: cnn
    extends: mlp
    match: {architecture: cnn}
    """
}
