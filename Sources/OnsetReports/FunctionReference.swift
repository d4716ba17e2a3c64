package import OnsetLanguage
import OnsetText

/// The table of built-ins, for people and for programs.
package enum FunctionReference {
  package enum Medium: Sendable {
    case terminal, markdown
  }

  /// A row for each function, then the values without arguments.
  package static var table: TextTable {
    var table = TextTable([.init("function"), .init("value")])
    for builtin in Builtins.all { table.append([builtin.signature, plain(builtin.summary)]) }
    for value in Builtins.values { table.append([value.name, plain(value.summary)]) }
    return table
  }

  /// The page about all of them, docs/functions.md.
  package static var page: String {
    var text = """
      # Functions

      <!-- Generated from the table of built-ins by `make docs`. -->

      What each argument may be stands below its function. `e` is a number with samples, `c` a condition with samples, `m` a
      metric, `w` a span. How windows, clocks and unknown values work is in [the language](language.md).
      `onset functions NAME` shows one of these on the terminal.

      | function | value |
      | --- | --- |

      """
    for builtin in Builtins.all {
      text += "| [`\(builtin.signature)`](#\(anchor(builtin.signature))) | \(builtin.summary) |\n"
    }
    text += "\nValues without arguments:\n\n| value | |\n| --- | --- |\n"
    for value in Builtins.values { text += "| `\(value.name)` | \(value.summary) |\n" }
    for builtin in Builtins.all { text += "\n" + Self.text(builtin, .markdown) }
    return text
  }

  /// The anchor that GitHub gives to a heading: lower case, without punctuation, a `-` for each space.
  private static func anchor(_ heading: String) -> String {
    String(
      heading.lowercased().compactMap { character in
        character == " " ? "-" : character.isLetter || character.isNumber || "-_".contains(character) ? character : nil
      })
  }

  package static var jsonLines: [String] {
    Builtins.all.map { builtin in
      JSONOutput.object([
        ("name", JSONOutput.quoted(builtin.name)), ("signature", JSONOutput.quoted(builtin.signature)),
        ("type", JSONOutput.quoted(builtin.result.rawValue)), ("summary", JSONOutput.quoted(builtin.summary)),
        ("details", JSONOutput.quoted(builtin.details)),
        (
          "examples",
          JSONOutput.array(
            builtin.examples.map { example in
              JSONOutput.object([
                ("expression", JSONOutput.quoted(example.expression)), ("loss", JSONOutput.quoted(example.loss)),
                ("result", example.result.map(JSONOutput.quoted) ?? "null"),
              ])
            })
        ),
      ])
    }
  }

  /// One function with its arguments and examples.
  package static func text(_ builtin: Builtin, _ medium: Medium) -> String {
    let isMarkdown = medium == .markdown
    func code(_ text: String) -> String { isMarkdown ? "`\(text)`" : text }
    func words(_ text: String) -> String { isMarkdown ? text : plain(text) }
    var text = isMarkdown ? "## \(code(builtin.signature))\n\n" : "\(builtin.signature)\n\n"
    text += "\(words(capitalised(builtin.summary))).\n"
    if !builtin.details.isEmpty { text += "\(words(builtin.details))\n" }
    text += "\n"
    for parameter in builtin.parameters {
      text += "\(isMarkdown ? "- " : "  ")\(code(parameter.name)): \(words(describe(parameter)))\n"
    }
    text +=
      "\(isMarkdown ? "- " : "  ")value: \(builtin.operation.keepsType ? "as its first argument" : noun(builtin.result))\n\n"
    for example in builtin.examples { text += self.example(example, isMarkdown) }
    return text
  }

  private static func example(_ example: Builtin.Example, _ isMarkdown: Bool) -> String {
    guard let result = example.result else {
      return isMarkdown ? "```\n\(example.expression)\n```\n" : "  \(example.expression)\n"
    }
    var table = TextTable(
      [.init("loss")] + example.loss.split(separator: " ").map { .init(String($0), .right) })
    table.append([example.expression] + result.split(separator: " ").map(String.init))
    return isMarkdown ? "```\n\(table.plain())```\n" : table.plain(indent: "  ")
  }

  private static func capitalised(_ text: String) -> String {
    guard let first = text.first, first.isLetter else { return text }
    return first.uppercased() + text.dropFirst()
  }

  /// Without the backquotes that mark code.
  private static func plain(_ text: String) -> String { text.filter { $0 != "`" } }

  private static func noun(_ type: ValueType) -> String {
    switch type {
    case .number: "a number"
    case .truth: "a condition: true, false or unknown"
    case .span: "a span"
    case .elapsed: "an elapsed time, to be compared with a span"
    }
  }

  private static func describe(_ parameter: Builtin.Parameter) -> String {
    switch parameter.kind {
    case .stream: "a number that has samples: a metric, or an expression with one in it"
    case .truthStream: "a condition that has samples, such as `loss > 5`"
    case .anyStream: "a number or a condition that has samples"
    case .number: "a number"
    case .any: "a number or a condition"
    case .metric: "the name of a metric"
    case .window: "a span: `50 steps`, `10 samples` or `0.5 epochs`"
    case .rank: "a constant between 0 and 1"
    case .delta: "a constant of 0 or more, or a percentage (optional)"
    case .level: "a number without samples: a constant, or `baseline(m)`"
    }
  }
}

extension Builtin.Operation {
  /// Whether the value is of the type of the first argument.
  fileprivate var keepsType: Bool {
    switch self {
    case .at, .otherwise: true
    default: false
    }
  }
}
