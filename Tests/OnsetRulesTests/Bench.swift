import OnsetEngine
import OnsetLanguage
import OnsetText
import Testing
import _OnsetTestSupport
@testable import OnsetRules

/// A rule set, perhaps with a profile, as its files say it: what most tests here begin with.
struct Bench {
  var rules: RuleSetFile
  var profile: Profile?
  var overrides: [String: ParameterValue] = [:]

  /// - Parameters:
  ///   - rules: The text of a rule set below its `ruleset: set`.
  ///   - profiles: The texts of profiles; the last one is the run's.
  ///   - overrides: Values of parameters from the command line.
  /// - Throws: When a file has an error of its own.
  init(_ rules: String, profiles: [String] = [], overrides: [String: String] = [:]) throws {
    self.rules = try Self.ruleSet(rules)
    profile = try Self.profile(profiles)
    self.overrides = try overrides.mapValues { try #require(ParameterValue(literal: $0)) }
  }

  /// Findings where there should be none; only their messages, since a finding holds a whole file.
  static func requireNone(_ diagnostics: [Diagnostic]) throws {
    let messages = diagnostics.map(\.message)
    try #require(messages == [])
  }

  static func ruleSet(_ text: String) throws -> RuleSetFile {
    let (model, diagnostics) = RuleSetFile.decode(
      SourceFile(name: "rules.yaml", text: "onset: 1\nruleset: set\n" + text))
    try requireNone(diagnostics)
    return try #require(model)
  }

  static func profile(_ texts: [String]) throws -> Profile? {
    let files = try texts.enumerated().map { index, text in
      let (model, diagnostics) = ProfileFile.decode(
        SourceFile(name: "profile\(index).yaml", text: "onset: 1\n" + text))
      try requireNone(diagnostics)
      return try #require(model)
    }
    let (profiles, diagnostics) = ProfileResolver.resolve(files)
    try requireNone(diagnostics)
    return profiles.last
  }

  /// A rule set of one rule `r`, given as the text of its keys.
  init(rule: String, lets: String = "", parameters: String = "", profiles: [String] = []) throws {
    var text = ""
    if !parameters.isEmpty { text += "parameters:\n" + Self.indented(parameters, by: 2) }
    if !lets.isEmpty { text += "let:\n" + Self.indented(lets, by: 2) }
    text += "rules:\n  - rule: r\n" + Self.indented(rule, by: 4)
    try self.init(text, profiles: profiles)
  }

  private static func indented(_ text: String, by width: Int) -> String {
    text.split(separator: "\n").map { String(repeating: " ", count: width) + $0 + "\n" }.joined()
  }

  // MARK: What comes of it

  func check() -> (checked: CheckedRuleSet, diagnostics: [Diagnostic]) {
    RuleSetChecker.check(rules, profile: profile, overrides: overrides)
  }

  /// The rule set compiled for a run. Warnings are allowed, errors are not.
  func compile(for log: PlainLog, stepsPerEpoch: Double? = nil) throws -> RuleSetCompiler.Result {
    let (checked, diagnostics) = check()
    try Self.requireNone(diagnostics.filter { $0.severity == .error })
    return RuleSetCompiler.compile(checked, profile: profile, for: log.schema(stepsPerEpoch: stepsPerEpoch))
  }

  func session(over log: PlainLog, stepsPerEpoch: Double? = nil) throws -> RunSession {
    try RunSession.of([self], over: log, stepsPerEpoch: stepsPerEpoch)
  }

  func events(over log: PlainLog, stepsPerEpoch: Double? = nil) throws -> [Event] {
    try RunSession.events([self], over: log, stepsPerEpoch: stepsPerEpoch)
  }

  /// The events in short: `r fired 3 5 6` is rule, kind, since, detected and step.
  func story(over log: PlainLog, stepsPerEpoch: Double? = nil) throws -> [String] {
    try events(over: log, stepsPerEpoch: stepsPerEpoch).map(\.short)
  }

  /// The steps at which rule `r` has fired.
  func fires(over log: PlainLog, stepsPerEpoch: Double? = nil) throws -> [Int64] {
    try events(over: log, stepsPerEpoch: stepsPerEpoch).filter { $0.kind == .fired }.map(\.step)
  }

  /// The steps of a run at which an expression is true, told by a rule that fires whenever it is.
  static func trueSteps(
    _ expression: String, over log: PlainLog, lets: String = "", parameters: String = "", profiles: [String] = [],
    stepsPerEpoch: Double? = nil
  ) throws -> [Int64] {
    let bench = try Bench(
      rule: "when: \"\(expression)\"\nrepeat: after 1 sample", lets: lets, parameters: parameters, profiles: profiles)
    return try bench.fires(over: log, stepsPerEpoch: stepsPerEpoch)
  }
}

extension RunSession {
  static func of(_ benches: [Bench], over log: PlainLog, stepsPerEpoch: Double? = nil) throws -> RunSession {
    let schema = log.schema(stepsPerEpoch: stepsPerEpoch)
    let programs = try benches.map { try $0.compile(for: log, stepsPerEpoch: stepsPerEpoch).program }
    return RunSession(
      programs, runName: "run-1", epochMetric: schema.epochMetric(benches.first?.profile),
      stepsPerEpoch: stepsPerEpoch, logged: schema.logs)
  }

  /// The events of a whole run, those of its end included.
  static func events(
    _ benches: [Bench], over log: PlainLog, stepsPerEpoch: Double? = nil, blockSize: Int = 1024
  ) throws -> [Event] {
    var session = try of(benches, over: log, stepsPerEpoch: stepsPerEpoch)
    let events = try session.feed(RunTable(log, metrics: session.metrics), blockSize: blockSize)
    return events + session.finish()
  }
}

extension PlainLog {
  /// A run that logs its metrics at steps 0, `every`, 2 `every`, …; nil is an empty cell.
  init(every: Int64 = 1, _ columns: (name: String, values: [Double?])...) {
    let count = columns.map(\.values.count).max() ?? 0
    self.init(
      steps: (0..<count).map { Int64($0) * every },
      columns: columns.map { ($0.name, $0.values + Array(repeating: nil, count: count - $0.values.count)) })
  }

  func schema(stepsPerEpoch: Double? = nil) -> RunSchema {
    let names = columns.filter { $0.values.contains { $0 != nil } }.map(\.name)
    return RunSchema(metricNames: names, stepsPerEpoch: stepsPerEpoch)
  }
}

extension RunTable {
  init(_ log: PlainLog, metrics: [String]) {
    self.init(
      rows: log.rows,
      metrics: metrics.map { name in
        let (steps, values) = log.samples(name)
        return Samples(steps: steps, values: values)
      })
  }
}

extension Event {
  /// `r fired 3 5 6`: rule, kind, since, detected, step.
  var short: String { "\(rule) \(kind.rawValue) \(since) \(detected) \(step)" }

  /// Its values, such as `loss 2.5`.
  var valueTexts: [String] {
    values.map { entry in
      switch entry.value {
      case .number(let number): "\(entry.name) \(number)"
      case .truth(let truth): "\(entry.name) \(truth.map { "\($0)" } ?? "unknown")"
      }
    }
  }
}
