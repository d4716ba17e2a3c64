/// The practitioners' checklist over a project: a line for each question.
package struct Checkup: Sendable {
  package var lines: [Line]

  package enum Answer: String, Hashable, Sendable, CaseIterable {
    case yes
    case no
    /// What is there does not tell.
    case unknown
  }

  /// One question with its answer.
  package struct Line: Sendable {
    /// The stable name of the question.
    package var id: String
    package var question: String
    package var answer: Answer
    /// What the answer rests on: counts, rules and places.
    package var evidence: [String]
    /// What to do where the answer is not yes.
    package var remedy: String?
    /// The command that does it, or that shows what to write.
    package var command: String?
  }

  /// Whether every answer is yes.
  package var isClean: Bool { lines.allSatisfy { $0.answer == .yes } }

  package func count(_ answer: Answer) -> Int { lines.count { $0.answer == answer } }
}

extension Checkup.Line {
  /// A line whose remedy is left out where nothing has to be done.
  init(
    _ id: String, _ question: String, _ answer: Checkup.Answer, _ evidence: [String], remedy: String,
    command: String? = nil
  ) {
    self.init(
      id: id, question: question, answer: answer, evidence: evidence, remedy: answer == .yes ? nil : remedy,
      command: answer == .yes ? nil : command)
  }
}
