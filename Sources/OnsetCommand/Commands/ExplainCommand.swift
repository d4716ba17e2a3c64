import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetText

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explains a finding of `onset check` by its id: what to avoid, what to write, and why.",
    discussion: """
      Examples:
        onset explain                 all of them
        onset explain L0201
        onset explain unconfirmed-action
        onset explain O0302 --format markdown

      Ids that begin with O are errors, those that begin with L are lints.
      """)

  @Argument(help: "The id of a finding, or the name of a lint.")
  var id: String?

  @OptionGroup var output: FormatOption

  func run() throws {
    var out = Output()
    if let id {
      try out.write(try explanation(of: id))
    } else {
      switch output.format {
      case .text: try out.write(LintReference.table.plain())
      case .csv: try out.write(LintReference.table.csv)
      case .markdown: try out.write(LintReference.table.markdown)
      case .json: try out.write("[\n  \(LintReference.jsonLines.joined(separator: ",\n  "))\n]\n")
      case .jsonl: try out.write(LintReference.jsonLines.map { $0 + "\n" }.joined())
      }
    }
    try out.flush()
  }

  private func explanation(of id: String) throws -> String {
    let medium: FunctionReference.Medium = output.format == .text ? .terminal : .markdown
    if let lint = Lints.named(id) {
      switch output.format {
      case .json, .jsonl: return LintReference.jsonLine(lint) + "\n"
      case .text, .csv, .markdown: return LintReference.text(lint, medium)
      }
    }
    if let entry = DiagnosticReference.entry(id.uppercased()) { return entry.text(medium) }
    let known =
      Lints.all.flatMap { [$0.id.rawValue, $0.name] } + DiagnosticReference.all.map(\.code)
    let hint =
      Suggestion.nearest(to: id, among: known).map { "did you mean `\($0)`?" } ?? "`onset explain` lists them"
    throw CommandFailure.usage("there is no finding `\(id)`; \(hint)")
  }
}
