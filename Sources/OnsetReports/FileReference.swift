import OnsetRules

/// The page about files: every key of every kind, from the table of schemas.
package enum FileReference {
  /// The page `docs/files.md`.
  package static var page: String {
    var text = """
      # Files

      <!-- Generated from the table of schemas by `make docs`. -->

      Every file is YAML 1.2 with `onset: 1` at its top. An editor that knows JSON Schema completes the keys and marks
      what is wrong while you type: see [`onset schema`](commands/schema.md). What the keys mean together is told in
      [the language](language.md). A key in **bold** has to be there.

      """
    for schema in FileSchema.all { text += "\n" + section(schema) }
    return text
  }

  private static func section(_ schema: FileSchema) -> String {
    let names = schema.fileNames.map { "`\($0)`" }.joined(separator: ", ")
    var text = "## \(title(schema.kind))\n\n\(schema.summary) Usually \(names).\n\n\(table(schema.root))"
    for object in objects(in: schema.root) {
      text += "\n### \(schema.kind.rawValue): `\(object.name)`\n\n\(object.summary)\n\n\(table(object))"
    }
    return text
  }

  private static func title(_ kind: FileSchema.Kind) -> String {
    switch kind {
    case .ruleset: "Rule sets"
    case .profile: "Profiles"
    case .tests: "Tests"
    case .project: "The project"
    case .run: "Runs"
    case .format: "Formats of text logs"
    case .experiment: "Experiments"
    }
  }

  private static func table(_ object: SchemaObject) -> String {
    var text = "| key | value | what it is | such as |\n| --- | --- | --- | --- |\n"
    for key in object.keys {
      let name = key.isRequired ? "**`\(key.name)`**" : "`\(key.name)`"
      let examples = key.examples.map { "`\($0)`" }.joined(separator: ", ")
      text += "| \(name) | \(words(key.value)) | \(key.summary) | \(examples) |\n"
    }
    return text + (object.isOpen ? "\nOther keys are allowed.\n" : "")
  }

  /// The mappings below one, each once, in the order in which the tables name them.
  private static func objects(in root: SchemaObject) -> [SchemaObject] {
    var found: [SchemaObject] = []
    func visit(_ value: SchemaValue) {
      switch value {
      case .object(let object):
        guard !found.contains(where: { $0.name == object.name }) else { return }
        found.append(object)
        for key in object.keys { visit(key.value) }
      case .list(let inner, _), .oneOrList(let inner), .map(let inner): visit(inner)
      case .either(let choices): for choice in choices { visit(choice) }
      default: break
      }
    }
    for key in root.keys { visit(key.value) }
    return found
  }

  private static func words(_ value: SchemaValue) -> String {
    switch value {
    case .text: "a text"
    case .name: "a name"
    case .expression(.condition): "a condition"
    case .expression(.number): "a number or an expression"
    case .expression(.any): "an expression"
    case .expression(.span): "a span"
    case .expression(.literal): "a number or a span"
    case .number(let above, let from):
      "a number\(above.map { " above \(plain($0))" } ?? from.map { " from \(plain($0)) on" } ?? "")"
    case .integer(let from): "a whole number\(from.map { " from \($0) on" } ?? "")"
    case .day: "a day"
    case .choice(let texts): texts.map { "`\($0)`" }.joined(separator: ", ")
    case .version(let number): "`\(number)`"
    case .list(let inner, let count): count.map { "a list of \($0): \(words(inner))" } ?? "a list: \(words(inner))"
    case .oneOrList(let inner): "\(words(inner)), or a list"
    case .object(let object): "`\(object.name)`"
    case .map(let inner): "by name: \(words(inner))"
    case .either(let choices): choices.map(words).joined(separator: ", or ")
    case .nothing: "nothing"
    case .anything: "anything"
    }
  }

  private static func plain(_ number: Double) -> String { DisplayNumber.short(number) }
}
