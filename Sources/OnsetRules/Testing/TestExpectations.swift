package import OnsetText
package import OnsetYAML

/// What has to happen on the run of a test, and what must not.
package struct TestExpectations: Sendable {
  /// The key `expect`.
  package var place: ByteRange
  package var events: [EventExpectation]
  package var silent: [SilenceExpectation]
  /// Rules that must not be applicable to the run.
  package var notApplicable: [Located<String>]
  package var phases: [PhaseExpectation]
  package var values: [ValueExpectation]

  package var isEmpty: Bool {
    events.isEmpty && silent.isEmpty && notApplicable.isEmpty && phases.isEmpty && values.isEmpty
  }
}

/// Steps from one to another, both included.
package struct StepRange: Hashable, Sendable, CustomStringConvertible {
  package var first: Int64
  package var last: Int64

  package init(_ first: Int64, _ last: Int64) {
    self.first = first
    self.last = last
  }

  package func contains(_ step: Int64) -> Bool { first <= step && step <= last }

  /// `at step 80`, `between steps 80 and 120`.
  package var description: String { first == last ? "at step \(first)" : "between steps \(first) and \(last)" }
}

/// Events of one rule that have to be there.
package struct EventExpectation: Sendable {
  package var kind: Kind
  /// The rule's name, with or without that of its rule set.
  package var rule: Located<String>
  /// The metric, for one instance of a rule with `each`.
  package var metric: Located<String>?
  /// Where the events are; anywhere in the run where nothing is said.
  package var range: Located<StepRange>?
  /// How many there are in the range: at least, at most.
  package var times: ClosedRange<Int>
  /// Where the hold began, and where it was met.
  package var since: Located<StepRange>?
  package var detected: Located<StepRange>?
  package var enters: Located<String>?
  package var actions: [ActionExpectation]?

  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case fired, rejected, undecided, error

    /// The key under which events of the kind are expected.
    package var key: String {
      switch self {
      case .fired: "fires"
      case .rejected: "rejected"
      case .undecided: "undecided"
      case .error: "errors"
      }
    }
  }
}

/// Rules that must not fire.
package struct SilenceExpectation: Sendable {
  /// A rule's name, or a pattern of `ruleset.rule`.
  package var rule: Located<String>
  /// Where they must not; nowhere in the run where nothing is said.
  package var range: Located<StepRange>?
}

/// What an action has to be; what is not said may be anything.
package struct ActionExpectation: Sendable {
  package var place: ByteRange
  package var kind: Kind
  /// The hyperparameter, or a pattern of the text.
  package var subject: Located<String>
  package var amount: Located<Double>?
  package var floor: Located<Double>?
  package var ceiling: Located<Double>?

  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case scale, set, stop, checkpoint, notify
  }
}

/// The phase in force at a step.
package struct PhaseExpectation: Sendable {
  package var ruleSet: Located<String>?
  package var step: Located<Int>
  package var phase: Located<String>
}

/// The value of an expression at a step.
package struct ValueExpectation: Sendable {
  /// The rule set whose parameters and `let`s the expression may name.
  package var ruleSet: Located<String>?
  package var expression: YAMLScalar
  /// The expression as text, and where it is.
  package var text: Located<String> { expression.located }
  package var step: Located<Int>
  package var value: Located<Value>
  /// By how much a number may differ.
  package var tolerance: Double?

  package enum Value: Hashable, Sendable {
    case number(Double)
    case truth(Bool)
    /// No number, or unknown.
    case nothing
  }
}
