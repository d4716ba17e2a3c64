package import OnsetLanguage
package import OnsetRules
import OnsetRuns
import OnsetText

/// Finds the values of a rule set's parameters with which it does best on labelled runs.
package struct Tuner: Sendable {
  let file: RuleSetFile
  let profile: String?
  let runs: [TuningRun]
  let score: ObjectiveScore
  /// The figures that are told of values, whatever the objective is.
  let told: ObjectiveScore
  let fixed: [String: ParameterValue]
  let options: Options
  let parameters: [MovedParameter]
  let idle: [String]
  /// The groups of runs that are held out together, in the order of their first runs.
  let groups: [String]
  /// The runs of each group.
  let members: [[Int]]

  package struct Options: Sendable {
    /// How many values of a parameter are tried where not all can be.
    package var points = 51
    /// The most combinations that are tried jointly.
    package var cells = 5_000
    /// The most pieces of two numbers' ranges, over all combinations and held-out groups, that are judged one by one; where
    /// there would be more, the second number is tried at `points` values.
    package var pieces = 2_000_000_000
    /// Whether to tune one parameter after the other; nil to let the number of combinations decide.
    package var inTurn: Bool?
    /// What groups are of, for the result.
    package var groupedBy = "run"
    /// Whether to tune without each group too.
    package var holdsOut = true

    package init() {}
  }

  /// Why nothing can be tuned, in one sentence.
  package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
  }

  /// - Parameters:
  ///   - profile: The profile that holds the values to be moved; nil for the rule set.
  ///   - parameters: Those to be moved, with the values in force.
  ///   - fixed: Values that differ from those of rule set and profile, and stay.
  package init(
    _ file: RuleSetFile, profile: String?, moving parameters: [(parameter: TunableParameter, inForce: ParameterValue)],
    fixed: [String: ParameterValue], on runs: [TuningRun], for objective: TuningObjective, _ settings: OutcomeSettings,
    _ options: Options
  ) throws(Failure) {
    self.file = file
    self.profile = profile
    self.runs = runs
    self.fixed = fixed
    self.options = options
    var phases: [String] = []
    for label in runs.flatMap({ $0.scored.labels ?? [] }) where !phases.contains(label.phase) {
      phases.append(label.phase)
    }
    let judge = StopJudge(
      objective: StopObjective(settings), cost: CostModel(settings), tolerance: Int64(settings.tolerance?.value ?? 0))
    do throws(ObjectiveScore.Failure) {
      score = try ObjectiveScore(objective, file, labelledPhases: phases, stopJudge: judge)
      told = try ObjectiveScore(
        Self.toldFigures(of: file, phases, objective), file, labelledPhases: phases, stopJudge: judge)
    } catch {
      throw Failure(description: error.description)
    }
    var groups: [String] = []
    for run in runs where !groups.contains(run.group) { groups.append(run.group) }
    self.groups = groups
    members = groups.map { group in runs.indices.filter { runs[$0].group == group } }
    // Which of them matter, and which can be treated exactly: asked with the values in force.
    let all = parameters.map { MovedParameter($0.parameter, inForce: $0.inForce, points: options.points) }
    var kept: [MovedParameter] = []
    var idle: [String] = []
    for index in all.indices {
      let curves = OutcomeCurves(file, all, fixed: fixed, runs, score.judge, sweeping: index)
      let cell = all.map(\.inForce)
      guard curves.isDecisive(at: cell) else {
        idle.append(all[index].name)
        continue
      }
      var parameter = all[index]
      if parameter.inForce.type == .number, curves.isExact(at: cell) {
        parameter.treatment = .exact
      }
      kept.append(parameter)
    }
    self.parameters = kept
    self.idle = idle
    guard !kept.isEmpty else {
      throw Failure(description: "no parameter of `\(file.name.value)` with a `tune` range decides when a rule fires")
    }
  }

  private static func toldFigures(
    of file: RuleSetFile, _ phases: [String], _ objective: TuningObjective
  ) -> TuningObjective {
    var names: [String] = []
    if file.rules.contains(where: { $0.enter.map { phases.contains($0.value) } ?? false }) {
      names += ["f1", "precision", "recall", "hits", "misses", "false_alarms", "delay"]
    }
    if file.rules.contains(where: \.mayStop) {
      names += ["stops", "false_stops", "missed_stops", "savings", "regret"]
    }
    var figures = objective.figures.filter { $0.target != nil || !names.contains($0.name) }
    figures = figures.reduce(into: []) { list, figure in
      if !list.contains(where: { $0.description == figure.description }) { list.append(figure) }
    }
    figures += names.compactMap { name in
      TuningMetric(named: name).map { TuningObjective.Figure(metric: $0, name: name, target: nil) }
    }
    return TuningObjective(text: "", terms: figures.map { .init(weight: 1, figure: $0) }, constraints: [])
  }

  // MARK: Tuning

  /// - Parameters:
  ///   - progress: Told how many of how many combinations are judged.
  ///   - isStopped: Asked now and then; once it says so, what has been found so far is the result.
  package func tune(
    progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }, isStopped: () -> Bool = { false }
  ) async -> TuningResult {
    let axes = await axesInWhole()
    let joint = grid(inWhole: axes)
    let inTurn = options.inTurn ?? (joint.count > options.cells)
    return inTurn
      ? await tuneInTurn(progress, isStopped) : await tuneJointly(joint, progress, isStopped)
  }

  /// All runs, then all without each group.
  var foldCount: Int { options.holdsOut && groups.count > 1 ? groups.count + 1 : 1 }
}
