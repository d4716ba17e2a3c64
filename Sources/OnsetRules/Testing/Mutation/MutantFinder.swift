import OnsetEngine
import OnsetLanguage
import OnsetText
import OnsetYAML

/// Finds the slight changes that can be made to a rule set.
package struct MutantFinder {
  let file: RuleSetFile
  /// The rules whose actions some test looks at, by position.
  private let observedActions: Set<Int>
  var mutants: [Mutant] = []

  /// The mutants of a rule set, in the order of the file. Those that are no rule sets any more are among them.
  ///
  /// - Parameter observedActions: The rules whose actions some test looks at; those of others are left alone.
  package static func mutants(of file: RuleSetFile, observedActions: Set<Int>) -> [Mutant] {
    var finder = MutantFinder(file: file, observedActions: observedActions)
    finder.find()
    return finder.mutants.enumerated().sorted {
      ($0.element.place.lower, $0.offset) < ($1.element.place.lower, $1.offset)
    }.map(\.element)
  }

  private init(file: RuleSetFile, observedActions: Set<Int>) {
    self.file = file
    self.observedActions = observedActions
  }

  private mutating func find() {
    for parameter in file.parameters { mutate(parameter) }
    for binding in file.lets { mutate(binding.expression) }
    for (index, rule) in file.rules.enumerated() {
      mutatePhases(of: rule, at: index)
      mutate(rule.when)
      if let hold = rule.hold { mutate(span: hold, .hold, for: .hold) }
      if let confirm = rule.confirm {
        mutate(confirm.that)
        mutate(span: confirm.within, .confirmation, for: .limit)
        appendWithout("confirm", at: confirm.that.range, .confirmation, .withoutConfirm(rule: index))
      }
      if let clear = rule.clear {
        mutate(clear)
        appendWithout("clear", at: clear.range, .repetition, .withoutClear(rule: index))
      }
      if let repetition = rule.repetition { mutate(repetition: repetition, ofRule: index) }
      if let atMost = rule.atMost {
        appendWithout("at_most", at: atMost.range, .repetition, .withoutAtMost(rule: index))
      }
      if observedActions.contains(index) { for action in rule.actions { mutate(action) } }
    }
  }

  private mutating func appendWithout(
    _ key: String, at place: ByteRange, _ kind: Mutant.Kind, _ alteration: Mutant.Alteration
  ) {
    mutants.append(Mutant(kind: kind, place: place, before: key, after: "no \(key)", alteration: alteration))
  }

  // MARK: Parameters

  private mutating func mutate(_ parameter: ParameterDeclaration) {
    guard let value = ParameterValue(literal: parameter.value.text) else { return }
    let name = parameter.name.value
    let use = file.use(ofParameter: name)
    for change in ValueChange.allCases {
      guard let changed = change.of(value, for: use) else { continue }
      mutants.append(
        Mutant(
          kind: .parameter, place: parameter.value.range, before: value.text, after: changed.text,
          alteration: .parameter(name, change)))
    }
  }

  // MARK: Spans

  /// A span that stands alone. One that is a parameter's name is changed with the parameter.
  private mutating func mutate(span scalar: YAMLScalar, _ kind: Mutant.Kind, for use: ValueChange.SpanUse) {
    guard let syntax = try? Parser.parse(scalar.text) else { return }
    mutate(span: syntax, kind, for: use) { scalar.fileRange(of: $0) }
  }

  mutating func mutate(
    span syntax: Syntax, _ kind: Mutant.Kind, for use: ValueChange.SpanUse, place: (ByteRange) -> ByteRange
  ) {
    guard case .span(let count, let unit) = syntax.kind,
      case .success(let span) = SpanLength.validated(count, unit)
    else { return }
    for change in ValueChange.allCases {
      guard let changed = change.of(span, for: use) else { continue }
      append(kind, place(syntax.range), span.description, changed.description)
    }
  }

  private mutating func mutate(repetition scalar: YAMLScalar, ofRule rule: Int) {
    guard scalar.text != "never" else { return }
    appendWithout("repeat", at: scalar.range, .repetition, .withoutRepeat(rule: rule))
    guard let range = scalar.text.firstRange(of: "after") else { return }
    append(.repetition, scalar.range, scalar.text, "when cleared")
    let offset = scalar.text.utf8.distance(from: scalar.text.startIndex, to: range.upperBound)
    guard let syntax = try? Parser.parse(String(scalar.text[range.upperBound...])) else { return }
    mutate(span: syntax, .repetition, for: .limit) {
      scalar.fileRange(of: ByteRange($0.lower + offset, $0.upper + offset))
    }
  }

  // MARK: Phases

  /// Looking always, and in fewer phases or another; entering none, and another.
  private mutating func mutatePhases(of rule: RuleDeclaration, at index: Int) {
    let phases = file.phases.map(\.value)
    if let during = rule.during, let first = during.first, let last = during.last {
      let place = ByteRange(first.range.lower, last.range.upper)
      appendWithout("during", at: place, .phase, .withoutDuring(rule: index))
      if during.count == 1, let other = phase(after: first.value, in: phases) {
        append(.phase, first.range, first.value, other)
      } else if during.count > 1 {
        for (position, phase) in during.enumerated() {
          appendWithout(phase.value, at: phase.range, .phase, .withoutPhase(rule: index, at: position))
        }
      }
    }
    if let enter = rule.enter {
      appendWithout("enter", at: enter.range, .phase, .withoutEnter(rule: index))
      if let other = phase(after: enter.value, in: phases), rule.during?.map(\.value) != [other] {
        // Entering the phase that is in force is entering none.
        append(.phase, enter.range, enter.value, other)
      }
    }
  }

  /// The next of the phases, the first one after the last; nil where there is no other.
  private func phase(after name: String, in phases: [String]) -> String? {
    guard phases.count > 1, let index = phases.firstIndex(of: name) else { return nil }
    return phases[(index + 1) % phases.count]
  }

  // MARK: Actions

  private mutating func mutate(_ action: ActionDeclaration) {
    switch action.kind {
    case .scale(_, let amount, let bounds), .set(_, let amount, let bounds):
      for scalar in [amount, bounds.floor, bounds.ceiling].compactMap(\.self) { mutate(scalar, .action) }
    case .stop, .checkpoint, .notify: break
    }
  }
}

extension RuleSetFile {
  /// What a parameter that is a span is for.
  package func use(ofParameter name: String) -> ValueChange.SpanUse {
    if rules.contains(where: { $0.hold?.text == name }) { return .hold }
    return rules.contains { $0.confirm?.within.text == name || $0.repetition?.text == "after \(name)" }
      ? .limit : .window
  }
}

extension ParameterValue {
  /// As a rule set writes it.
  package var text: String {
    switch self {
    case .number(let number): ReadableNumber.text(number)
    case .percentage(let share): "\(ReadableNumber.text(share * 100))%"
    case .span(let span): span.description
    }
  }
}
