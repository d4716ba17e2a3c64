import OnsetLanguage
import OnsetRules
import OnsetText

/// What tuning tells of the values that it has found.
extension Tuner {
  func emptyResult(
    _ method: TuningResult.Method, cells: Int, of count: Int, isComplete: Bool
  ) -> TuningResult {
    let inForce = standing { _ in parameters.map(\.inForce) }
    return TuningResult(
      ruleset: file.name.value, profile: profile, objective: score.objective, runs: runs.count,
      groupedBy: options.groupedBy, groups: groups.count, method: method, cells: cells, cellCount: count,
      isComplete: isComplete, parameters: [], idle: idle,
      figures: told.objective.terms.map(\.figure.description), inForce: inForce, tuned: nil, heldOut: nil, folds: [])
  }

  /// How values do, by what the engine does with them; nil for a run that does not count.
  func standing(_ cell: (Int) -> TuningCell?) -> TuningResult.Standing {
    let curves = OutcomeCurves(file, parameters, fixed: fixed, runs, score.judge, sweeping: nil)
    var own = OutcomeTally(score.judge, runs: runs.count)
    var told = OutcomeTally(told.judge, runs: runs.count)
    for (index, run) in runs.enumerated() {
      guard let cell = cell(index) else { continue }
      let firings = curves.firings(cell, run)
      var table = OutcomeTable()
      own.add(index, table.index(of: firings, score.judge, run.scored), of: table)
      table = OutcomeTable()
      told.add(index, table.index(of: firings, self.told.judge, run.scored), of: table)
    }
    let value = score.value(of: own)
    return TuningResult.Standing(
      objective: value.sum, isAllowed: value.isAllowed, figures: self.told.figures(of: told))
  }

  static func parameter(
    _ parameter: MovedParameter, _ tuned: ParameterValue, _ pieces: [TuningResult.Piece]
  ) -> TuningResult.Parameter {
    TuningResult.Parameter(
      moved: parameter, tuned: tuned, plateau: plateau(around: tuned.magnitude, pieces), curve: pieces)
  }

  /// The neighbouring pieces that are as good as the one around a value.
  private static func plateau(around value: Double, _ pieces: [TuningResult.Piece]) -> ClosedRange<Double> {
    guard let own = pieces.firstIndex(where: { $0.lower <= value && value <= $0.upper }) else { return value...value }
    var (first, last) = (own, own)
    while first > 0, pieces[first - 1].value == pieces[own].value { first -= 1 }
    while last + 1 < pieces.count, pieces[last + 1].value == pieces[own].value { last += 1 }
    return pieces[first].lower...pieces[last].upper
  }

  /// Judges each group by what was tuned without it.
  func holdOut(_ found: [(value: Double?, cell: TuningCell?)], _ result: inout TuningResult) {
    guard !found.isEmpty else { return }
    let cells = Dictionary(uniqueKeysWithValues: zip(groups, found.map(\.cell)))
    // Where nothing was allowed on the others, nothing is changed.
    let inForce = parameters.map(\.inForce)
    result.heldOut = standing { (cells[runs[$0].group] ?? nil) ?? inForce }
    for (group, (value, cell)) in zip(groups, found) {
      let alone = standing { runs[$0].group == group ? cell ?? inForce : nil }
      result.folds.append(
        TuningResult.Fold(
          group: group, runs: runs.count { $0.group == group }, values: cell ?? inForce, tuned: value,
          heldOut: alone.objective))
    }
  }
}
