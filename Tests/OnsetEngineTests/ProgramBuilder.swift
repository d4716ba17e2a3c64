import OnsetLanguage
import Testing
import _OnsetTestSupport
@testable import OnsetEngine

/// Puts rule sets together from expressions, as the compiler of rule files does, without the files.
struct ProgramBuilder {
  private var scope = Scope()
  private var builder: PlanBuilder
  private var rules: [RuleProgram] = []

  init(
    lets: [(name: String, text: String)] = [], parameters: [String: ParameterValue] = [:],
    baselines: [String: BaselineDefinition] = [:]
  ) throws {
    scope = Scope(parameters: parameters)
    for (index, entry) in lets.enumerated() {
      let term = try Self.check(entry.text, scope)
      scope.lets[entry.name] = LetID(index)
      scope.letTerms.append(term)
    }
    builder = PlanBuilder(letTerms: scope.letTerms, metricName: { $0 }, baseline: { baselines[$0] })
  }

  private static func check(_ text: String, _ scope: Scope, isCondition: Bool = false) throws -> Term {
    var checker = Checker(scope: scope)
    let syntax = try Parser.parse(text)
    let term = isCondition ? checker.condition(syntax) : checker.expression(syntax)
    if let fault = checker.faults.first(where: { !$0.isWarning }) { throw fault }
    return try #require(term)
  }

  /// A confirmation as a rule file gives it.
  struct Confirm {
    var that: String
    var within: SpanLength
  }

  /// Adds a rule; `edit` changes what has no parameter of its own here.
  mutating func rule(
    _ name: String = "r", when: String, for hold: SpanLength? = nil, confirm: Confirm? = nil,
    during: Set<Int>? = nil, enters: Int? = nil, rearming: RuleProgram.Rearming = .never, atMost: Int? = nil,
    clear: String? = nil, report: [String] = [], set: String? = nil, actions: [RuleProgram.Action] = []
  ) throws {
    let index = rules.count
    builder.begin(rule: index, each: nil)
    var rule = RuleProgram(
      name: name, during: during, when: try condition(when), hold: hold, enters: enters, rearming: rearming,
      atMost: atMost, actions: actions)
    if let clear { rule.clear = try condition(clear) }
    if let set {
      let operand = try number(set)
      rule.actions.append(
        RuleProgram.Action(
          kind: .set(hyperparameter: "lr", to: operand, floor: nil, ceiling: 10), needsApproval: false))
    }
    for text in report {
      let term = try Self.check(text, scope)
      let value: RuleProgram.ReportedValue.Value
      switch term.type {
      case .truth: value = .truth(builder.truth(term))
      default: value = .number(builder.number(term))
      }
      rule.reported.append(RuleProgram.ReportedValue(name: text, value: value))
    }
    if let confirm { rule.confirm = try confirmation(confirm, ofRule: index) }
    rules.append(rule)
  }

  private mutating func condition(_ text: String) throws -> TruthRegister {
    builder.condition(try Self.check(text, scope, isCondition: true))
  }

  private mutating func number(_ text: String) throws -> NumberOperand {
    builder.number(try Self.check(text, scope))
  }

  private mutating func confirmation(_ confirm: Confirm, ofRule index: Int) throws -> RuleProgram.Confirm {
    var inner = scope
    inner.allowsDetection = true
    let that = builder.condition(try Self.check(confirm.that, inner, isCondition: true))
    return RuleProgram.Confirm(
      that: that, within: confirm.within, captures: builder.detections(ofRule: index),
      instructions: builder.finish().confirmingInstructions(feeding: that))
  }

  func program(_ name: String = "set", phases: [String] = []) -> RuleSetProgram {
    RuleSetProgram(name: name, phases: phases, plan: builder.finish(), rules: rules)
  }
}

extension RunSession {
  init(_ programs: [RuleSetProgram], over log: PlainLog, stepsPerEpoch: Double? = nil) {
    self.init(
      programs, runName: "run", epochMetric: log.column("epoch") == nil ? nil : "epoch",
      stepsPerEpoch: stepsPerEpoch, logged: { log.column($0) != nil })
  }

  /// The events of a whole run, those of its end included.
  static func events(
    _ programs: [RuleSetProgram], over log: PlainLog, stepsPerEpoch: Double? = nil, blockSize: Int = 1024
  ) throws -> [Event] {
    var session = RunSession(programs, over: log, stepsPerEpoch: stepsPerEpoch)
    let events = try session.feed(RunTable(log, metrics: session.metrics), blockSize: blockSize)
    return events + session.finish()
  }
}

extension RunTable {
  /// The rows one by one.
  func rowBlocks() -> [RowBlock] {
    var blocks: [RowBlock] = []
    forEachBlock(of: 1) { blocks.append($0) }
    return blocks
  }
}
