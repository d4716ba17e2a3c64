/// Something that happened to a rule during a run.
public struct Event: Hashable, Sendable {
  /// What happened.
  public enum Kind: String, Hashable, Sendable {
    /// The condition held, and was confirmed where the rule asks for it.
    case fired
    /// The confirmation did not come in time.
    case rejected
    /// The run ended while the rule waited for its confirmation.
    case undecided
    /// An action could not be taken, since the number it needs was none.
    case error
  }

  /// The rule set's name.
  public var ruleset: String
  /// The rule's name.
  public var rule: String
  /// The metric, for an instance of a rule with `each`.
  public var metric: String?
  /// What happened.
  public var kind: Kind
  /// The first tick of the hold: the estimate of the onset.
  public var since: Int64
  /// The tick at which the hold was met.
  public var detected: Int64
  /// The row at which it happened.
  public var step: Int64
  /// The epoch at `step`; nil where the run knows none.
  public var epoch: Double?
  /// The phase in force when the row began; nil without phases.
  public var phase: String?
  /// The phase that firing enters.
  public var enters: String?
  /// Whether an earlier action would have changed the training that this event was seen in.
  public var isCounterfactual = false
  /// The latest value of each metric and `let` that the condition names, in its order.
  public var values: [NamedValue]
  /// What the rule asks for.
  public var actions: [IssuedAction]
  /// What went wrong, of an error.
  public var message: String?
}

/// A value and its name.
public struct NamedValue: Hashable, Sendable {
  /// The name of a metric or a `let`.
  public var name: String
  /// Its value at the event.
  public var value: SampleValue
}

/// The value of a stream at a tick.
public enum SampleValue: Hashable, Sendable {
  /// A number; NaN where there is none.
  case number(Double)
  /// A truth; nil where it is unknown.
  case truth(Bool?)
}

/// What a rule asks for when it fires.
public struct IssuedAction: Hashable, Sendable {
  /// What is to be done.
  public enum Kind: Hashable, Sendable {
    /// Multiply a hyperparameter, within bounds.
    case scale(hyperparameter: String, by: Double, floor: Double?, ceiling: Double?)
    /// Set a hyperparameter; the value is within the bounds.
    case set(hyperparameter: String, to: Double, floor: Double?, ceiling: Double?)
    /// End the run.
    case stop(reason: String)
    /// Save the state of training.
    case checkpoint(reason: String)
    /// Tell somebody.
    case notify(text: String)
  }

  /// What is to be done.
  public var kind: Kind
  /// Whether a person has to agree first.
  public var needsApproval: Bool

  /// Whether the run would have gone on differently.
  public var changesTraining: Bool {
    switch kind {
    case .scale, .set, .stop: true
    case .checkpoint, .notify: false
    }
  }
}
