extension FileSchema {
  static let project = FileSchema(
    kind: .project, summary: "A project: where its files are, and what its people decided.", fileNames: ["onset.yaml"],
    root: SchemaObject(
      "project", "A project: where its files are, and what its people decided.",
      [
        .version,
        .optional(
          "rules", .oneOrList(.text), "Files and folders of rule sets, relative to this file; `rules` where left out.",
          "[rules]"),
        .optional(
          "profiles", .oneOrList(.text), "Files and folders of profiles; `profiles` where left out.", "[profiles]"),
        .optional("runs", .oneOrList(.text), "Logs and folders of runs; `runs` where left out.", "[runs]"),
        .optional(
          "tests", .oneOrList(.text), "Files and folders of tests; `rules/tests` where left out.", "[rules/tests]"),
        .optional(
          "formats", .oneOrList(.text), "Files and folders of formats of text logs; `formats` where left out.",
          "[formats]"),
        .optional(
          "experiments", .oneOrList(.text), "Files and folders of experiments; `experiments` where left out.",
          "[experiments]"),
        .optional(
          "reviewed", .day, "The day on which a person last read what the rules did in real runs; for `onset doctor`.",
          "2026-11-02"),
        .optional("budget", .object(budget), "What trying rules out may cost; for `onset doctor`."),
        .optional("score", .object(score), "By what rules are judged; for `onset score`."),
        .optional("cost", .object(cost), "What training costs; for what a stop saves."),
      ]))

  private static let budget = SchemaObject(
    "budget", "What trying rules out may cost.",
    [.required("experiments", .integer(from: 1), "How many runs may be spent on it.", "5")])

  private static let score = SchemaObject(
    "score", "By what rules are judged.",
    [
      .optional(
        "metric", .text, "The metric by which a stop is judged; `val_loss` where left out. A profile's aliases count.",
        "val_loss"),
      .optional("goal", .choice(["lowest", "highest"]), "Which way it is better; `lowest` where left out.", "lowest"),
      .optional(
        "tolerance", .integer(from: 0), "How many steps beside a label's range a detection still counts as right.", "20"
      ),
    ])

  private static let cost = SchemaObject(
    "cost", "What training costs.",
    [
      .optional(
        "seconds_per_step", .number(above: 0), "How long a step takes, in runs whose metadata do not say it.", "0.35"),
      .optional("devices", .number(above: 0), "How many devices a run takes; 1 where left out.", "8"),
      .optional("price", .number(above: 0), "What one device costs for an hour.", "2.5"),
      .optional("currency", .text, "What the price is in.", "EUR"),
      .optional(
        "overhead", .number(from: 0), "The share of a step's time that goes into measuring the signals, less than 1.",
        "0.02"),
    ])

  static let run = FileSchema(
    kind: .run, summary: "The metadata of a run: `run.yaml` in its folder, or `NAME.run.yaml` beside its log.",
    fileNames: ["run.yaml", "*.run.yaml"],
    root: SchemaObject(
      "run", "The metadata of a run. Fields of your own are allowed: a profile may match by them.", isOpen: true,
      [
        .version, .optional("run", .text, "The run's name; its file's where left out.", "diag-1"),
        .optional("architecture", .text, "The architecture, by which a profile is found.", "decoder-transformer"),
        .optional("dataset", .text, "The data that it was trained on.", "cifar10"),
        .optional("steps_per_epoch", .number(above: 0), "How many steps make an epoch.", "128"),
        .optional("seconds_per_step", .number(above: 0), "How long a step takes.", "0.25"),
        .optional(
          "hyperparameters", .map(.anything), "The hyperparameters at the start.",
          "{optimizer: adamw, learning_rate: 0.0005}"),
        .optional("labels", .list(.object(label)), "The transitions that are known to be in the run."),
      ]))

  private static let label = SchemaObject(
    "label", "A transition that is known to be in a run.",
    [
      .required("phase", .text, "The phase that begins.", "feature_learning"),
      .required("step", .integer(), "The best estimate of where.", "175"),
      .optional("earliest", .integer(), "The first step that counts as right; at or before `step`.", "125"),
      .optional("latest", .integer(), "The last step that counts as right; at or after `step`.", "200"),
    ])
}
