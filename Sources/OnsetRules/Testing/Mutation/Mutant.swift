package import OnsetLanguage
package import OnsetText

/// A rule set with one slight change, which some test should notice.
package struct Mutant: Sendable {
  package var kind: Kind
  /// What is changed, in the rule set's file.
  package var place: ByteRange
  /// What is there, and what the mutant has in its place, as texts of the rule language.
  package var before: String
  package var after: String
  package var alteration: Alteration

  /// What is changed; the raw value is how it is called.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case threshold, parameter, window, hold, confirmation, comparison, logic, phase, repetition, action
  }

  package enum Alteration: Sendable {
    /// Other text at some places of the file.
    case edits([TextEdit])
    /// Another value of a parameter, whoever gives it.
    case parameter(String, ValueChange)
    /// A rule without its confirmation, what clears it, or the limit to how often it fires.
    case withoutConfirm(rule: Int)
    case withoutClear(rule: Int)
    case withoutAtMost(rule: Int)
    /// A rule that looks always, or not in one of its phases; one that enters no phase; one that fires once.
    case withoutDuring(rule: Int)
    case withoutPhase(rule: Int, at: Int)
    case withoutEnter(rule: Int)
    case withoutRepeat(rule: Int)
  }

  /// `3 -> 3.3`
  package var change: String { "\(before) -> \(after)" }
}

extension Mutant {
  /// The rule set with the change; nil where that is no rule set any more. The result is checked like any other.
  package func applied(to file: RuleSetFile) -> RuleSetFile? {
    var changed = file
    switch alteration {
    case .edits(let edits):
      let source = SourceFile(path: file.source.path, bytes: file.source.applying(edits))
      let (model, diagnostics) = RuleSetFile.decode(source)
      guard let model, !diagnostics.containsErrors else { return nil }
      changed = model
    case .parameter: break
    case .withoutConfirm(let rule): changed.rules[rule].confirm = nil
    case .withoutClear(let rule): changed.rules[rule].clear = nil
    case .withoutAtMost(let rule): changed.rules[rule].atMost = nil
    case .withoutDuring(let rule): changed.rules[rule].during = nil
    case .withoutPhase(let rule, let index): changed.rules[rule].during?.remove(at: index)
    case .withoutEnter(let rule): changed.rules[rule].enter = nil
    case .withoutRepeat(let rule):
      changed.rules[rule].repetition = nil
      // They mean nothing in a rule that fires once.
      changed.rules[rule].clear = nil
      changed.rules[rule].atMost = nil
    }
    return RuleSetChecker.check(changed, profile: nil).diagnostics.containsErrors ? nil : changed
  }
}

/// A slight change of a number or a span.
package enum ValueChange: Hashable, Sendable, CaseIterable {
  case up, down

  /// A tenth more or less; nil for 0, and for what no tenth changes.
  package func of(_ value: Double) -> Double? {
    guard value != 0, value.isFinite else { return nil }
    return value * (self == .up ? 1.1 : 0.9)
  }

  /// What a span is for.
  package enum SpanUse: Hashable, Sendable {
    case window, hold, limit

    /// Up to how many samples one more or less is a change that can be seen: in a window of many it is none, a hold
    /// ends at one sample and at no other, and so does the time for a confirmation or a rest, if one cares to count.
    fileprivate var exactCount: Double {
      switch self {
      case .window: 4
      case .hold: .infinity
      case .limit: 10
      }
    }
  }

  /// One sample more or less; of a longer span twice as much or half.
  package func of(_ span: SpanLength, for use: SpanUse) -> SpanLength? {
    let count: Double
    if span.unit == .samples, span.count <= use.exactCount {
      count = self == .up ? span.count + 1 : span.count - 1
    } else if span.unit == .epochs {
      count = self == .up ? span.count * 2 : span.count / 2
    } else {
      count = self == .up ? span.count * 2 : (span.count / 2).rounded(.down)
    }
    guard count > 0, count != span.count, count <= SpanLength.largestWholeCount else { return nil }
    return SpanLength(count, span.unit)
  }

  /// The changed value of a parameter.
  package func of(_ value: ParameterValue, for use: SpanUse) -> ParameterValue? {
    switch value {
    case .number(let number): of(number).map { .number($0) }
    case .percentage(let share): of(share).map { .percentage($0) }
    case .span(let span): of(span, for: use).map { .span($0) }
    }
  }
}
