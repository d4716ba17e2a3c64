extension FileSchema {
  static let experiment = FileSchema(
    kind: .experiment, summary: "An experiment: variants of rules, compared by what they do to the same runs.",
    fileNames: ["experiments/*.yaml"],
    root: SchemaObject(
      "experiment", "An experiment: variants of rules, compared by what they do to the same runs.",
      oneOf: ["variants", "matrix"],
      [
        .version,
        .required("experiment", SchemaPattern.file, "The experiment's name.", "window-length"),
        .optional("question", .text, "What it is to answer.", "Is a window of 50 samples better than 10?"),
        .optional(
          "rulesets", .oneOrList(.text),
          "The names of the rule sets that are tried; all of the project where left out.",
          "[noise-drop]"),
        .optional("profile", .text, "A profile for all runs; each run's own where left out.", "transformer"),
        .optional("runs", .object(runs), "Which runs are replayed; all of the project where left out."),
        .optional(
          "variants", .map(.object(variant)), "What is compared, by the names that the tables are to have.",
          "{shipped: {}, wide: {set: {noise-drop.window: 50 samples}}}"),
        .optional(
          "matrix", .map(.list(.expression(.literal))),
          "Values of parameters; each combination of them is a variant, after those spelt out.",
          "{noise-drop.window: [10 samples, 50 samples]}"),
        .optional(
          "against", .text, "The variant with which the others are compared; the first where left out.", "shipped"),
        .optional("objective", .text, "What decides, as `onset tune` has it; `f1` where left out.", "f1"),
        .optional("split", .object(split), "How the runs are parted into groups, each with a table of its own."),
      ]))

  private static let runs = SchemaObject(
    "runs", "Which runs are replayed.",
    [
      .optional(
        "paths", .oneOrList(.text),
        "Logs, archives and folders of runs, relative to the project; its own where left out.",
        "[runs]"),
      .optional("where", .oneOrList(.text), "Conditions on the metadata that all have to hold.", "[architecture=cnn]"),
    ])

  private static let variant = SchemaObject(
    "variant", "One of the things that are compared.",
    [
      .optional(
        "revision", .text, "The revision of which rules and profiles are taken; the files as they are where left out.",
        "HEAD~3"),
      .optional("set", .map(.expression(.literal)), "Other values for parameters.", "{noise-drop.window: 50 samples}"),
    ])

  private static let split = SchemaObject(
    "split", "How the runs are parted into groups.",
    [.required("by", .text, "A field of the metadata.", "architecture")])
}
