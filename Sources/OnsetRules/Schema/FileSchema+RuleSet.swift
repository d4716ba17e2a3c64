extension FileSchema {
  static let ruleSet = FileSchema(
    kind: .ruleset, summary: "A rule set: what to look for in a run, and what to do then.",
    fileNames: ["rules/*.yaml"],
    root: SchemaObject(
      "ruleset", "A rule set: what to look for in a run, and what to do then.",
      [
        .version,
        .required("ruleset", SchemaPattern.file, "The name; no two rule sets of a project share one.", "noise-drop"),
        .optional("summary", .text, "What the rules are for, in a sentence.", "Halve the rate when learning starts."),
        .optional(
          "phases", .list(SchemaPattern.label), "The phases of a run; every run starts in the first.",
          "[underfitting, feature_learning]"),
        .optional(
          "parameters", .map(.either([.expression(.literal), .object(parameter)])),
          "Numbers and spans that profiles and `--set` may change, by name.",
          "{window: 50 samples, drop: {value: 3, tune: [1.5, 6]}}"),
        .optional(
          "let", .map(.expression(.any)), "Named expressions; they may use each other in any order.",
          "{smooth: \"mean(loss, 20 samples)\"}"),
        .required("rules", .list(.object(rule)), "The rules, read in this order.", "[{rule: high, when: loss > 5}]"),
      ]))

  private static let parameter = SchemaObject(
    "parameter", "A parameter that the tuner may move.",
    [
      .required("value", .expression(.literal), "The value where nobody says otherwise.", "3", "50 samples"),
      .optional("tune", .list(.expression(.literal), count: 2), "The range in which it may be moved.", "[1.5, 6]"),
    ])

  private static let rule = SchemaObject(
    "rule", "A rule: when it fires, and what it does then.",
    [
      .required("rule", SchemaPattern.label, "The name; no two rules of a rule set share one.", "noise-scale-drop"),
      .optional("summary", .text, "What the rule finds, in a sentence.", "The noise scale falls under its baseline."),
      .optional(
        "each", .text, "A pattern of metric names: one instance of the rule for each, in which `each` is that metric.",
        "\"grad_norm/*\""),
      .optional(
        "during", .oneOrList(SchemaPattern.label), "The phase or phases in which the rule looks.", "underfitting"),
      .required(
        "when", .expression(.condition), "The condition.", "\"mean(loss, 10 samples) > 5\"",
        "smooth < baseline(loss) - 3 * sigma(loss)"),
      .optional(
        "for", .expression(.span), "How long the condition has to hold; at once where it is left out.", "10 samples",
        "200 steps", "0.5 epochs"),
      .optional("confirm", .object(confirm), "A second look, with an independent metric, before the rule fires."),
      .optional("enter", SchemaPattern.label, "The phase that firing enters.", "feature_learning"),
      .optional("then", .list(.either(actions.map { .object($0) })), "What to do when the rule fires."),
      .optional(
        "repeat", .either([.choice(["never", "when cleared"]), .name("^\\s*after\\s+\\S.*$")]),
        "When the rule may fire again: `never`, `when cleared`, or `after` a span.", "when cleared",
        "after 100 steps"),
      .optional(
        "clear", .expression(.condition), "What clears the rule, with `repeat: when cleared`.", "\"loss < 2\""),
      .optional("at_most", .integer(from: 1), "How often the rule may fire in one run; not with `never`.", "3"),
    ])

  private static let confirm = SchemaObject(
    "confirm", "A second look before a rule fires.",
    [
      .required(
        "that", .expression(.condition), "What has to be true; `at_detection(e)` is what was at the detection.",
        "\"val_loss < at_detection(val_loss)\""),
      .required("within", .expression(.span), "How soon.", "2 epochs"),
    ])

  private static let approval = SchemaKey.optional(
    "approval", .choice(["required"]), "Left out, the action is taken at once.", "required")
  private static let floor = SchemaKey.optional(
    "floor", .expression(.number), "What the new value may not fall below.", "1e-5")
  private static let ceiling = SchemaKey.optional(
    "ceiling", .expression(.number), "What the new value may not rise above.", "4096")

  private static let actions = [
    SchemaObject(
      "scale", "Multiplies a hyperparameter.",
      [
        .required("scale", .text, "The hyperparameter.", "learning_rate"),
        .required("by", .expression(.number), "The factor, a number or an expression.", "0.5"), floor, ceiling,
        approval,
      ]),
    SchemaObject(
      "set", "Sets a hyperparameter.",
      [
        .required("set", .text, "The hyperparameter.", "batch_size"),
        .required(
          "to", .expression(.number), "The value, a number or an expression.",
          "\"median(critical_batch_size, 50 samples)\""), floor, ceiling, approval,
      ]),
    SchemaObject(
      "stop", "Ends the run.",
      [.required("stop", .text, "Why; a text with places.", "the loss is not finite"), approval]),
    SchemaObject(
      "checkpoint", "Saves the state of the run.",
      [.required("checkpoint", .text, "Why; a text with places.", "\"before the jump at step {step}\""), approval]),
    SchemaObject(
      "notify", "Tells somebody.",
      [
        .required(
          "notify", .text,
          "A text with places: `{step}`, `{epoch}`, `{rule}`, `{run}`, `{phase}`, `{expression}`; `{{` is a brace.",
          "\"{run}: loss {loss} at step {step}\""), approval,
      ]),
  ]
}
