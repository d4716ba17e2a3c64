import OnsetLanguage
import OnsetText
import Testing
import _OnsetTestSupport
@testable import OnsetEngine
@testable import OnsetRules

/// A shared vector of a whole rule set: the events that an independent reference computed.
struct RuleVector: Decodable, Sendable {
  var id: String
  var run: String
  var steps_per_epoch: Double?
  var baselines: [String: Baseline]
  var ruleset: String
  var events: [Expected]

  struct Baseline: Decodable, Sendable {
    var mean: Double?
    var std: Double?
    var measure: Measure?

    struct Measure: Decodable, Sendable {
      var after: String
      var over: String
    }

    /// As a profile writes it.
    var text: String {
      if let measure { return "{measure: {after: \(measure.after), over: \(measure.over)}}" }
      return "{mean: \(mean ?? .nan), std: \(std ?? .nan)}"
    }
  }

  struct Expected: Decodable, Hashable, Sendable {
    var event: String
    var rule: String
    var since: Int64
    var detected: Int64
    var step: Int64
    var phase: String?
  }

  /// A profile with the baselines.
  func profile() throws -> Profile? {
    let lines = baselines.sorted { $0.key < $1.key }.map { "  \"\($0.key)\": \($0.value.text)\n" }
    return try Bench.profile(["profile: case\nbaselines:\n" + lines.joined()])
  }

  func session(over log: PlainLog) throws -> RunSession {
    let (model, findings) = RuleSetFile.decode(SourceFile(name: "\(id).yaml", text: ruleset))
    let file = try #require(model, "\(findings.map(\.message))")
    let profile = try profile()
    let (checked, diagnostics) = RuleSetChecker.check(file, profile: profile)
    try #require(!(findings + diagnostics).containsErrors, "\((findings + diagnostics).map(\.message))")
    let schema = log.schema(stepsPerEpoch: steps_per_epoch)
    let result = RuleSetCompiler.compile(checked, profile: profile, for: schema)
    return RunSession(
      [result.program], runName: id, epochMetric: schema.epochMetric(profile), stepsPerEpoch: steps_per_epoch,
      logged: schema.logs)
  }
}

extension RuleVector.Expected {
  init(_ event: Event) {
    self.init(
      event: event.kind.rawValue, rule: event.rule, since: event.since, detected: event.detected, step: event.step,
      phase: event.phase)
  }
}

/// The checks that every vector of rules has to pass.
enum RuleVectorCheck {
  static func events(of vector: RuleVector, log: PlainLog, blockSize: Int) throws -> [Event] {
    var session = try vector.session(over: log)
    let events = try session.feed(RunTable(log, metrics: session.metrics), blockSize: blockSize)
    return events + session.finish()
  }

  /// The events of the reference, however the rows are cut into blocks.
  static func passes(_ vector: RuleVector, log: PlainLog) throws {
    let whole = try events(of: vector, log: log, blockSize: 1024)
    #expect(whole.map(RuleVector.Expected.init) == vector.events, "\(vector.id)")
    for size in [1, 7, 64] {
      #expect(try events(of: vector, log: log, blockSize: size).isLike(whole), "\(vector.id) in blocks of \(size)")
    }
  }

  /// The events are the same when the session is saved, and another one goes on, at some of the rows.
  static func survivesSaving(_ vector: RuleVector, log: PlainLog, atShare share: Double) throws {
    let whole = try events(of: vector, log: log, blockSize: 1024)
    let fresh = try vector.session(over: log)
    var session = fresh
    var numbers = SeededNumbers(seed: UInt64(vector.id.utf8.reduce(7) { $0 &* 31 &+ Int($1) }))
    var found: [Event] = []
    var blocks: [RowBlock] = []
    RunTable(log, metrics: fresh.metrics).forEachBlock(of: 1) { blocks.append($0) }
    for block in blocks {
      if numbers.happens(share) {
        let state = session.save()
        session = fresh
        try session.restore(state)
      }
      found += try session.feed(block)
    }
    found += session.finish()
    #expect(found.isLike(whole), "\(vector.id) saved and restored")
  }
}

extension [Event] {
  /// Whether both are the same, any NaN being like any other.
  func isLike(_ other: [Event]) -> Bool {
    self == other || map { "\($0)" } == other.map { "\($0)" }
  }
}

@Suite(.enabled(if: SharedFolder.isPresent)) struct RuleConformanceTests {
  static func logs(for vectors: [RuleVector]) throws -> [String: PlainLog] {
    var logs: [String: PlainLog] = [:]
    for name in Set(vectors.map(\.run)) { logs[name] = PlainLog(csv: try SharedFolder.text("conformance/" + name)) }
    return logs
  }

  @Test func `Every rule set gives the events of the reference, in blocks of any size`() throws {
    let vectors = try SharedFolder.objects("conformance/rules.jsonl", as: RuleVector.self)
    let logs = try Self.logs(for: vectors)
    #expect(vectors.count >= 240)
    for vector in vectors { try RuleVectorCheck.passes(vector, log: try #require(logs[vector.run])) }
  }

  @Test func `A session that is saved and restored between its rows gives the same events`() throws {
    let vectors = try SharedFolder.objects("conformance/rules.jsonl", as: RuleVector.self)
    let logs = try Self.logs(for: vectors)
    for (index, vector) in vectors.enumerated() {
      // At every row for one vector in twelve, at one row in six for the others.
      let share = index % 12 == 0 ? 1 : 1.0 / 6
      try RuleVectorCheck.survivesSaving(vector, log: try #require(logs[vector.run]), atShare: share)
    }
  }
}

@Suite struct CopiedRuleVectorTests {
  static func vectors() throws -> [RuleVector] { try VectorFile.objects("rules.jsonl", as: RuleVector.self) }

  @Test func `The copied rule sets give the events of the reference and survive saving at every row`() throws {
    let vectors = try Self.vectors()
    #expect(vectors.count == 12)
    for vector in vectors {
      let log = PlainLog(csv: try VectorFile.text(vector.run))
      try RuleVectorCheck.passes(vector, log: log)
      try RuleVectorCheck.survivesSaving(vector, log: log, atShare: 1)
    }
  }
}
