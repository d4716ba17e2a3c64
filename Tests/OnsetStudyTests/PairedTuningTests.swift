import OnsetLanguage
import OnsetRules
import OnsetRuns
@testable import OnsetStudy
import OnsetText
import Testing
import _OnsetTestSupport

/// Two thresholds at once, against what the engine does, and against trying everything.
@Suite struct PairedTuningTests {
  @Test func `Undominated steps are those of comparing all`() {
    var numbers = SeededNumbers(seed: 3)
    for _ in 0..<200 {
      let points = (0..<numbers.integer(0...40)).map { _ in
        UndominatedSteps.Point(x: Double(numbers.integer(-2...12)), y: Double(numbers.integer(-2...12)))
      }
      var steps = UndominatedSteps(x: 0...10, y: 0...10)
      for (row, point) in points.enumerated() { steps.add(point, row: Int32(row)) }
      for (sx, sy) in [(1.0, 1.0), (-1, 1), (1, -1), (-1, -1)] {
        let rows = steps.rows(signs: (sx, sy))
        for _ in 0..<20 {
          let (x, y) = (Double(numbers.integer(0...9)) + 0.5, Double(numbers.integer(0...9)) + 0.5)
          let first = points.firstIndex { $0.x < x && $0.y < y } ?? -1
          #expect(rows(sx * x)(sy * y) == Int32(first))
        }
      }
    }
  }

  @Test func `Regions are joined and cut as sets`() {
    var numbers = SeededNumbers(seed: 8)
    func set() -> UpperSet {
      UpperSet(
        (0..<numbers.integer(0...5)).map { _ in
          .init(x: Double(numbers.integer(0...8)), y: Double(numbers.integer(0...8)))
        })
    }
    func contains(_ set: UpperSet, _ x: Double, _ y: Double) -> Bool { set.corners.contains { $0.x < x && $0.y < y } }
    for _ in 0..<100 {
      let (own, other) = (set(), set())
      for x in 0..<10 {
        for y in 0..<10 {
          let (x, y) = (Double(x) - 0.5, Double(y) - 0.5)
          let (isIn, isInOther) = (contains(own, x, y), contains(other, x, y))
          #expect(contains(own.union(other), x, y) == (isIn || isInOther))
          #expect(contains(own.intersection(other), x, y) == (isIn && isInOther))
        }
      }
      #expect(own.union(own) == own && own.intersection(own) == own && own.intersection(.all) == own)
    }
  }

  // MARK: Surfaces

  static let bodies: [TuningTests.Body] = [
    .init("and", "{rule: a, when: loss < p and val > q, enter: two, then: [{stop: a}]}"),
    .init("a hold in samples", "{rule: a, when: loss < p and val > q, for: 3 samples, enter: two}"),
    .init("a hold in steps", "{rule: a, when: loss < p and val < q, for: 7 steps, enter: two}"),
    .init("a hold in epochs", "{rule: a, when: loss > -p and loss < q, for: 0.5 epochs, enter: two}"),
    .init(
      "windows of two lengths",
      "{rule: a, when: \"mean(loss, 3 samples) < 0.2 - p * 0.5 and mean(val, 6 samples) > q - 0.3\", for: 2 samples, "
        + "enter: two}"),
    .init("or", "{rule: a, when: loss < p or val > q, enter: two}"),
    .init("or in a hold", "{rule: a, when: loss < p or loss > q + 0.3, for: 3 samples, enter: two}"),
    .init("or in a hold of steps", "{rule: a, when: not (loss > p and loss < q + 0.3), for: 6 steps, enter: two}"),
    .init(
      "unknown in a hold where one of two is not known", isExact: false,
      "{rule: a, when: loss < p or val > q, for: 2 samples, enter: two}"),
    .init("not", "{rule: a, when: not (loss > p or val > 2 * q + 0.5), for: 2 samples, enter: two}"),
    .init("three comparisons", "{rule: a, when: low and (val > q or loss > q + 0.4), enter: two}"),
    .init("a let of both", "{rule: a, when: both, for: 2 samples, enter: two}"),
    .init(
      "two rules", "{rule: a, when: loss < p, for: 2 samples, enter: two}",
      "{rule: b, when: val > q, then: [{stop: b}]}"
    ),
    .init(
      "two rules of both", "{rule: a, when: loss < p and val > q, enter: two}",
      "{rule: b, when: val > q or loss < p - 0.5, then: [{stop: b}]}"),
    .init("a comparison of both", isExact: false, "{rule: a, when: loss < p + q, enter: two}"),
    .init(
      "a rule that fires again", isExact: false,
      "{rule: a, when: loss < p and val > q, enter: two, repeat: when cleared}"),
  ]

  private static func file(_ rules: [String]) throws -> RuleSetFile {
    try TuningTests.file(
      """
      onset: 1
      ruleset: tuned
      phases: [one, two]
      parameters:
        p: {value: 0.1, tune: [-1, 1]}
        q: {value: 0.1, tune: [-1, 1]}
      let:
        low: loss < p and (val < 0.9 or loss < p - 1)
        both: low and val > q
      rules:
      \(rules.map { "  - \($0)\n" }.joined())
      """)
  }

  @Test(arguments: bodies)
  func `A surface says what the engine does, at all values of both parameters`(_ body: TuningTests.Body) async throws {
    let file = try Self.file(body.rules)
    var numbers = SeededNumbers(seed: 12)
    let runs = TuningTests.runsLabelledEverywhere(&numbers)
    let score = try TuningTests.scoreOfAllFirings(file)
    let moved = file.tunableParameters.map { MovedParameter($0, inForce: .number(0.1), points: 5) }
    for (inner, outer) in [(0, 1), (1, 0)] {
      let surfaces = OutcomeSurfaces(file, moved, fixed: [:], runs, score.judge, inner: inner, outer: outer)
      var tables = runs.map { _ in OutcomeTable() }
      let cell: TuningCell = [.number(0.1), .number(0.1)]
      let found = await surfaces.exact(at: cell, &tables)
      #expect((found != nil) == body.isExact)
      guard let found else {
        // Where they are not known they are sampled, and it is said.
        let sampled = await surfaces.surfaces(of: [cell], &tables)
        #expect(sampled.count == runs.count && tables.allSatisfy { $0.sampledCurves >= 1 })
        continue
      }
      var kinds: Set<OutcomeFigures> = []
      for (index, run) in runs.enumerated() {
        for _ in 0..<30 {
          let values = [numbers.share() * 2 - 1, numbers.share() * 2 - 1]
          let engine = score.judge.figures(
            of: surfaces.curves.firings(values.map { .number($0) }, run), on: run.scored)
          let known = tables[index].figures[found[index](values[outer])(values[inner])]
          #expect(known == engine, "\(body.name), \(run.run.name), \(values)")
          kinds.insert(engine)
        }
        #expect(zip(found[index].values, found[index].values.dropFirst()).allSatisfy { $0 != $1 })
      }
      #expect(kinds.count > 5, "the parameters decide something")
    }
  }

  // MARK: Everything tried

  @Test(arguments: ["f1", "f0.5 at false_alarms <= 1"])
  func `The optimum of two thresholds and a hold is that of trying everything`(_ text: String) async throws {
    let file = try TuningTests.file(
      """
      onset: 1
      ruleset: tuned
      phases: [one, two]
      parameters:
        p: {value: 0, tune: [-2, 1]}
        hold: {value: 1 sample, tune: [1 sample, 3 samples]}
        q: {value: 0.5, tune: [-1, 1]}
      rules:
        - {rule: a, when: loss < p and loss > q - 2, for: hold, enter: two}

      """)
    let runs = TuningTests.labelledRuns(5, seed: 6)
    let objective = try #require(TuningObjective.parse(text).objective)
    let result = await (try TuningTests.tuner(file, runs, objective)).tune()
    #expect(result.isComplete && result.method == .jointly && result.sampledCurves == 0)
    #expect(result.parameters.map(\.moved.treatment) == [.exact, .everyCount, .exact])
    #expect(result.cellCount == 3)

    let values = Set(runs.flatMap { $0.run.column(named: "loss")?.values ?? [] }.filter(\.isFinite)).sorted()
    func middles(_ range: ClosedRange<Double>, _ places: [Double]) -> [Double] {
      let ends = [range.lowerBound] + places.filter { range.contains($0) } + [range.upperBound]
      return zip(ends, ends.dropFirst()).filter { $1 - $0 > 1e-9 }.map { $0 + ($1 - $0) / 2 }
    }
    func score(_ values: [String: ParameterValue]) -> Double? {
      let score = TuningTests.scoring(file, runs, values).transitions[0]
      return text == "f1" ? score.f1 : score.runsWithFalseAlarm <= 1 ? score.fScore(beta: 0.5) : nil
    }
    var best: Double?
    for hold in 1...3 {
      for p in middles(-2...1, values) {
        for q in middles(-1...1, values.map { $0 + 2 }) {
          let value = score([
            "p": .number(p), "q": .number(q), "hold": .span(SpanLength(Double(hold), .samples)),
          ])
          if let value, best.map({ value > $0 }) ?? true { best = value }
        }
      }
    }
    #expect(try #require(result.tuned?.objective) == (try #require(best)))
    let tuned = Dictionary(uniqueKeysWithValues: result.parameters.map { ($0.moved.name, $0.tuned) })
    #expect(score(tuned) == best)
    // Each function says what the engine does where one of them is another.
    for parameter in result.parameters {
      for piece in parameter.curve {
        var values = tuned
        values[parameter.moved.name] = parameter.tuned.like(piece.lower + (piece.upper - piece.lower) / 2)
        #expect(score(values) == piece.value)
      }
      #expect(parameter.plateau.contains(parameter.tuned.magnitude))
    }
    // What is tuned without a run is what is tuned on the others.
    for (index, fold) in result.folds.enumerated() {
      var others = runs
      others.remove(at: index)
      let alone = await (try TuningTests.tuner(file, others, objective, holdsOut: false)).tune()
      #expect(fold.tuned == alone.tuned?.objective)
      #expect(fold.values == alone.parameters.map(\.tuned))
    }
  }

  @Test func `Of equally good values the middle of the largest rectangle is chosen`() async throws {
    let file = try TuningTests.file(
      """
      onset: 1
      ruleset: tuned
      phases: [one, two]
      parameters:
        p: {value: 9.9, tune: [0, 10]}
        q: {value: 9.9, tune: [0, 10]}
      rules:
        - {rule: a, when: loss < p and val < q, enter: two}

      """)
    // Too early beyond (4, 8) and beyond (8, 4), in time beyond (2, 1). What is left is a staircase; its rectangles from
    // (2, 1) on are to (4, 10), to (8, 8) and to (10, 4), of areas 18, 42 and 24.
    let run = Run(
      name: "one", rows: [0, 10, 20],
      columns: [
        RunColumn(name: "loss", steps: [0, 10, 20], values: [4, 8, 2]),
        RunColumn(name: "val", steps: [0, 10, 20], values: [8, 4, 1]),
      ])
    let label = RunMetadata.TransitionLabel(phase: "two", step: 20, earliest: 15, latest: 25)
    let objective = try #require(TuningObjective.parse("f1").objective)
    let result = await (try TuningTests.tuner(file, [TuningTests.tuningRun(run, labels: [label])], objective)).tune()
    #expect(result.parameters.map(\.tuned) == [.number(5), .number(5)])
    #expect(result.parameters[0].plateau == 2...8)
    #expect(result.parameters[1].plateau == 1...8)
  }

  @Test func `Where there would be too many pieces the second number is tried at even values`() async throws {
    let file = try Self.file(["{rule: a, when: loss < p and val > q, enter: two}"])
    let runs = TuningTests.labelledRuns(5, seed: 6)
    let objective = try #require(TuningObjective.parse("f1").objective)
    var options = Tuner.Options()
    options.pieces = 10
    let moved = file.tunableParameters.map { (parameter: $0, inForce: ParameterValue.number(0.1)) }
    let result = await
      (try Tuner(file, profile: nil, moving: moved, fixed: [:], on: runs, for: objective, OutcomeSettings(), options))
      .tune()
    #expect(result.parameters.map(\.moved.treatment) == [.exact, .grid])
    #expect(result.cellCount > 50)
  }
}
