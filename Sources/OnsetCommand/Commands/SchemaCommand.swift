import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetText

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Prints the JSON Schema of a kind of file, for editors; without a kind, lists the kinds.",
    discussion: """
      Examples:
        onset schema
        onset schema ruleset >ruleset.schema.json
        onset schema --out .schemas       all of them, each in a file
      """)

  @Argument(help: "The kind: \(FileSchema.Kind.allCases.map(\.rawValue).joined(separator: ", ")).")
  var kind: String?

  @Option(
    name: .customLong("out"),
    help: ArgumentHelp("Write the schemas of all kinds, or of the one, into this folder.", valueName: "folder"))
  var folder: String?

  @OptionGroup var output: FormatOption

  func run() throws {
    let chosen = try kind.map { try Self.schema($0) }
    if let folder { return try write(chosen.map { [$0] } ?? FileSchema.all, to: folder) }
    var out = Output()
    if let chosen {
      // A schema is JSON, whatever the list of them is.
      try out.write(SchemaDocument.json(chosen))
    } else {
      switch output.format {
      case .text: try out.write(SchemaDocument.table.plain())
      case .csv: try out.write(SchemaDocument.table.csv)
      case .markdown: try out.write(SchemaDocument.table.markdown)
      case .json: try out.write("[\n  \(SchemaDocument.jsonLines.joined(separator: ",\n  "))\n]\n")
      case .jsonl: try out.write(SchemaDocument.jsonLines.map { $0 + "\n" }.joined())
      }
    }
    try out.flush()
  }

  private static func schema(_ name: String) throws -> FileSchema {
    if let kind = FileSchema.Kind(rawValue: name) { return FileSchema.of(kind) }
    let known = FileSchema.Kind.allCases.map(\.rawValue)
    let hint =
      Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
      ?? "the kinds are \(known.joined(separator: ", "))"
    throw CommandFailure.usage("there is no kind of file `\(name)`; \(hint)")
  }

  private func write(_ schemas: [FileSchema], to folder: String) throws {
    var printed = Output()
    do throws(FileError) {
      for schema in schemas {
        let path = "\(folder)/\(SchemaDocument.fileName(schema.kind))"
        try FolderListing.makeFolders(of: path)
        try FileAccess.replaceAtomically(path, with: Array(SchemaDocument.json(schema).utf8))
      }
    } catch {
      throw CommandFailure.usage(error.description)
    }
    for schema in schemas { try printed.write("wrote \(folder)/\(SchemaDocument.fileName(schema.kind))\n") }
    try printed.flush()
  }
}
