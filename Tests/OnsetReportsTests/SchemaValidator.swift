import OnsetReports
import OnsetYAML

/// A validator for the part of JSON Schema, draft 7, that the project's schemas use; any other keyword is a fault.
struct SchemaValidator {
  private let root: JSONValue
  private(set) var unknownKeywords: Set<String> = []

  init(_ root: JSONValue) { self.root = root }

  /// What is wrong with a value; empty where it is valid.
  mutating func faults(_ value: JSONValue) -> [String] { faults(value, root, "") }

  private mutating func faults(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
    guard case .object(let keywords) = schema else { return schema.boolean == false ? ["\(path): not allowed"] : [] }
    var faults: [String] = []
    for (keyword, wanted) in keywords {
      switch keyword {
      case "$schema", "title", "description", "examples", "definitions": break
      case "type":
        let names = wanted.items?.compactMap(\.text) ?? [wanted.text ?? ""]
        if !names.contains(where: value.isOf) { faults.append("\(path): not \(names)") }
      case "const": if !value.isSame(as: wanted) { faults.append("\(path): not the constant") }
      case "enum":
        if !(wanted.items ?? []).contains(where: value.isSame) { faults.append("\(path): no choice") }
      case "pattern":
        if let text = value.text, let regex = try? Regex(wanted.text ?? "("), text.firstMatch(of: regex) == nil {
          faults.append("\(path): `\(text)` does not fit")
        }
      case "minimum": if let number = value.number, number < wanted.number ?? 0 { faults.append("\(path): too small") }
      case "exclusiveMinimum":
        if let number = value.number, number <= wanted.number ?? 0 { faults.append("\(path): too small") }
      case "minItems":
        if let items = value.items, Double(items.count) < wanted.number ?? 0 { faults.append("\(path): few") }
      case "maxItems":
        if let items = value.items, Double(items.count) > wanted.number ?? 0 { faults.append("\(path): many") }
      case "items":
        for (index, item) in (value.items ?? []).enumerated() {
          faults += self.faults(item, wanted, "\(path)/\(index)")
        }
      case "required":
        for key in (wanted.items ?? []).compactMap(\.text) where value.entries != nil && value[key] == nil {
          faults.append("\(path): no \(key)")
        }
      case "properties":
        for (key, inner) in wanted.entries ?? [] {
          if let child = value[key] { faults += self.faults(child, inner, "\(path)/\(key)") }
        }
      case "additionalProperties":
        for (key, child) in value.entries ?? [] where schema["properties"]?[key] == nil {
          faults += self.faults(child, wanted, "\(path)/\(key)")
        }
      case "anyOf":
        let branches = (wanted.items ?? []).map { self.faults(value, $0, path) }
        if branches.allSatisfy({ !$0.isEmpty }) { faults.append("\(path): none of \(branches)") }
      case "allOf": for part in wanted.items ?? [] { faults += self.faults(value, part, path) }
      case "$ref":
        let name = wanted.text?.split(separator: "/").last.map(String.init) ?? ""
        if let target = root["definitions"]?[name] {
          faults += self.faults(value, target, path)
        } else {
          faults.append("\(path): nothing is called \(name)")
        }
      default: unknownKeywords.insert(keyword)
      }
    }
    return faults
  }
}

extension JSONValue {
  /// A node of a file as an editor's YAML server types it: by the core schema.
  init(_ node: YAMLNode) {
    switch node {
    case .mapping(let mapping): self = .object(mapping.entries.map { ($0.key.text, JSONValue($0.value)) })
    case .sequence(let sequence): self = .array(sequence.items.map { JSONValue($0) })
    case .scalar(let scalar):
      switch scalar.core {
      case .null: self = .null
      case .boolean(let value): self = .boolean(value)
      case .integer(let value): self = .number(Double(value))
      case .number(let value): self = .number(value)
      case .text(let text): self = .text(text)
      }
    }
  }

  var text: String? { if case .text(let text) = self { text } else { nil } }
  var number: Double? { if case .number(let number) = self { number } else { nil } }
  var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }
  var items: [JSONValue]? { if case .array(let items) = self { items } else { nil } }
  var entries: [(key: String, value: JSONValue)]? { if case .object(let entries) = self { entries } else { nil } }

  subscript(key: String) -> JSONValue? { entries?.first { $0.key == key }?.value }

  func isOf(_ type: String) -> Bool {
    switch (self, type) {
    case (.null, "null"), (.text, "string"), (.number, "number"), (.boolean, "boolean"), (.array, "array"),
      (.object, "object"):
      true
    case (.number(let value), "integer"): value == value.rounded()
    default: false
    }
  }

  func isSame(as other: JSONValue) -> Bool {
    switch (self, other) {
    case (.text(let a), .text(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.boolean(let a), .boolean(let b)): a == b
    case (.null, .null): true
    default: false
    }
  }
}
