/// What the outcomes of runs add up to, kept up to date while outcomes are exchanged.
///
/// The counts of all rows lie in one list, so that an outcome is exchanged by adding a few numbers.
struct OutcomeTally: Sendable {
  private var counts: [Int]
  private let transitionCount: Int
  /// The outcome of each run, nil of one that does not count; empty where a figure is never more than a count.
  private var outcomes: [OutcomeFigures?]

  struct Transition: Sendable {
    var labelled: Int
    var fired: Int
    var hits: Int
    var misses: Int
    var falseAlarms: Int
  }

  struct Stop: Sendable {
    var stops: Int
    var falseStops: Int
    var missedStops: Int
    var saved: Int64
    var steps: Int64
  }

  /// How many numbers a row has.
  private static let width = 5

  init(_ judge: OutcomeJudge, runs: Int) {
    self.init(
      transitions: judge.transitions.count, stops: judge.stops.count, runs: runs, keepsOutcomes: judge.readsSteps)
  }

  /// - Parameters:
  ///   - transitions: How many rows of the score of transitions the outcomes have.
  ///   - stops: How many of the score of stops.
  init(transitions: Int, stops: Int, runs: Int, keepsOutcomes: Bool = true) {
    transitionCount = transitions
    counts = Array(repeating: 0, count: (transitions + stops) * Self.width)
    outcomes = Array(repeating: nil, count: keepsOutcomes ? runs : 0)
  }

  // MARK: Exchanging

  /// Gives a run another outcome; outcomes have to be kept.
  mutating func set(_ run: Int, to outcome: OutcomeFigures?) {
    if let old = outcomes[run] { add(old.counts, -1) }
    if let outcome { add(outcome.counts, 1) }
    outcomes[run] = outcome
  }

  private mutating func add(_ numbers: [Int], _ sign: Int) {
    for index in counts.indices { counts[index] += sign * numbers[index] }
  }

  /// Counts a run's outcome; at most one of a run is counted at a time.
  mutating func add(_ run: Int, _ outcome: Int, of table: OutcomeTable) {
    let start = outcome * counts.count
    for index in counts.indices { counts[index] += table.counts[start + index] }
    if !outcomes.isEmpty { outcomes[run] = table.figures[outcome] }
  }

  /// Takes a run's outcome away.
  mutating func remove(_ run: Int, _ outcome: Int, of table: OutcomeTable) {
    let start = outcome * counts.count
    for index in counts.indices { counts[index] -= table.counts[start + index] }
    if !outcomes.isEmpty { outcomes[run] = nil }
  }

  // MARK: Reading

  func transition(_ row: Int) -> Transition {
    let start = row * Self.width
    return Transition(
      labelled: counts[start], fired: counts[start + 1], hits: counts[start + 2], misses: counts[start + 3],
      falseAlarms: counts[start + 4])
  }

  func stop(_ row: Int) -> Stop {
    let start = (transitionCount + row) * Self.width
    return Stop(
      stops: counts[start], falseStops: counts[start + 1], missedStops: counts[start + 2],
      saved: Int64(counts[start + 3]), steps: Int64(counts[start + 4]))
  }

  var transitions: [Transition] { (0..<transitionCount).map(transition) }
  var stops: [Stop] { (0..<counts.count / Self.width - transitionCount).map(stop) }

  func delays(_ rows: [Int]) -> [Int64] {
    rows.flatMap { row in outcomes.flatMap { $0?.transitions[row]?.delays ?? [] } }
  }

  func delaysFromEarliest(_ rows: [Int]) -> [Int64] {
    rows.flatMap { row in outcomes.flatMap { $0?.transitions[row]?.delaysFromEarliest ?? [] } }
  }

  /// What is known of the stops, run by run.
  func stops(_ row: Int, _ value: (OutcomeFigures.Stop) -> Double?) -> [Double] {
    outcomes.compactMap { $0.flatMap { value($0.stops[row]) } }
  }
}

extension OutcomeFigures {
  /// What is added to the counts of a tally, row by row.
  var counts: [Int] {
    let transitions = transitions.flatMap { figures -> [Int] in
      guard let figures else { return [0, 0, 0, 0, 0] }
      return [figures.isLabelled, figures.hasFired, figures.isHit, figures.hasMiss, figures.hasFalseAlarm].map {
        $0 ? 1 : 0
      }
    }
    let stops = stops.flatMap { figures -> [Int] in
      [figures.isStopped, figures.isFalse, figures.isMissed].map { $0 ? 1 : 0 }
        + [Int(figures.saved), Int(figures.steps)]
    }
    return transitions + stops
  }
}
