extension FileSchema {
  static let profile = FileSchema(
    kind: .profile, summary: "A profile: what runs of one architecture look like.", fileNames: ["profiles/*.yaml"],
    root: SchemaObject(
      "profile", "A profile: what runs of one architecture look like.",
      [
        .version,
        .required("profile", SchemaPattern.file, "The name; no two profiles of a project share one.", "transformer"),
        .optional("extends", SchemaPattern.file, "A profile whose content this one has too, unless it says otherwise."),
        .optional("summary", .text, "Which runs it is for, in a sentence.", "Decoder-only transformers."),
        .optional(
          "match", .map(.oneOrList(.text)),
          "Which runs it is for: fields of a run's metadata and patterns, of which one has to fit.",
          "{architecture: [transformer, \"*-transformer\"]}"),
        .optional(
          "signals", .map(.either([.nothing, .object(signal)])), "Metrics by their canonical names.",
          "{loss: {aliases: [train_loss], unit: nats, summary: Training loss.}}"),
        .optional("baselines", baselines, "What is usual, by metric.", "{loss: {mean: 0.7, std: 0.1}}"),
        .optional(
          "parameters", parameters, "Values for the parameters of rule sets.", "{noise-drop: {drop: 2.5}}"),
        .optional(
          "transitions", .map(.object(transition)), "When transitions typically happen, by the phase that begins.",
          "{feature_learning: {epoch: 12, earliest: 10, latest: 14, runs: 8}}"),
      ]))

  static let baselines = SchemaValue.map(.object(baseline))
  static let parameters = SchemaValue.map(.map(.expression(.literal)))

  private static let signal = SchemaObject(
    "signal", "A metric: the names under which it is logged, and what it is.",
    [
      .optional(
        "aliases", .oneOrList(.text), "Other names, in the order in which they are looked for.", "[gns, train/gns]"),
      .optional("unit", .text, "What it is measured in.", "ratio", "nats", "\"1\""),
      .optional("summary", .text, "What it is, in a sentence.", "Training loss."),
    ])

  private static let baseline = SchemaObject(
    "baseline",
    "What is usual for a metric: numbers with where they are from, or how to measure them on the run itself.",
    [
      .optional("mean", .number(), "The mean.", "0.7"),
      .optional("std", .number(from: 0), "The standard deviation.", "0.1"),
      .optional("samples", .integer(), "How many samples the numbers are of.", "240"),
      .optional("runs", .oneOrList(.text), "The runs that they are from.", "[diag-1]"),
      .optional("measured", .text, "The day of the measurement.", "2026-11-02"),
      .optional("range", .text, "Which part of the runs was measured.", "first 10%"),
      .optional("measure", .object(measure), "How to measure it on the run itself, in place of `mean` and `std`."),
    ])

  private static let measure = SchemaObject(
    "measure", "The part of a run that is measured; both spans in one unit.",
    [
      .required("after", .expression(.span), "Where it begins; 0 is the beginning of the run.", "50 steps"),
      .required("over", .expression(.span), "How long it is.", "500 steps"),
    ])

  private static let transition = SchemaObject(
    "transition", "When a phase typically begins: in epochs or in steps.",
    [
      .optional("epoch", .number(), "The usual epoch.", "12"), .optional("step", .number(), "The usual step.", "175"),
      .optional("earliest", .number(), "The earliest that was seen.", "10"),
      .optional("latest", .number(), "The latest that was seen.", "14"),
      .optional("runs", .integer(), "In how many runs it was seen.", "8"),
      .optional("measured", .text, "The day on which the runs were looked at.", "2026-11-02"),
    ])
}
