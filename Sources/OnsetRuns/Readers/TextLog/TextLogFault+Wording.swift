extension TextLogFault {
  var wording: (message: String, hints: [String]) {
    switch self {
    case .unclosedBrace: ("`{` is never closed", ["write `{{` for a brace that is in the log"])
    case .unclosedPart:
      ("the optional part that begins here has no `]`", ["write `[[` for a bracket that is in the log"])
    case .strayBracket(let bracket):
      ("`\(bracket)` closes nothing", ["write `\(bracket)\(bracket)` for one that is in the log"])
    case .nestedPart:
      (
        "an optional part cannot hold another",
        ["write them one after the other: `[ lr:{lr}][ norm:{norm}]`", "write `[[` for a bracket that is in the log"]
      )
    case .emptyPart: ("the optional part is empty", ["write `[[` and `]]` for brackets that are in the log"])
    case .unknownCapture(let content, let known):
      (
        "`{\(content)}` is nothing that can stand here",
        ["there are \(known.map { "`\($0)`" }.joined(separator: ", ")); write `{{` for a brace that is in the log"]
      )
    case .badName(let name): ("`\(name)` is no name: it has a blank or a brace in it", [])
    case .repeatedName(let name):
      ("the line names `\(name)` twice", ["use another name, or `{}` for what is passed over"])
    case .secondJSON: ("a line has at most one `{:json}`", [])
    case .noEnd:
      (
        "nothing says where this ends",
        ["put the text after it that the log has there, or let it be the end of the line"]
      )
    case .adjacentNumbers:
      ("two numbers stand side by side", ["put between them the text that the log has there"])
    case .noNumber:
      ("the line names no number", ["a number is `{name}`, such as `step {step} loss {loss}`"])
    case .noHyperparameter:
      ("the line names no hyperparameter", ["such as `lr = {learning_rate}` or `{:name} = {:value}`"])
    case .nameWithoutValue: ("`{:name}` and `{:value}` go together", ["such as `{:name} = {:value}`"])
    case .noLines: ("the format has no lines", ["give it one, such as `\"step {step} loss {loss}\"`"])
    case .noStep(let known):
      (
        "no line has the step",
        [
          known.isEmpty
            ? "name one number `step`" : "name one number `step`, or say which it is: `step: \(known[0])`"
        ]
      )
    case .unknownStep(let name, let nearest):
      ("no line names a number `\(name)`", nearest.map { ["did you mean `\($0)`?"] } ?? [])
    case .unusedRename(let name, let nearest):
      ("no line names a number `\(name)`", nearest.map { ["did you mean `\($0)`?"] } ?? [])
    case .renamedStep(let name): ("`\(name)` is the step, and has no other name", ["remove it from `rename`"])
    case .emptyFormatName: ("`format` is empty", ["name it for what writes such logs, such as `llm.c`"])
    }
  }
}
