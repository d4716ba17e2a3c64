import OnsetText

/// A JSON document that is printed for people too: with line ends, and keys in an order of their own.
package indirect enum JSONValue: Sendable {
  case null
  case text(String)
  case number(Double)
  case integer(Int64)
  case boolean(Bool)
  case array([JSONValue])
  case object([(key: String, value: JSONValue)])

  /// The document in lines, two spaces for each level; what is short stands in one line.
  package func pretty(indent: Int = 0, width: Int = 100) -> String {
    let short = compact
    if short.count + indent <= width, !hasInnerObjects { return short }
    let margin = String(repeating: " ", count: indent + 2)
    let end = "\n" + String(repeating: " ", count: indent)
    switch self {
    case .null, .text, .number, .integer, .boolean: return short
    case .array(let items):
      if items.isEmpty { return "[]" }
      return "[\n" + items.map { margin + $0.pretty(indent: indent + 2) }.joined(separator: ",\n") + end + "]"
    case .object(let entries):
      if entries.isEmpty { return "{}" }
      let lines = entries.map { "\(margin)\(JSONOutput.quoted($0.key)): \($0.value.pretty(indent: indent + 2))" }
      return "{\n" + lines.joined(separator: ",\n") + end + "}"
    }
  }

  /// The document on one line.
  package var compact: String {
    switch self {
    case .null: "null"
    case .text(let text): JSONOutput.quoted(text)
    case .number(let value): JSONOutput.number(value)
    case .integer(let value): "\(value)"
    case .boolean(let value): "\(value)"
    case .array(let items): JSONOutput.array(items.map(\.compact))
    case .object(let entries): JSONOutput.object(entries.map { ($0.key, $0.value.compact) })
    }
  }

  private var hasInnerObjects: Bool {
    guard case .object(let entries) = self else { return false }
    return entries.contains { if case .object = $0.value { true } else { false } }
  }
}
