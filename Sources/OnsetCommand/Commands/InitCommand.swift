import ArgumentParser
import OnsetRules
import OnsetStudy
import OnsetText

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Begins a project: a folder with a rule set, a profile and a run, that checks and replays at once.",
    discussion: """
      Examples:
        onset init my-rules && cd my-rules && onset replay
        onset init            in the current folder
      """)

  @Argument(help: "The project's folder; it is made where it is not there. Files that are there are never replaced.")
  var folder: String = "."

  func run() throws {
    let files = ProjectTemplate.files
    let taken = files.filter { FolderListing.kind(of: path($0.path)) != nil }
    if let first = taken.first {
      throw CommandFailure.usage("`\(path(first.path))` is there already; nothing was written")
    }
    do throws(FileError) {
      for file in files {
        try FolderListing.makeFolders(of: path(file.path))
        try FileAccess.replaceAtomically(path(file.path), with: Array(file.text.utf8))
      }
    } catch {
      throw CommandFailure.usage(error.description)
    }
    var out = Output()
    for file in files { try out.write("wrote \(path(file.path))\n") }
    try out.write(
      "\nnext: \(folder == "." ? "" : "cd \(folder) && ")onset check && onset test && onset replay && onset score\n")
    try out.flush()
  }

  private func path(_ file: String) -> String { folder == "." ? file : "\(folder)/\(file)" }
}
