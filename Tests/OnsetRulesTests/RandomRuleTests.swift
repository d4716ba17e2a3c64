import Testing
import _OnsetTestSupport
@testable import OnsetEngine
@testable import OnsetRules

/// Made-up rule sets that read phases, detections and baselines: how rows are cut into blocks, and where a session
/// is saved, changes nothing.
@Suite struct RandomRuleTests {
  static let profile = """
    profile: p
    signals: {val: {aliases: [val_loss]}}
    baselines:
      loss: {measure: {after: 3 samples, over: 10 samples}}
      val: {measure: {after: 0 epochs, over: 1 epoch}}
      g/a: {mean: 1, std: 0.5}
      g/b: {measure: {after: 0 steps, over: 20 steps}}
    """

  static let lets = """
    let:
      smooth: mean(loss, 3 samples)
      drop: at_entry(smooth) - loss
      late: since_entered >= 9 steps
      v: val
      stale: since_lowest(loss, 1%)
      falling: loss < at_entry(loss) or val < previous(val)

    """

  static let conditions = [
    "loss > 1.2", "loss < smooth", "drop > 0.1", "late and loss < 1.5", "stale >= 3 samples", "falling",
    "val > baseline(v)", "loss < baseline(loss) - sigma(loss) / 4", "age(v) >= 4 steps", "v < at_entry(v)",
    "crosses_above(loss, at_entry(loss))", "fraction(late and loss > 1, 4 samples) > 0.4", "not late and val > 0.8",
    "since(loss > 1.4) > 6 steps", "is_nan(loss) or loss > 1.5", "otherwise(val, loss) < 1",
    "loss - epoch < 0.5", "since_entered < 0.4 epochs and loss > 0.9",
  ]
  static let confirmations = [
    "loss < at_detection(loss)", "val > at_detection(v)", "late or val > 1",
    "crosses_below(loss, at_detection(smooth))",
    "loss > at_detection(loss) + at_entry(loss) - 1", "drop > at_detection(smooth) - 0.9 or loss > 1.3",
  ]
  static let spans = ["2 samples", "4 samples", "3 steps", "11 steps", "0.3 epochs", "1 epoch"]
  static let phases = ["one", "two", "three"]

  static func pick(_ choices: [String], _ numbers: inout SeededNumbers) -> String {
    choices[numbers.integer(0...choices.count - 1)]
  }

  static func ruleSet(seed: UInt64) -> String {
    var numbers = SeededNumbers(seed: seed)
    var text = "phases: [one, two, three]\n\(lets)rules:\n"
    for index in 0..<numbers.integer(2...6) {
      let isEach = numbers.happens(0.2)
      text += "  - rule: r\(index)\n"
      if isEach { text += "    each: \"g/*\"\n" }
      let condition = isEach ? "each > baseline(each) or \(pick(conditions, &numbers))" : pick(conditions, &numbers)
      text += "    when: \"\(condition)\"\n"
      if numbers.happens(0.4) {
        text += "    during: [\(pick(phases, &numbers))\(numbers.happens(0.3) ? ", \(pick(phases, &numbers))" : "")]\n"
      }
      if numbers.happens(0.4) { text += "    for: \(pick(spans, &numbers))\n" }
      if numbers.happens(0.4) {
        text += "    confirm: {that: \"\(pick(confirmations, &numbers))\", within: \(pick(spans, &numbers))}\n"
      }
      if numbers.happens(0.5) { text += "    enter: \(pick(phases, &numbers))\n" }
      if numbers.happens(0.4) {
        text += "    then: [{set: lr, to: \"drop + loss\"}, {notify: \"{phase} {v} {falling}\"}]\n"
      }
      switch numbers.integer(0...3) {
      case 0: text += "    repeat: when cleared\n    clear: \"\(pick(conditions, &numbers))\"\n"
      case 1: text += "    repeat: when cleared\n"
      case 2: text += "    repeat: after \(pick(spans, &numbers))\n    at_most: 9\n"
      default: break
      }
    }
    return text
  }

  static func log(seed: UInt64) -> PlainLog {
    var numbers = SeededNumbers(seed: seed &* 31)
    let count = 90
    var steps: [Int64] = []
    for _ in 0..<count { steps.append((steps.last ?? -1) + Int64(numbers.integer(1...3))) }
    func column(_ density: Double) -> [Double?] {
      (0..<count).map { _ in
        guard numbers.happens(density) else { return nil }
        return numbers.happens(0.04) ? .nan : (0.5 + numbers.share() * 1.5)
      }
    }
    return PlainLog(
      steps: steps,
      columns: [("loss", column(0.9)), ("val_loss", column(0.3)), ("g/a", column(0.6)), ("g/b", column(0.6))])
  }

  @Test func `Blocks of any size and a session restored at every row give the same events`() throws {
    var eventCount = 0
    var kinds: Set<Event.Kind> = []
    for seed: UInt64 in 1...40 {
      let benches = try [seed, seed + 1000].map { try Bench(Self.ruleSet(seed: $0), profiles: [Self.profile]) }
      let log = Self.log(seed: seed)
      let whole = try RunSession.events(benches, over: log, stepsPerEpoch: 20)
      eventCount += whole.count
      kinds.formUnion(whole.map(\.kind))
      for size in [1, 2, 7] {
        let cut = try RunSession.events(benches, over: log, stepsPerEpoch: 20, blockSize: size)
        #expect(cut.isLike(whole), "seed \(seed), blocks of \(size)")
      }
      let fresh = try RunSession.of(benches, over: log, stepsPerEpoch: 20)
      var session = fresh
      var found: [Event] = []
      var blocks: [RowBlock] = []
      RunTable(log, metrics: fresh.metrics).forEachBlock(of: 1 + Int(seed % 3)) { blocks.append($0) }
      for block in blocks {
        let state = session.save()
        session = fresh
        try session.restore(state)
        found += try session.feed(block)
      }
      #expect((found + session.finish()).isLike(whole), "seed \(seed), saved and restored")
    }
    // The rule sets do things: a test of silent ones would prove nothing.
    #expect(eventCount > 400)
    #expect(kinds == [.fired, .rejected, .undecided, .error])
  }
}
