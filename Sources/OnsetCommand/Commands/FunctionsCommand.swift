import ArgumentParser
import OnsetLanguage
import OnsetReports
import OnsetText

struct FunctionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "functions",
    abstract: "Lists the functions of the rule language; with a name, that one with examples.",
    discussion: """
      Examples:
        onset functions
        onset functions ewma
        onset functions --format markdown
      """)

  @Argument(help: "A function's name.")
  var name: String?

  @OptionGroup var output: FormatOption

  func run() throws {
    var out = Output()
    if let name {
      guard let builtin = Builtins.named(name) else {
        let hint = Builtins.nearest(to: name).map { "; did you mean `\($0)`?" } ?? "; `onset functions` lists them"
        throw CommandFailure.usage("there is no function `\(name)`\(hint)")
      }
      try out.write(FunctionReference.text(builtin, output.format == .text ? .terminal : .markdown))
    } else {
      switch output.format {
      case .text: try out.write(FunctionReference.table.plain())
      case .csv: try out.write(FunctionReference.table.csv)
      case .markdown: try out.write(FunctionReference.table.markdown)
      case .json: try out.write("[\n  \(FunctionReference.jsonLines.joined(separator: ",\n  "))\n]\n")
      case .jsonl: try out.write(FunctionReference.jsonLines.map { $0 + "\n" }.joined())
      }
    }
    try out.flush()
  }
}
