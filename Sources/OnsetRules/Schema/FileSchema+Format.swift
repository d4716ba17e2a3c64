extension FileSchema {
  static let format = FileSchema(
    kind: .format, summary: "What a kind of text log looks like, and what the numbers in it are called.",
    fileNames: ["formats/*.yaml"],
    root: SchemaObject(
      "format", "What a kind of text log looks like, and what the numbers in it are called.",
      [
        .version,
        .required("format", .text, "The format's name: that of what writes such logs.", "llm.c"),
        .optional("summary", .text, "What it is, in a sentence.", "The log of a training script."),
        .optional(
          "step", .text,
          "The number that is the step, where it is not called so; a name in a line, or a key in `{:json}`.", "step"),
        .required(
          "lines", .list(.text),
          "What lines look like; a line is read by the first that fits. A template is text with `{name}` for a number, "
            + "`{}` for what is passed over, `{:json}` for an object, and `[…]` around what may be missing.",
          "[\"step:{step} loss:{loss}[ lr:{lr}]\"]"),
        .optional(
          "hyperparameters", .list(.text),
          "What lines before the first with metrics look like that give hyperparameters. Besides `{name}` for a number "
            + "there are `{name:text}` for any value, and `{:name}` with `{:value}`.",
          "[\"lr = {learning_rate}\"]"),
        .optional(
          "rename", .map(.text), "What numbers are to be called as metrics, by their names in the lines.",
          "{loss: train_loss}"),
      ]))
}
