package import OnsetStudy
import OnsetText

/// The result of an experiment for programs, and for being compared when it is repeated: there is no date in it.
package enum ExperimentDocument {
  /// One object with everything, a line for each variant of each group.
  package static func json(_ result: ExperimentResult) -> String {
    func lines(_ objects: [String]) -> String {
      objects.isEmpty ? "[]" : "[\n" + objects.map { "    \($0)" }.joined(separator: ",\n") + "\n  ]"
    }
    var entries = [
      ("experiment", JSONOutput.quoted(result.name)), ("question", text(result.question)),
      ("objective", JSONOutput.quoted(result.objective.text)),
      ("against", JSONOutput.quoted(result.variants[result.against].name)), ("split", text(result.split)),
      ("engine", JSONOutput.quoted(OutcomeStamp.engine)), ("run_count", "\(result.runCount)"),
      ("runs", JSONOutput.quoted("\(result.runs)")),
      ("variants", lines(result.variants.map(variant))), ("results", lines(rows(result, isStamped: false))),
    ]
    if let choice = result.choice { entries.append(("held_out", heldOut(choice, result))) }
    return "{\n" + entries.map { "  \(JSONOutput.quoted($0.0)): \($0.1)" }.joined(separator: ",\n") + "\n}\n"
  }

  /// An object for each variant of each group.
  package static func lines(_ result: ExperimentResult) -> [String] { rows(result, isStamped: true) }

  /// A row for each variant of each group.
  package static func table(_ result: ExperimentResult) -> TextTable {
    var table = TextTable(
      [
        "group", "runs", "variant", "value", "allowed", "lower", "upper", "interval", "difference", "differing_runs",
        "p", "p_corrected",
      ].map { .init($0) } + OutcomeStamp.studyColumns)
    func cell(_ value: Double?) -> String { value.map { JSONOutput.number($0) } ?? "" }
    for group in result.groups {
      for (variant, row) in zip(result.variants, group.rows) {
        table.append(
          [
            group.name ?? "", "\(group.runCount)", variant.name, cell(row.value), "\(row.isAllowed)",
            cell(row.interval?.lowerBound), cell(row.interval?.upperBound), row.interval == nil ? "" : kind(row),
            cell(row.difference?.value), row.difference.map { "\($0.differingRuns)" } ?? "", cell(row.difference?.p),
            cell(row.difference?.corrected),
          ] + OutcomeStamp.cells(result.digests(of: variant)))
      }
    }
    return table
  }

  // MARK: Parts

  private static func text(_ text: String?) -> String { text.map(JSONOutput.quoted) ?? "null" }
  private static func number(_ value: Double?) -> String { value.map { JSONOutput.number($0) } ?? "null" }
  private static func kind(_ row: ExperimentResult.Row) -> String { row.isExact ? "exact" : "bootstrap" }

  private static func variant(_ variant: ExperimentResult.Variant) -> String {
    JSONOutput.object([
      ("variant", JSONOutput.quoted(variant.name)), ("commit", text(variant.commit?.id)),
      ("set", JSONOutput.object(variant.settings.map { ($0.name, JSONOutput.quoted($0.value)) })),
      ("rules", JSONOutput.quoted("\(variant.digests.rules)")),
      ("profiles", JSONOutput.quoted("\(variant.digests.profiles)")),
    ])
  }

  /// - Parameter isStamped: Whether each object says by itself to what it belongs.
  private static func rows(_ result: ExperimentResult, isStamped: Bool) -> [String] {
    result.groups.flatMap { group in
      zip(result.variants, group.rows).map { variant, row in
        JSONOutput.object(
          [
            ("group", text(group.name)), ("runs", "\(group.runCount)"), ("variant", JSONOutput.quoted(variant.name)),
            ("value", number(row.value)), ("allowed", "\(row.isAllowed)"),
            (
              "interval",
              row.interval.map { JSONOutput.array([number($0.lowerBound), number($0.upperBound)]) } ?? "null"
            ), ("interval_kind", row.interval == nil ? "null" : JSONOutput.quoted(kind(row))),
            ("difference", row.difference.map(difference) ?? "null"),
          ] + (isStamped ? OutcomeStamp.entries(result.digests(of: variant)) : []))
      }
    }
  }

  private static func difference(_ difference: ExperimentResult.Difference) -> String {
    JSONOutput.object([
      ("value", number(difference.value)), ("runs", "\(difference.differingRuns)"), ("p", number(difference.p)),
      ("p_corrected", number(difference.corrected)),
    ])
  }

  private static func heldOut(_ choice: ExperimentResult.Choice, _ result: ExperimentResult) -> String {
    let parts = choice.held.map { part in
      JSONOutput.object([
        ("without", JSONOutput.quoted(part.name)),
        ("chosen", JSONOutput.quoted(result.variants[part.variant].name)),
      ])
    }
    return JSONOutput.object([
      ("value", number(choice.value)), ("allowed", "\(choice.isAllowed)"), ("choices", JSONOutput.array(parts)),
    ])
  }
}

extension ExperimentResult {
  /// To what the outcome of a variant belongs.
  func digests(of variant: Variant) -> StudyDigests {
    var digests = variant.digests
    digests.runs = runs
    return digests
  }
}
