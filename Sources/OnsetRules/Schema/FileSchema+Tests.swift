extension FileSchema {
  static let tests = FileSchema(
    kind: .tests, summary: "Tests of rules: runs, and what has to happen on them.", fileNames: ["rules/tests/*.yaml"],
    root: SchemaObject(
      "tests", "Tests of rules: runs, and what has to happen on them.",
      [
        .version, .required("tests", SchemaPattern.file, "The name of the file of tests.", "noise-drop"),
        .optional("summary", .text, "What is tested, in a sentence.", "The noise scale falls, or does not."),
      ] + settings + [
        .optional("run", .object(testRun), "What the runs of the tests have in common."),
        .required("cases", .list(.object(test)), "The tests."),
      ]))

  private static let settings: [SchemaKey] = [
    .optional("rulesets", .oneOrList(.text), "Rule sets by name, or by a path relative to this file.", "noise-drop"),
    .optional("profile", .text, "A profile's name or file.", "base"),
    .optional("baselines", baselines, "Baselines in place of the profile's.", "{loss: {mean: 0.7, std: 0.1}}"),
    .optional("parameters", parameters, "Values for the parameters of rule sets.", "{noise-drop: {drop: 2.5}}"),
  ]

  private static let test = SchemaObject(
    "test", "A test: a run, and what has to happen on it.",
    [
      .required("test", SchemaPattern.label, "The name; no two tests of a file share one.", "falls-early"),
      .optional("summary", .text, "What is tested, in a sentence.", "The noise scale falls at step 100."),
    ] + settings + [
      .optional("run", .object(testRun), "The run."), .required("expect", .object(expect), "What has to happen."),
    ])

  private static let testRun = SchemaObject(
    "test-run", "A run: a log, or series that are written out.",
    [
      .optional("file", .text, "A log, by a path relative to this file; in place of `series`.", "../../runs/a.csv"),
      .optional(
        "every", .either([.expression(.span), .map(.expression(.span))]),
        "The steps from one sample to the next, of all metrics or by patterns of their names.", "10 steps"),
      .optional("from", .integer(), "The step of the first sample.", "0"),
      .optional("steps_per_epoch", .number(above: 0), "How many steps make an epoch.", "100"),
      .optional("seed", .integer(), "The seed of the noise.", "7"),
      .optional("metadata", .map(.anything), "Fields of the run's metadata.", "{architecture: mlp}"),
      .optional(
        "series", .map(.oneOrList(.text)), "The samples of each metric, in the notation of series.",
        "{loss: \"0.5 x 100\"}"),
    ])

  private static let steps = SchemaValue.list(.integer(), count: 2)
  private static let stepOrSteps = SchemaValue.either([.integer(), steps])

  private static let expect = SchemaObject(
    "expect", "What has to happen, and what must not.",
    oneOf: ["fires", "rejected", "undecided", "errors", "silent", "not_applicable", "phases", "values"],
    [
      .optional("fires", .list(.object(fires)), "Rules that have to fire."),
      .optional("rejected", .list(.object(event)), "Detections that have to be rejected."),
      .optional("undecided", .list(.object(event)), "Detections that have to be undecided at the end."),
      .optional("errors", .list(.object(event)), "Actions that have to fail."),
      .optional("silent", .oneOrList(.text), "Rules that must not fire: names, or patterns of `ruleset.rule`.", "[a]"),
      .optional("not_applicable", .oneOrList(.text), "Rules that must not be applicable to the run.", "[a]"),
      .optional("phases", .list(.object(phase)), "Which phase is in force at some steps."),
      .optional("values", .list(.object(value)), "What expressions are at some steps."),
    ])

  private static let eventKeys: [SchemaKey] = [
    .required("rule", .text, "The rule, with or without its rule set's name.", "noise-scale-drop"),
    .optional("metric", .text, "The metric, for one instance of a rule with `each`.", "grad_norm/1"),
    .optional("between", steps, "The first and the last step at which it may happen.", "[80, 120]"),
    .optional("at", .integer(), "The step at which it has to happen, in place of `between`.", "100"),
    .optional("times", .either([.integer(from: 1), steps]), "How often, or at least and at most how often.", "1"),
    .optional("since", stepOrSteps, "Where the hold began.", "[80, 90]"),
    .optional("detected", stepOrSteps, "Where the hold was met.", "[80, 90]"),
  ]

  private static let event = SchemaObject("event", "An event that has to happen.", eventKeys)

  private static let fires = SchemaObject(
    "fires", "A rule that has to fire.",
    eventKeys + [
      .optional("enter", .text, "The phase that it enters.", "feature_learning"),
      .optional("actions", .list(.either(expectedActions.map { .object($0) })), "What it does, in order."),
    ])

  private static let bounds: [SchemaKey] = [
    .optional("floor", .number(), "The floor.", "1e-5"), .optional("ceiling", .number(), "The ceiling.", "0.1"),
  ]

  private static let expectedActions = [
    SchemaObject(
      "expected-scale", "Multiplies a hyperparameter.",
      [
        .required("scale", .text, "The hyperparameter.", "learning_rate"),
        .optional("by", .number(), "The factor.", "0.5"),
      ] + bounds),
    SchemaObject(
      "expected-set", "Sets a hyperparameter.",
      [
        .required("set", .text, "The hyperparameter.", "batch_size"), .optional("to", .number(), "The value.", "64"),
      ] + bounds),
    SchemaObject("expected-stop", "Ends the run.", [.required("stop", .text, "A pattern of the reason.", "\"*\"")]),
    SchemaObject(
      "expected-checkpoint", "Saves the state.", [.required("checkpoint", .text, "A pattern of the reason.", "\"*\"")]),
    SchemaObject("expected-notify", "Tells somebody.", [.required("notify", .text, "A pattern of the text.", "\"*\"")]),
  ]

  private static let phase = SchemaObject(
    "phase", "The phase that is in force at a step.",
    [
      .optional("ruleset", .text, "The rule set, where there are several.", "noise-drop"),
      .required("step", .integer(), "The step.", "100"), .required("is", .text, "The phase.", "feature_learning"),
    ])

  private static let value = SchemaObject(
    "value", "What an expression is at a step.",
    [
      .optional("ruleset", .text, "The rule set whose names it uses.", "noise-drop"),
      .required("expression", .expression(.any), "The expression.", "\"mean(loss, 5 samples)\""),
      .required("step", .integer(), "The step.", "100"),
      .required(
        "is",
        .either([.number(), .choice(["true", "false", "nan", ".nan", "unknown", "inf", ".inf", "-inf", "-.inf"])]),
        "The value: a number, `true`, `false`, or `nan` or `unknown` for none.", "0.5"),
      .optional("within", .number(), "How much it may differ.", "1e-6"),
    ])
}
