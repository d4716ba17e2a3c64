import Foundation

/// A text file of commands and what is expected of them:
///
/// ```
/// What the script is about.
///
/// --- project
///
/// --- file rules/one.yaml
/// onset: 1
///
/// --- run onset check rules
/// --- output
/// 1 file checked, nothing found
/// --- exit 1
/// ```
///
/// `project` copies the checkout's own project, `file` writes a file, `run` is a line for `sh`; where `output`, `error`
/// or `exit` is left out nothing is printed, and the exit code is 0. `case` begins again with an empty folder, in which
/// the files before the first case are; the text below it says what the case is about. The empty line before a `case`, `file`, `project` or `run` is not a part of
/// what stands before it.
struct Script {
  enum Kind: String {
    case `case`, project, file, run, output, error, exit

    /// Whether an empty line stands before it.
    var isApart: Bool {
      switch self {
      case .case, .project, .file, .run: true
      case .output, .error, .exit: false
      }
    }
  }

  struct Section {
    var kind: Kind
    /// What follows the kind in its line.
    var argument = ""
    /// The lines below, each with its end.
    var body = ""
  }

  /// What the script is about, with its line ends.
  var introduction = ""
  var sections: [Section] = []

  init(_ text: String) {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
      if words.count >= 2, words[0] == "---", let kind = Kind(rawValue: String(words[1])) {
        if kind.isApart { dropEmptyLine() }
        sections.append(Section(kind: kind, argument: words.count == 3 ? String(words[2]) : ""))
      } else if sections.isEmpty {
        introduction += line + "\n"
      } else {
        sections[sections.count - 1].body += line + "\n"
      }
    }
  }

  private mutating func dropEmptyLine() {
    if sections.isEmpty {
      if introduction.hasSuffix("\n\n") { introduction.removeLast() }
    } else if sections[sections.count - 1].body.hasSuffix("\n\n") || sections[sections.count - 1].body == "\n" {
      sections[sections.count - 1].body.removeLast()
    }
  }

  var text: String {
    var text = introduction
    for section in sections {
      if section.kind.isApart, !text.isEmpty { text += "\n" }
      text += "--- \(section.kind.rawValue)\(section.argument.isEmpty ? "" : " \(section.argument)")\n\(section.body)"
    }
    return text
  }

  // MARK: Commands

  struct Command {
    /// Where its `run` is among the sections.
    var index: Int
    var line: String
    var expected: Workplace.Result
  }

  /// The script with what its commands did in place of what was expected; both are the same where it passes.
  func played(onMismatch report: (Command, Workplace.Result) -> Void) async throws -> Script {
    var result = self
    result.sections = []
    var place = try Workplace()
    let common = sections.prefix { $0.kind != .case }.filter { $0.kind == .file }
    for (index, section) in sections.enumerated() {
      switch section.kind {
      case .case:
        place = try Workplace()
        for file in common { try place.write(file.argument, file.body) }
      case .project: try place.copyProject()
      case .file: try place.write(section.argument, section.body)
      case .run:
        let command = Command(index: index, line: section.argument, expected: expected(after: index))
        let outcome = try await place.run(section.argument)
        if outcome != command.expected { report(command, outcome) }
        result.sections.append(section)
        result.sections += Self.sections(of: outcome)
        continue
      case .output, .error, .exit: continue
      }
      result.sections.append(section)
    }
    return result
  }

  private func expected(after index: Int) -> Workplace.Result {
    var expected = Workplace.Result(output: "", error: "", status: 0)
    for section in sections[(index + 1)...] {
      switch section.kind {
      case .output: expected.output = section.body
      case .error: expected.error = section.body
      case .exit: expected.status = Int32(section.argument) ?? -1
      default: return expected
      }
    }
    return expected
  }

  private static func sections(of result: Workplace.Result) -> [Section] {
    var sections: [Section] = []
    if !result.output.isEmpty { sections.append(Section(kind: .output, body: result.output)) }
    if !result.error.isEmpty { sections.append(Section(kind: .error, body: result.error)) }
    if result.status != 0 { sections.append(Section(kind: .exit, argument: "\(result.status)")) }
    return sections
  }
}
