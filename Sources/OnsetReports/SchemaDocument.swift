package import OnsetRules
import OnsetText

/// A kind of file as JSON Schema, draft 7: the draft that editors know.
package enum SchemaDocument {
  /// The document as text, with a line end at its end.
  package static func json(_ schema: FileSchema) -> String { document(schema).pretty() + "\n" }

  /// The document.
  package static func document(_ schema: FileSchema) -> JSONValue {
    var definitions: [(key: String, value: JSONValue)] = []
    var seen: Set<String> = []
    collect(.object(schema.root), &definitions, &seen, isRoot: true)
    var entries: [(key: String, value: JSONValue)] = [
      ("$schema", .text("http://json-schema.org/draft-07/schema#")), ("title", .text("Onset: \(schema.kind.rawValue)")),
    ]
    entries += object(schema.root)
    if !definitions.isEmpty { entries.append(("definitions", .object(definitions))) }
    return .object(entries)
  }

  /// The kinds of files, a row each.
  package static var table: TextTable {
    var table = TextTable([.init("kind"), .init("files"), .init("what it is")])
    for schema in FileSchema.all {
      table.append([schema.kind.rawValue, schema.fileNames.joined(separator: ", "), schema.summary])
    }
    return table
  }

  /// The kinds of files, an object each.
  package static var jsonLines: [String] {
    FileSchema.all.map { schema in
      JSONOutput.object([
        ("kind", JSONOutput.quoted(schema.kind.rawValue)),
        ("files", JSONOutput.array(schema.fileNames.map(JSONOutput.quoted))),
        ("summary", JSONOutput.quoted(schema.summary)),
      ])
    }
  }

  /// The name of the file that `onset schema --out` writes.
  package static func fileName(_ kind: FileSchema.Kind) -> String { "\(kind.rawValue).schema.json" }

  // MARK: Objects

  private static func object(_ object: SchemaObject) -> [(key: String, value: JSONValue)] {
    var entries: [(key: String, value: JSONValue)] = [
      ("description", .text(object.summary)), ("type", .text("object")),
    ]
    let required = object.keys.filter(\.isRequired).map { JSONValue.text($0.name) }
    if !required.isEmpty { entries.append(("required", .array(required))) }
    if !object.oneOf.isEmpty {
      entries.append(("anyOf", .array(object.oneOf.map { .object([("required", .array([.text($0)]))]) })))
    }
    entries.append(("properties", .object(object.keys.map { ($0.name, property($0)) })))
    if !object.isOpen { entries.append(("additionalProperties", .boolean(false))) }
    return entries
  }

  private static func property(_ key: SchemaKey) -> JSONValue {
    // Beside `$ref` draft 7 reads nothing, hence `allOf` where there is something to say of the key.
    var entries: [(key: String, value: JSONValue)] = [("description", .text(key.summary))]
    switch value(key.value) {
    case .object(let own):
      entries += own.contains { $0.key == "$ref" } ? [("allOf", .array([.object(own)]))] : own
    case let other: entries.append(("allOf", .array([other])))
    }
    // Lists and mappings have their examples in the documentation: an editor would offer them as one text.
    let examples = key.examples.compactMap { example($0) }
    if !examples.isEmpty { entries.append(("examples", .array(examples))) }
    return .object(entries)
  }

  private static func example(_ text: String) -> JSONValue? {
    if text.hasPrefix("[") || text.hasPrefix("{") { return nil }
    if text.hasPrefix("\""), text.count > 1 { return .text(String(text.dropFirst().dropLast())) }
    return Double(text).map { .number($0) } ?? .text(text)
  }

  /// The objects inside a value, each once, by their names.
  private static func collect(
    _ value: SchemaValue, _ definitions: inout [(key: String, value: JSONValue)], _ seen: inout Set<String>,
    isRoot: Bool = false
  ) {
    switch value {
    case .object(let object):
      guard seen.insert(object.name).inserted else { return }
      if !isRoot { definitions.append((object.name, .object(self.object(object)))) }
      for key in object.keys { collect(key.value, &definitions, &seen) }
    case .list(let inner, _), .oneOrList(let inner), .map(let inner): collect(inner, &definitions, &seen)
    case .either(let choices): for choice in choices { collect(choice, &definitions, &seen) }
    default: break
    }
  }

  // MARK: Values

  private static func value(_ value: SchemaValue) -> JSONValue {
    switch value {
    case .text: types("string", "number", "boolean")
    // A name may look like a number; the pattern is for texts only.
    case .name(let pattern): types("string", "number", "boolean", pattern: pattern)
    case .expression(let kind): expression(kind)
    case .number(let above, let from): number("number", above, from)
    case .integer(let from): number("integer", nil, from.map(Double.init))
    case .day: .object([("type", .text("string")), ("pattern", .text("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))])
    case .choice(let texts): .object([("enum", .array(texts.flatMap(spellings)))])
    case .version(let number): .object([("const", .number(Double(number)))])
    case .list(let inner, let count): list(inner, count)
    case .oneOrList(let inner): .object([("anyOf", .array([self.value(inner), list(inner, nil)]))])
    case .object(let object): .object([("$ref", .text("#/definitions/\(object.name)"))])
    case .map(let inner):
      .object([("type", .text("object")), ("additionalProperties", self.value(inner))])
    case .either(let choices): .object([("anyOf", .array(choices.map(self.value)))])
    case .nothing: .object([("type", .text("null"))])
    case .anything: .boolean(true)
    }
  }

  private static func types(_ names: String..., pattern: String? = nil) -> JSONValue {
    .object(
      [("type", .array(names.map { .text($0) }))] + (pattern.map { [("pattern", .text($0))] } ?? []))
  }

  /// A choice as YAML may have typed it.
  private static func spellings(_ text: String) -> [JSONValue] {
    switch text {
    case "true": [.boolean(true), .text(text)]
    case "false": [.boolean(false), .text(text)]
    default: [.text(text)]
    }
  }

  private static func list(_ inner: SchemaValue, _ count: Int?) -> JSONValue {
    var entries: [(key: String, value: JSONValue)] = [("type", .text("array")), ("items", value(inner))]
    if let count {
      entries += [("minItems", .number(Double(count))), ("maxItems", .number(Double(count)))]
    }
    return .object(entries)
  }

  /// A number; one in quotes is one too, where no whole number is asked for.
  private static func number(_ type: String, _ above: Double?, _ from: Double?) -> JSONValue {
    var entries: [(key: String, value: JSONValue)] = [
      ("type", type == "integer" ? .text(type) : .array([.text(type), .text("string")]))
    ]
    if type != "integer" { entries.append(("pattern", .text(numberPattern))) }
    if let above { entries.append(("exclusiveMinimum", .number(above))) }
    if let from { entries.append(("minimum", .number(from))) }
    return .object(entries)
  }

  private static let numberPattern =
    "^([-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN))$"

  private static func expression(_ kind: SchemaValue.ExpressionKind) -> JSONValue {
    switch kind {
    case .condition: types("string")
    case .number: types("string", "number")
    case .any: types("string", "number", "boolean")
    case .span:
      .object([
        ("type", .text("string")),
        ("pattern", .text("^[\\s(]*([0-9].*(steps?|samples?|epochs?)|[A-Za-z_][A-Za-z0-9_]*)[\\s)]*$")),
      ])
    case .literal: types("string", "number", pattern: "^[\\s(]*-?[\\s(]*[0-9].*$")
    }
  }
}
