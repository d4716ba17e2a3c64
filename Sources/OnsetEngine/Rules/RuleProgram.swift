package import OnsetLanguage

/// A rule set compiled for a profile and the metrics of a run: the plan, and the rules that read it.
package struct RuleSetProgram: Sendable {
  package var name: String
  /// The first is in force from the run's first row; empty where the rule set has none.
  package var phases: [String]
  package var plan: Plan
  package var rules: [RuleProgram]

  package init(name: String, phases: [String], plan: Plan, rules: [RuleProgram]) {
    self.name = name
    self.phases = phases
    self.plan = plan
    self.rules = rules
  }

  /// Whether a rule or the plan needs to know epochs.
  package var usesEpochs: Bool {
    plan.usesEpochs
      || rules.contains { rule in
        rule.hold?.unit == .epochs || rule.confirm?.within.unit == .epochs || rule.rearming.span?.unit == .epochs
      }
  }
}

/// One rule, or one instance of a rule with `each`.
package struct RuleProgram: Sendable {
  package var name: String
  /// The metric of the instance.
  package var metric: String?
  /// The phases in which the rule is looked at, as indices; nil for all.
  package var during: Set<Int>?
  package var when: TruthRegister
  /// How long `when` must hold.
  package var hold: SpanLength?
  package var confirm: Confirm?
  /// The phase that firing enters, as an index.
  package var enters: Int?
  package var rearming: Rearming
  /// The most fires in one run.
  package var atMost: Int?
  package var clear: TruthRegister?
  package var actions: [Action]
  /// What an event shows, in order.
  package var reported: [ReportedValue]

  package struct Confirm: Sendable {
    package var that: TruthRegister
    package var within: SpanLength
    /// What is to be stored at the detection, for `at_detection`.
    package var captures: [(id: DetectionID, source: NumberRegister)]
    /// The instructions of the plan that depend on it, in order.
    package var instructions: [Int]

    package init(
      that: TruthRegister, within: SpanLength, captures: [(id: DetectionID, source: NumberRegister)],
      instructions: [Int]
    ) {
      self.that = that
      self.within = within
      self.captures = captures
      self.instructions = instructions
    }
  }

  /// What a rule does after it has fired.
  package enum Rearming: Hashable, Sendable {
    case never
    case whenCleared
    case after(SpanLength)

    var span: SpanLength? {
      if case .after(let span) = self { span } else { nil }
    }
  }

  package struct ReportedValue: Sendable {
    package var name: String
    package var value: Value

    package enum Value: Sendable {
      case number(NumberOperand)
      case truth(TruthOperand)
    }

    package init(name: String, value: Value) {
      self.name = name
      self.value = value
    }
  }

  /// An action, with what it reads from the plan when the rule fires.
  package struct Action: Sendable {
    package var kind: Kind
    package var needsApproval: Bool

    package enum Kind: Sendable {
      case scale(hyperparameter: String, by: NumberOperand, floor: Double?, ceiling: Double?)
      case set(hyperparameter: String, to: NumberOperand, floor: Double?, ceiling: Double?)
      case stop(TextTemplate)
      case checkpoint(TextTemplate)
      case notify(TextTemplate)
    }

    package init(kind: Kind, needsApproval: Bool) {
      self.kind = kind
      self.needsApproval = needsApproval
    }
  }

  package init(
    name: String, metric: String? = nil, during: Set<Int>? = nil, when: TruthRegister, hold: SpanLength? = nil,
    confirm: Confirm? = nil, enters: Int? = nil, rearming: Rearming = .never, atMost: Int? = nil,
    clear: TruthRegister? = nil, actions: [Action] = [], reported: [ReportedValue] = []
  ) {
    self.name = name
    self.metric = metric
    self.during = during
    self.when = when
    self.hold = hold
    self.confirm = confirm
    self.enters = enters
    self.rearming = rearming
    self.atMost = atMost
    self.clear = clear
    self.actions = actions
    self.reported = reported
  }
}

/// The text of an action, with places for what is known when the rule fires.
package struct TextTemplate: Sendable {
  package var pieces: [Piece]

  package enum Piece: Sendable {
    case text(String)
    case step, epoch, rule, run, phase
    case number(NumberOperand)
    case truth(TruthOperand)
  }

  package init(pieces: [Piece]) {
    self.pieces = pieces
  }
}
