import Foundation

/// A page of Markdown whose samples can be run.
///
/// A fenced block whose first line begins with `$ ` is a session: commands, each with what it prints on both streams.
/// A line `…` stands for lines that are left out. A fence with `file=PATH` writes the block to that file. The blocks of
/// a page are one session, in a folder that begins as a copy of the checkout's project. A comment
/// `<!-- samples: NAME is PATH -->` has a folder of the checkout copied into it, too.
struct SamplePage {
  enum Part {
    case text(String)
    case file(path: String, opening: String, body: String)
    case session(opening: String, steps: [Step])
  }

  struct Step {
    /// The command's lines, without `$ `.
    var command: String
    var output: String
  }

  var parts: [Part] = []

  init(_ markdown: String) {
    var text = ""
    var block: (opening: String, body: String)?
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      if let open = block {
        guard line == "```" else {
          block = (open.opening, open.body + line + "\n")
          continue
        }
        block = nil
        guard let part = Self.part(open.opening, open.body) else {
          text += "\(open.opening)\n\(open.body)```\n"
          continue
        }
        parts += [.text(text), part]
        text = ""
      } else if line.hasPrefix("```") {
        block = (String(line), "")
      } else {
        text += line + "\n"
      }
    }
    if let block { text += "\(block.opening)\n\(block.body)" }
    parts.append(.text(String(text.dropLast())))
  }

  private static func part(_ opening: String, _ body: String) -> Part? {
    if let range = opening.firstRange(of: "file=") {
      let path = opening[range.upperBound...].prefix { $0 != " " }
      return .file(path: String(path), opening: opening, body: body)
    }
    guard body.hasPrefix("$ ") else { return nil }
    var steps: [Step] = []
    var isCommand = false
    for line in body.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if isCommand {
        steps[steps.count - 1].command += "\n\(line)"
      } else if line.hasPrefix("$ ") {
        steps.append(Step(command: String(line.dropFirst(2)), output: ""))
        isCommand = true
      } else {
        steps[steps.count - 1].output += "\(line)\n"
      }
      // A command goes on in the next line after a `\`.
      isCommand = isCommand && line.hasSuffix("\\")
    }
    return .session(opening: opening, steps: steps)
  }

  var markdown: String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .file(_, let opening, let body): "\(opening)\n\(body)```\n"
      case .session(let opening, let steps):
        "\(opening)\n\(steps.map { "$ \($0.command)\n\($0.output)" }.joined())```\n"
      }
    }.joined()
  }

  // MARK: Running

  /// The page with real output.
  func played(onMismatch report: (Step, String) -> Void) async throws -> SamplePage {
    var result = self
    let place = try Workplace()
    try place.copyProject()
    for (index, part) in parts.enumerated() {
      switch part {
      case .text(let text):
        for match in text.matches(of: /<!-- samples: ([^ ]+) is ([^ ]+) -->/) {
          try place.copy(String(match.output.2), to: String(match.output.1))
        }
      case .file(let path, _, let body): try place.write(path, body)
      case .session(let opening, var steps):
        for (number, step) in steps.enumerated() {
          let found = try await place.run(step.command, isMerged: true).output
          guard !Self.matches(found, step.output) else { continue }
          report(step, found)
          steps[number].output = Self.shortened(found, like: step.output)
        }
        result.parts[index] = .session(opening: opening, steps: steps)
      }
    }
    return result
  }

  private static let gap = "…"

  private static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
  }

  /// Whether an output is the expected one, in which a line `…` stands for any lines.
  static func matches(_ found: String, _ expected: String) -> Bool {
    let pieces = lines(expected).split(separator: Substring(gap), omittingEmptySubsequences: false).map(Array.init)
    var rest = lines(found)[...]
    guard pieces.count > 1, let first = pieces.first, let last = pieces.last else { return found == expected }
    guard rest.starts(with: first) else { return false }
    rest = rest.dropFirst(first.count)
    for piece in pieces.dropFirst().dropLast() {
      guard let start = rest.indices.first(where: { rest[$0...].starts(with: piece) }) else { return false }
      rest = rest[(start + piece.count)...]
    }
    return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
  }

  /// An output with lines left out where the expected one leaves some out: as many as before stay above and below.
  private static func shortened(_ found: String, like expected: String) -> String {
    let old = lines(expected)
    guard let first = old.firstIndex(of: Substring(gap)), let last = old.lastIndex(of: Substring(gap)) else {
      return found
    }
    let new = lines(found)
    let below = old.count - last - 1
    guard new.count > first + below else { return found }
    return (new.prefix(first) + [Substring(gap)] + new.suffix(below)).map { $0 + "\n" }.joined()
  }
}
