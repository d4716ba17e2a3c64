import OnsetLanguage
import OnsetRules
package import OnsetStudy
import OnsetText

/// Tuned values for people.
package enum TuneReport {
  /// For a terminal.
  package static func text(_ results: [TuningResult], _ digests: StudyDigests, _ style: TextStyle) -> String {
    results.map { result in
      var text = "\(style.paint(TerminalText.safe(title(result)), .strong))  \(summary(result))\n"
      if result.tuned != nil {
        text += "\n" + TuneTables.parameters(result).plain()
        text += "\n" + TuneTables.standings(result).plain()
        for parameter in result.parameters {
          text += "\n\(TerminalText.safe(heading(parameter, result)))\n" + TuneTables.curve(parameter).plain()
        }
      } else {
        text += "\n" + TuneTables.standings(result).plain()
      }
      return text + remarks(result).map { "\n\(style.paint($0, .quiet))" }.joined() + "\n"
    }.joined(separator: "\n") + style.paint(OutcomeStamp.line(digests), .quiet) + "\n"
  }

  /// For a page.
  package static func markdown(_ results: [TuningResult], _ digests: StudyDigests) -> String {
    results.map { result in
      var text = "**\(TerminalText.safe(title(result)))**, \(summary(result))\n"
      if result.tuned != nil { text += "\n" + TuneTables.parameters(result).markdown }
      text += "\n" + TuneTables.standings(result).markdown
      for parameter in result.parameters {
        text += "\n\(heading(parameter, result))\n\n" + TuneTables.curve(parameter).markdown
      }
      return text + "\n" + remarks(result).map { "* \($0)\n" }.joined()
    }.joined(separator: "\n") + "\n\(OutcomeStamp.line(digests))\n"
  }

  static func text(_ constraint: TuningObjective.Constraint) -> String {
    "\(constraint.figure.description) \(constraint.comparison.rawValue) \(DisplayNumber.short(constraint.bound))"
  }

  private static func title(_ result: TuningResult) -> String {
    result.profile.map { "\(result.ruleset), values of the profile \($0)" } ?? result.ruleset
  }

  private static func summary(_ result: TuningResult) -> String {
    let required = result.objective.required
    let under = required.isEmpty ? "" : " under \(required.map(text).joined(separator: " and "))"
    return "\(result.objective.isMinimized ? "the smallest" : "the largest") \(result.objective.text)\(under), on "
      + DisplayNumber.counted(result.runs, "run")
  }

  private static func heading(_ parameter: TuningResult.Parameter, _ result: TuningResult) -> String {
    result.parameters.count == 1
      ? "\(parameter.moved.name)" : "\(parameter.moved.name), the others as tuned"
  }

  /// What has to be known to read the tables right.
  private static func remarks(_ result: TuningResult) -> [String] {
    var remarks: [String] = []
    if result.tuned == nil {
      remarks.append("No combination of values is allowed: nothing is tuned.")
    }
    if !result.isComplete {
      remarks.append(
        "Incomplete: \(DisplayNumber.grouped(Int64(result.cells))) of "
          + "\(DisplayNumber.counted(result.cellCount, "combination")) were judged, and none held out.")
    }
    if result.isComplete, result.tuned != nil, result.heldOut == nil {
      remarks.append("All runs are of one group: none can be held out, and nothing says what to expect of new ones.")
    }
    if result.method == .inTurn {
      remarks.append(
        "Tuned in turn, one parameter after the other until none moves: there may be better combinations "
          + "(`--joint` tries all, `--parameter` names fewer).")
    }
    let tried = result.parameters.filter { $0.moved.treatment == .grid }
    if !tried.isEmpty {
      remarks.append(
        "Tried at the values shown and at none between: "
          + tried.map { "\($0.moved.name) (\($0.moved.grid.count))" }.joined(separator: ", ") + ".")
    }
    if result.sampledCurves > 0 {
      remarks.append(
        "Not everything is exact: at \(DisplayNumber.counted(result.sampledCurves, "combination")) a run could only be "
          + "judged at \(TuningResult.samples) even values.")
    }
    if !result.idle.isEmpty {
      remarks.append(
        "Left as they are, since they do not decide when a rule fires: \(result.idle.joined(separator: ", ")).")
    }
    if result.runs < 5 {
      remarks.append(
        "\(DisplayNumber.counted(result.runs, "run")): fewer than 5 say next to nothing of the runs to come.")
    } else if let heldOut = result.heldOut, let tuned = result.tuned?.objective, let value = heldOut.objective,
      result.objective.isBetter(tuned, than: value)
    {
      remarks.append(
        "Held out: each \(result.groupedBy) judged by what was tuned without it. Expect that of new runs, and not the "
          + "tuned score.")
    }
    return remarks
  }
}

/// Tuned values as tables, for terminals and for Markdown.
package enum TuneTables {
  package static func parameters(_ result: TuningResult) -> TextTable {
    var table = TextTable([
      .init("parameter"), .init("in force", .right), .init("tuned", .right), .init("as good", .right),
      .init("range", .right), .init("how"),
    ])
    for parameter in result.parameters {
      let moved = parameter.moved
      table.append([
        moved.name, moved.inForce.spelling, parameter.tuned.spelling,
        stretch(parameter.plateau.lowerBound, parameter.plateau.upperBound, moved),
        stretch(moved.lower.magnitude, moved.upper.magnitude, moved), moved.treatment.rawValue,
      ])
    }
    return table
  }

  package static func standings(_ result: TuningResult) -> TextTable {
    let standings: [(String, TuningResult.Standing?)] = [
      ("in force", result.inForce), ("tuned", result.tuned), ("held out", result.heldOut),
    ]
    var table = TextTable(
      [.init("values"), .init("objective", .right)] + result.figures.map { .init(TerminalText.safe($0), .right) })
    for (name, standing) in standings {
      guard let standing else { continue }
      table.append(
        ["\(name)\(standing.isAllowed ? "" : " (not allowed)")", number(standing.objective)]
          + standing.figures.map(number))
    }
    return table
  }

  /// The objective along one parameter: at most so many rows, the tuned one among them.
  package static func curve(_ parameter: TuningResult.Parameter, rows limit: Int = 15) -> TextTable {
    var table = TextTable([.init("from", .right), .init("to", .right), .init("objective", .right), .init("")])
    var pieces = joined(parameter.curve)
    let tuned = parameter.tuned.magnitude
    let own = pieces.firstIndex { $0.lower <= tuned && tuned <= $0.upper } ?? 0
    var before = 0
    var after = 0
    if pieces.count > limit {
      let first = max(0, min(own - limit / 2, pieces.count - limit))
      before = first
      after = pieces.count - first - limit
      pieces = Array(pieces[first..<first + limit])
    }
    func dots(_ count: Int) -> [String] { ["…", "", "", "\(count) more"] }
    if before > 0 { table.append(dots(before)) }
    for piece in pieces {
      let marks = [
        piece.lower <= tuned && tuned <= piece.upper ? "tuned" : nil,
        piece.lower <= parameter.moved.inForce.magnitude && parameter.moved.inForce.magnitude <= piece.upper
          ? "in force" : nil,
      ].compactMap(\.self)
      table.append([
        spelled(piece.lower, parameter.moved), spelled(piece.upper, parameter.moved), number(piece.value),
        marks.joined(separator: ", "),
      ])
    }
    if after > 0 { table.append(dots(after)) }
    return table
  }

  /// Neighbouring values that were tried, joined where they are as good.
  private static func joined(_ pieces: [TuningResult.Piece]) -> [TuningResult.Piece] {
    var result: [TuningResult.Piece] = []
    for piece in pieces {
      if let last = result.last, last.value == piece.value {
        result[result.count - 1].upper = piece.upper
      } else {
        result.append(piece)
      }
    }
    return result
  }

  private static func stretch(_ lower: Double, _ upper: Double, _ moved: MovedParameter) -> String {
    lower == upper ? spelled(lower, moved) : "\(spelled(lower, moved)) – \(spelled(upper, moved))"
  }

  private static func spelled(_ value: Double, _ moved: MovedParameter) -> String {
    let scaled = DisplayNumber.short(value * moved.inForce.scale)
    return moved.inForce.scale == 100 ? "\(scaled)%" : scaled
  }

  private static func number(_ value: Double?) -> String { value.map(DisplayNumber.short) ?? "–" }
}
