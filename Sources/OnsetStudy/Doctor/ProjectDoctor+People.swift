import OnsetRules
import OnsetText

extension ProjectDoctor {
  /// What only people can decide: `onset.yaml` says it.
  var peopleLines: [Checkup.Line] { [reviewed, budget] }

  /// A quarter.
  private static let longestWithoutReview = 92

  private var reviewed: Checkup.Line {
    let remedy = "read what the rules did in the latest runs, then write the day as `reviewed` into onset.yaml"
    func line(_ answer: Checkup.Answer, _ evidence: String) -> Checkup.Line {
      Checkup.Line(
        "reviewed", "Did a person read the logs in the last quarter?", answer, [evidence], remedy: remedy,
        command: "onset replay")
    }
    guard let file, let day = file.reviewed else { return line(.unknown, "onset.yaml has no `reviewed`") }
    let days = today.number - day.value.number
    let place = self.place(day.range, in: file.source, "")
    if days < 0 { return line(.no, "\(place)the day is in the future") }
    return line(days <= Self.longestWithoutReview ? .yes : .no, "\(place)\(Self.counted(days, "day")) ago")
  }

  private var budget: Checkup.Line {
    let question = "Is there a budget for experiments?"
    guard let file, let count = file.experimentBudget else {
      return Checkup.Line(
        "budget", question, .unknown, ["onset.yaml has no `budget`"],
        remedy: "agree how many runs trying rules out may cost, and write `budget: {experiments: 5}` into onset.yaml",
        command: "onset schema project")
    }
    let place = self.place(count.range, in: file.source, "")
    return Checkup.Line(
      "budget", question, .yes, ["\(place)\(Self.counted(count.value, "run"))"], remedy: "")
  }
}
