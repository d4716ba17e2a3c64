package import OnsetStudy
import OnsetText

/// How a checklist looks.
package enum CheckupReport {
  /// For a terminal: a line for each question with its evidence, and what to do where the answer is not yes.
  package static func text(_ checkup: Checkup, _ style: TextStyle) -> String {
    let width = checkup.lines.map(\.id.count).max() ?? 0
    let margin = String(repeating: " ", count: 5 + width + 2)
    var text = ""
    for line in checkup.lines {
      let id = line.id + String(repeating: " ", count: width - line.id.count)
      text += "\(style.paint(mark(line.answer), role(line.answer)))  \(id)  \(line.question)\n"
      for evidence in line.evidence { text += "\(margin)\(style.paint(TerminalText.safe(evidence), .quiet))\n" }
      if let remedy = line.remedy { text += "\(margin)→ \(TerminalText.safe(remedy))\n" }
      if let command = line.command { text += "\(margin)  \(style.paint(TerminalText.safe(command), .accent))\n" }
    }
    return text + "\n\(counts(checkup))\n"
  }

  /// `9 of 15 yes, 5 no, 1 not known`.
  package static func counts(_ checkup: Checkup) -> String {
    var parts = ["\(checkup.count(.yes)) of \(checkup.lines.count) yes"]
    if checkup.count(.no) > 0 { parts.append("\(checkup.count(.no)) no") }
    if checkup.count(.unknown) > 0 { parts.append("\(checkup.count(.unknown)) not known") }
    return parts.joined(separator: ", ")
  }

  /// A row for each question.
  package static func table(_ checkup: Checkup) -> TextTable {
    var table = TextTable([
      .init("id"), .init("answer"), .init("question"), .init("evidence"), .init("what to do"), .init("command"),
    ])
    for line in checkup.lines {
      table.append([
        line.id, words(line.answer), line.question, line.evidence.joined(separator: "; "), line.remedy ?? "",
        line.command ?? "",
      ])
    }
    return table
  }

  /// An object for each question.
  package static func jsonLines(_ checkup: Checkup) -> [String] {
    checkup.lines.map { line in
      JSONOutput.object([
        ("id", JSONOutput.quoted(line.id)), ("question", JSONOutput.quoted(line.question)),
        ("answer", JSONOutput.quoted(line.answer.rawValue)),
        ("evidence", JSONOutput.array(line.evidence.map(JSONOutput.quoted))),
        ("remedy", line.remedy.map(JSONOutput.quoted) ?? "null"),
        ("command", line.command.map(JSONOutput.quoted) ?? "null"),
      ])
    }
  }

  private static func mark(_ answer: Checkup.Answer) -> String {
    switch answer {
    case .yes: "yes"
    case .no: "no "
    case .unknown: "?  "
    }
  }

  private static func words(_ answer: Checkup.Answer) -> String { answer == .unknown ? "not known" : answer.rawValue }

  private static func role(_ answer: Checkup.Answer) -> TextStyle.Role {
    switch answer {
    case .yes: .good
    case .no: .bad
    case .unknown: .warning
    }
  }
}
