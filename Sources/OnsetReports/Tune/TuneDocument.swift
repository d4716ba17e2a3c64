import OnsetLanguage
package import OnsetStudy
import OnsetText

/// Tuned values for programs.
package enum TuneDocument {
  /// An array of what was tuned, one object for each file that holds values.
  package static func json(_ results: [TuningResult], _ digests: StudyDigests) -> String {
    JSONOutput.array(lines(results, digests))
  }

  package static func lines(_ results: [TuningResult], _ digests: StudyDigests) -> [String] {
    results.map { JSONOutput.object(entries($0) + OutcomeStamp.entries(digests)) }
  }

  /// A row for each piece of each parameter's curve.
  package static func table(_ results: [TuningResult], _ digests: StudyDigests) -> TextTable {
    var table = TextTable(
      ["ruleset", "profile", "parameter", "from", "to", "objective"].map { .init($0) } + OutcomeStamp.studyColumns)
    for result in results {
      for parameter in result.parameters {
        for piece in parameter.curve {
          table.append(
            [
              result.ruleset, result.profile ?? "", parameter.moved.name, JSONOutput.number(piece.lower),
              JSONOutput.number(piece.upper), piece.value.map { JSONOutput.number($0) } ?? "",
            ] + OutcomeStamp.cells(digests))
        }
      }
    }
    return table
  }

  private static func entries(_ result: TuningResult) -> [(key: String, value: String)] {
    [
      ("ruleset", JSONOutput.quoted(result.ruleset)), ("profile", result.profile.map(JSONOutput.quoted) ?? "null"),
      ("objective", JSONOutput.quoted(result.objective.text)),
      ("constraints", JSONOutput.array(result.objective.constraints.map { JSONOutput.quoted(TuneReport.text($0)) })),
      ("minimized", "\(result.objective.isMinimized)"), ("runs", "\(result.runs)"),
      ("held_out_by", JSONOutput.quoted(result.groupedBy)), ("groups", "\(result.groups)"),
      ("method", JSONOutput.quoted(result.method.rawValue)), ("combinations", "\(result.cells)"),
      ("of_combinations", "\(result.cellCount)"), ("complete", "\(result.isComplete)"),
      ("sampled_curves", "\(result.sampledCurves)"),
      ("parameters", JSONOutput.array(result.parameters.map(parameter))),
      ("without_influence", JSONOutput.array(result.idle.map(JSONOutput.quoted))),
      ("in_force", standing(result.inForce, result.figures)),
      ("tuned", result.tuned.map { standing($0, result.figures) } ?? "null"),
      ("held_out", result.heldOut.map { standing($0, result.figures) } ?? "null"),
      ("folds", JSONOutput.array(result.folds.map { fold($0, result) })),
    ]
  }

  private static func parameter(_ parameter: TuningResult.Parameter) -> String {
    JSONOutput.object([
      ("name", JSONOutput.quoted(parameter.moved.name)),
      ("in_force", JSONOutput.quoted(parameter.moved.inForce.spelling)),
      ("tuned", JSONOutput.quoted(parameter.tuned.spelling)),
      ("treatment", JSONOutput.quoted(parameter.moved.treatment.rawValue)),
      (
        "range",
        JSONOutput.array([parameter.moved.lower, parameter.moved.upper].map { JSONOutput.quoted($0.spelling) })
      ),
      (
        "plateau",
        JSONOutput.array([parameter.plateau.lowerBound, parameter.plateau.upperBound].map { JSONOutput.number($0) })
      ),
      (
        "curve",
        JSONOutput.array(
          parameter.curve.map { piece in
            JSONOutput.object([
              ("from", JSONOutput.number(piece.lower)), ("to", JSONOutput.number(piece.upper)),
              ("objective", number(piece.value)),
            ])
          })
      ),
    ])
  }

  private static func standing(_ standing: TuningResult.Standing, _ names: [String]) -> String {
    JSONOutput.object([
      ("objective", number(standing.objective)), ("constraints_hold", "\(standing.isAllowed)"),
      (
        "figures",
        JSONOutput.object(zip(names, standing.figures).map { ($0, number($1)) })
      ),
    ])
  }

  private static func fold(_ fold: TuningResult.Fold, _ result: TuningResult) -> String {
    JSONOutput.object([
      ("group", JSONOutput.quoted(fold.group)), ("runs", "\(fold.runs)"),
      (
        "values",
        JSONOutput.object(zip(result.parameters, fold.values).map { ($0.moved.name, JSONOutput.quoted($1.spelling)) })
      ),
      ("tuned", number(fold.tuned)), ("held_out", number(fold.heldOut)),
    ])
  }

  private static func number(_ value: Double?) -> String { value.map { JSONOutput.number($0) } ?? "null" }
}
