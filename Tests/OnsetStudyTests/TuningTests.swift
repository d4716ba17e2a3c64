import OnsetLanguage
import OnsetRules
import OnsetRuns
@testable import OnsetStudy
import OnsetText
import Testing
import _OnsetTestSupport

/// Tuning against what the engine does, and against trying everything.
@Suite struct TuningTests {
  // MARK: Runs

  /// A run of two metrics of different cadence, with samples that are no numbers, and steps left out.
  static func run(_ index: Int, rows: Int, _ numbers: inout SeededNumbers) -> Run {
    var columns = [RunColumn(name: "loss", steps: [], values: []), RunColumn(name: "val", steps: [], values: [])]
    var step: Int64 = 0
    var level = 0.0
    var steps: [Int64] = []
    let turn = numbers.integer(rows / 3...rows - 1)
    for row in 0..<rows {
      step += Int64(numbers.integer(1...3))
      level = 0.8 * level + (numbers.share() - 0.5)
      let loss = numbers.happens(0.03) ? .nan : numbers.happens(0.01) ? .infinity : level - (row > turn ? 0.6 : 0)
      var isRow = false
      if !numbers.happens(0.1) {
        columns[0].steps.append(step)
        // Rounded, so that values come again.
        columns[0].values.append((loss * 20).rounded() / 20)
        isRow = true
      }
      if numbers.happens(0.4) {
        columns[1].steps.append(step)
        columns[1].values.append(numbers.happens(0.05) ? .nan : (numbers.share() * 20 - 10).rounded() / 10)
        isRow = true
      }
      if isRow { steps.append(step) }
    }
    var run = Run(name: "run \(index)", rows: steps, columns: columns)
    run.metadata.stepsPerEpoch = 10
    run.metadata.fields["turn"] = "\(turn)"
    run.metadata.secondsPerStep = 2
    return run
  }

  static func tuningRun(_ run: Run, labels: [RunMetadata.TransitionLabel]?) -> TuningRun {
    TuningRun(
      run: run, path: run.name, schema: RunSchema(metricNames: run.metricNames, stepsPerEpoch: 10), profile: nil,
      scored: ScoredRun(
        name: run.name, labels: labels, firstStep: run.rows.first ?? 0, lastStep: run.rows.last ?? 0,
        stepsPerEpoch: 10, secondsPerStep: 2, objective: run.column(named: "val")), group: run.name)
  }

  static func file(_ text: String) throws -> RuleSetFile {
    let (model, findings) = RuleSetFile.decode(SourceFile(name: "rules/tuned.yaml", text: text))
    try #require(findings.map(\.message) == [])
    let file = try #require(model)
    try #require(
      RuleSetChecker.check(file, profile: nil).diagnostics.filter { $0.severity == .error }.map(\.message) == [])
    return file
  }

  /// Runs with labels everywhere, so that every firing is a part of the outcome.
  static func runsLabelledEverywhere(_ numbers: inout SeededNumbers) -> [TuningRun] {
    let labels = (0..<30).map { index in
      let step = Int64(index * 12)
      return RunMetadata.TransitionLabel(phase: "two", step: step, earliest: step, latest: step + 11)
    }
    return (0..<8).map { tuningRun(run($0, rows: 120, &numbers), labels: labels) }
  }

  /// An objective to which every firing matters.
  static func scoreOfAllFirings(_ file: RuleSetFile) throws -> ObjectiveScore {
    let stops = file.rules.contains(where: \.mayStop) ? " + savings" : ""
    let objective = try #require(TuningObjective.parse("recall - 0.001*delay\(stops)").objective)
    return try ObjectiveScore(objective, file, labelledPhases: ["two"], stopJudge: StopJudge())
  }

  // MARK: Curves

  /// A rule set in which `p` decides.
  struct Body: Sendable, CustomTestStringConvertible {
    var name: String
    var isExact = true
    var rules: [String]

    init(_ name: String, isExact: Bool = true, _ rules: String...) {
      self.name = name
      self.isExact = isExact
      self.rules = rules
    }

    var testDescription: String { name }
  }

  static let bodies: [Body] = [
    Body("one comparison", "{rule: a, when: loss < p, enter: two, then: [{stop: a}]}"),
    Body("a hold in samples", "{rule: a, when: loss < p, for: 3 samples, enter: two, then: [{stop: a}]}"),
    Body("a hold in steps", "{rule: a, when: p > loss, for: 7 steps, enter: two, then: [{stop: a}]}"),
    Body("a hold in epochs", "{rule: a, when: loss <= -p, for: 0.8 epochs, enter: two, then: [{stop: a}]}"),
    Body(
      "a window",
      "{rule: a, when: \"mean(loss, 3 samples) < 0.2 - p * 0.5 and val > -0.3\", for: 2 samples, enter: two}"),
    Body(
      "windows that fill one after the other",
      "{rule: a, when: \"loss < p and mean(loss, 9 samples) < 0.2\", for: 2 samples, enter: two}"),
    Body(
      "windows that fill one after the other, and a life",
      "{rule: a, when: \"loss < p and mean(loss, 9 samples) < 0.3\", enter: two, repeat: when cleared}"),
    Body("or and not", "{rule: a, when: not (loss > p or val > 2 * p + 0.5), for: 2 samples, enter: two}"),
    Body("a let", "{rule: a, when: low, for: 4 samples, enter: two}"),
    Body(
      "two rules", "{rule: a, when: loss < p, enter: two}",
      "{rule: b, when: val > p, for: 2 samples, then: [{stop: b}]}"),
    Body(
      "a confirmation",
      "{rule: a, when: loss < p, confirm: {that: val < 0, within: 5 steps}, enter: two, repeat: when cleared}"),
    Body(
      "a confirmation that it decides",
      "{rule: a, when: loss < 0.1, confirm: {that: val < p, within: 3 samples}, enter: two, repeat: after 7 samples}"),
    Body(
      "both",
      "{rule: a, when: loss < p, for: 2 samples, confirm: {that: val < p, within: 1 epoch}, enter: two, "
        + "repeat: after 9 steps, at_most: 3}"),
    Body("clearing", "{rule: a, when: loss < p, enter: two, repeat: when cleared, clear: loss > p + 0.2}"),
    Body(
      "cleared by itself", "{rule: a, when: loss < p, for: 2 samples, enter: two, repeat: when cleared, at_most: 4}"),
    Body(
      "phases", "{rule: a, during: one, when: loss < p, for: 2 samples, enter: two, repeat: when cleared}",
      "{rule: b, during: two, when: loss > p + 0.1, for: 2 samples, enter: one, repeat: when cleared}",
      "{rule: c, during: two, when: val > 0.5, then: [{stop: c}]}"),
    Body(
      "a share of a window", "{rule: a, when: \"fraction(loss < p, 5 samples) >= 0.6\", for: 2 samples, enter: two}"),
    Body("a crossing", "{rule: a, when: \"crosses_below(loss, p)\", enter: two, repeat: when cleared}"),
    Body("a slope of either sign", "{rule: a, when: loss < val * p, for: 2 samples, enter: two}"),
    Body("no affine function", isExact: false, "{rule: a, when: loss < p * p, enter: two}"),
    Body(
      "a detection", isExact: false,
      "{rule: a, when: val > 0, confirm: {that: loss < at_detection(loss) - p, within: 5 samples}, enter: two}"),
  ]

  @Test(arguments: bodies)
  func `A curve says what the engine does, at every value of the parameter`(
    _ body: Body
  ) async throws {
    let rules = body.rules.map { "  - \($0)\n" }.joined()
    let file = try Self.file(
      """
      onset: 1
      ruleset: tuned
      phases: [one, two]
      parameters:
        p: {value: 0.1, tune: [-1, 1]}
      let:
        low: loss < p and (val < 0.9 or loss < p - 1)
      rules:
      \(rules)
      """)
    var numbers = SeededNumbers(seed: 11)
    let runs = Self.runsLabelledEverywhere(&numbers)
    let score = try Self.scoreOfAllFirings(file)
    let moved = file.tunableParameters.map { MovedParameter($0, inForce: .number(0.1), points: 5) }
    let curves = OutcomeCurves(file, moved, fixed: [:], runs, score.judge, sweeping: 0)
    #expect(curves.isExact(at: [.number(0.1)]) == body.isExact)
    guard body.isExact else { return }
    var tables = runs.map { _ in OutcomeTable() }
    let found = await curves.curves(of: [[.number(0.1)]], &tables)
    var kinds: Set<OutcomeFigures> = []
    for (index, run) in runs.enumerated() {
      let curve = found[index][0]
      for _ in 0..<80 {
        let value = numbers.share() * 2 - 1
        if curve.breaks.contains(where: { abs($0 - value) < 1e-12 }) { continue }
        let engine = score.judge.figures(of: curves.firings([.number(value)], run), on: run.scored)
        let known = tables[index].figures[curve(value)]
        #expect(known == engine, "\(body.name), \(run.run.name), p = \(value)")
        kinds.insert(engine)
      }
      // Nothing happens at a break where nothing changes.
      #expect(zip(curve.values, curve.values.dropFirst()).allSatisfy { $0 != $1 })
    }
    #expect(kinds.count > 5, "the parameter decides something")
  }

  // MARK: Everything tried

  private static let joint = """
    onset: 1
    ruleset: tuned
    phases: [one, two]
    parameters:
      p: {value: 0, tune: [-2, 1]}
      window: {value: 2 samples, tune: [1 sample, 4 samples]}
      hold: {value: 1 sample, tune: [1 sample, 3 samples]}
      other: {value: 1, tune: [0, 2]}
    rules:
      - rule: a
        when: mean(loss, window) < p
        for: hold
        enter: two
        then: [{stop: a}, {scale: lr, by: other}]

    """

  static func labelledRuns(_ count: Int, seed: UInt64) -> [TuningRun] {
    var numbers = SeededNumbers(seed: seed)
    return (0..<count).map { index in
      let run = Self.run(index, rows: 60, &numbers)
      let step = run.rows[min(run.rows.count - 1, Int(run.metadata.fields["turn"] ?? "") ?? 0)]
      let label = RunMetadata.TransitionLabel(phase: "two", step: step, earliest: step - 8, latest: step + 12)
      return tuningRun(run, labels: index % 4 == 3 ? [] : [label])
    }
  }

  static func tuner(
    _ file: RuleSetFile, _ runs: [TuningRun], _ objective: TuningObjective, holdsOut: Bool = true
  ) throws -> Tuner {
    var options = Tuner.Options()
    options.holdsOut = holdsOut
    let checked = RuleSetChecker.check(file, profile: nil).checked
    let moved = file.tunableParameters.map { parameter in
      (parameter: parameter, inForce: checked.parameters.first { $0.name == parameter.name }?.value ?? parameter.lower)
    }
    return try Tuner(
      file, profile: nil, moving: moved, fixed: [:], on: runs, for: objective, OutcomeSettings(), options)
  }

  /// The score of values, by nothing but the engine and the score itself.
  static func scoring(_ file: RuleSetFile, _ runs: [TuningRun], _ values: [String: ParameterValue]) -> Scoring {
    let checked = RuleSetChecker.check(file, profile: nil, overrides: values).checked
    let scored = runs.map { run in
      var scored = run.scored
      scored.events = Replay.report(on: run.run, [checked], nil).events
      return scored
    }
    return Scoring(of: scored, by: [file], OutcomeSettings())
  }

  @Test(arguments: ["f1", "f0.5 at false_alarms <= 1", "recall - 0.01*delay_from_earliest at precision >= 0.5"])
  func `The optimum is that of trying everything`(_ text: String) async throws {
    let file = try Self.file(Self.joint)
    let runs = Self.labelledRuns(7, seed: 5)
    let objective = try #require(TuningObjective.parse(text).objective)
    let result = await (try Self.tuner(file, runs, objective)).tune()
    #expect(result.isComplete)
    #expect(result.method == .jointly)
    #expect(result.idle == ["other"])
    #expect(result.parameters.map(\.moved.treatment) == [.exact, .everyCount, .everyCount])

    // Means of rounded values: between each two of them, whatever the window.
    var places: Set<Double> = [-2, 1]
    for run in runs {
      let values = (run.run.column(named: "loss")?.values ?? [])
      for window in 1...4 {
        for end in values.indices where end + 1 >= window {
          let finite = values[(end + 1 - window)...end].filter(\.isFinite)
          let mean = finite.reduce(0, +) / Double(finite.count)
          if mean > -2, mean < 1 { places.insert(mean) }
        }
      }
    }
    let ends = places.sorted()
    var best: Double?
    for window in 1...4 {
      for hold in 1...3 {
        for (lower, upper) in zip(ends, ends.dropFirst()) where upper - lower > 1e-9 {
          let values: [String: ParameterValue] = [
            "p": .number(lower + (upper - lower) / 2), "window": .span(SpanLength(Double(window), .samples)),
            "hold": .span(SpanLength(Double(hold), .samples)),
          ]
          let score = Self.scoring(file, runs, values).transitions[0]
          let value: Double?
          switch text {
          case "f1": value = score.f1
          case "f0.5 at false_alarms <= 1": value = score.runsWithFalseAlarm <= 1 ? score.fScore(beta: 0.5) : nil
          default:
            let delays = score.found.map { Double($0.delayFromEarliest) }
            value =
              score.precision.value ?? 0 >= 0.5 && !delays.isEmpty
              ? (score.recall.value ?? 0) - 0.01 * SampleSummary.median(delays) : nil
          }
          if let value, best.map({ value > $0 }) ?? true { best = value }
        }
      }
    }
    let tuned = try #require(result.tuned)
    #expect(abs(try #require(tuned.objective) - (try #require(best))) < 1e-12)
    // The tuned values themselves have that score.
    let values = Dictionary(uniqueKeysWithValues: result.parameters.map { ($0.moved.name, $0.tuned) })
    let score = Self.scoring(file, runs, values)
    #expect(tuned.figures[result.figures.firstIndex(of: "f1") ?? 0] == score.transitions[0].f1)
    let savings = Double(score.stops[0].stepsSaved) / Double(score.stops[0].steps)
    #expect(tuned.figures[result.figures.firstIndex(of: "savings") ?? 0] == savings)
    #expect(tuned.figures[result.figures.firstIndex(of: "regret") ?? 0] == score.stops[0].meanRegret)
  }

  @Test func `Held out is what tuning without each run says of that run`() async throws {
    let file = try Self.file(Self.joint)
    let runs = Self.labelledRuns(6, seed: 9)
    let objective = try #require(TuningObjective.parse("f1").objective)
    let result = await (try Self.tuner(file, runs, objective)).tune()
    #expect(result.folds.map(\.group) == runs.map(\.group))
    var scored: [ScoredRun] = []
    for (index, fold) in result.folds.enumerated() {
      var others = runs
      let own = others.remove(at: index)
      let alone = await (try Self.tuner(file, others, objective, holdsOut: false)).tune()
      #expect(fold.tuned == alone.tuned?.objective)
      #expect(fold.values == alone.parameters.map(\.tuned))
      let values = Dictionary(uniqueKeysWithValues: zip(alone.parameters.map(\.moved.name), fold.values))
      var run = own.scored
      run.events =
        Replay.report(on: own.run, [RuleSetChecker.check(file, profile: nil, overrides: values).checked], nil).events
      scored.append(run)
    }
    #expect(result.heldOut?.objective == Scoring(of: scored, by: [file], OutcomeSettings()).transitions[0].f1)
  }

  @Test func `The middle of the widest plateau is chosen, and the value in force where it is there`() async throws {
    func tuned(_ inForce: String) async throws -> TuningResult.Parameter {
      let file = try Self.file(
        """
        onset: 1
        ruleset: tuned
        phases: [one, two]
        parameters:
          p: {value: \(inForce), tune: [0, 10]}
        rules:
          - {rule: a, when: loss < p, enter: two}

        """)
      // It fires too early above 8, in time down to 2, and not at all below.
      let run = Run(
        name: "one", rows: [0, 10, 20, 30],
        columns: [RunColumn(name: "loss", steps: [0, 10, 20, 30], values: [9, 8, 2, 9])])
      let label = RunMetadata.TransitionLabel(phase: "two", step: 20, earliest: 15, latest: 25)
      let objective = try #require(TuningObjective.parse("f1").objective)
      let result = await (try Self.tuner(file, [Self.tuningRun(run, labels: [label])], objective)).tune()
      return try #require(result.parameters.first)
    }
    let parameter = try await tuned("1")
    #expect(parameter.plateau == 2...8)
    #expect(parameter.tuned == .number(5))
    #expect(parameter.curve.map(\.lower) == [0, 2, 8])
    #expect(parameter.curve.map(\.value) == [0, 1, 0])
    #expect(try await tuned("6").tuned == .number(6))
    #expect(try await tuned("7.9").tuned == .number(5))
  }

  @Test func `What is stopped early leaves what was found`() async throws {
    let file = try Self.file(
      Self.joint.replacing("4 samples", with: "30 samples").replacing("3 samples]", with: "30 samples]"))
    let runs = Self.labelledRuns(5, seed: 3)
    let objective = try #require(TuningObjective.parse("f1").objective)
    var asked = 0
    let result = await (try Self.tuner(file, runs, objective)).tune(isStopped: {
      asked += 1
      return true
    })
    #expect(!result.isComplete)
    #expect(result.cells > 0 && result.cells < result.cellCount)
    #expect(result.tuned?.objective != nil)
    #expect(result.heldOut == nil)
  }
}
