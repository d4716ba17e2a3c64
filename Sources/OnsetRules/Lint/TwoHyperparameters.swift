import OnsetText

/// Two hyperparameters that one rule changes, or that a rule set changes in one phase.
enum TwoHyperparameters {
  static func check(_ set: RuleSetView) -> [LintFinding] {
    let rules = set.rules
    var findings: [LintFinding] = []
    var told: Set<ByteRange> = []
    for rule in rules {
      let names = changed(by: rule)
      for name in names.dropFirst() where name.value != names[0].value && told.insert(name.range).inserted {
        findings.append(LintFinding(.twoHyperparametersInRule(names[0].value, name.value), at: name.range))
      }
    }
    var lines: LineMap?
    var known = Known()
    for rule in rules {
      // Those of one rule have been told, or are one.
      guard let name = changed(by: rule).first else { continue }
      let change = Known.Change(name: name, rule: rule.declaration.name.value, during: rule.checked.during?.sorted())
      if let earlier = known.other(than: change), told.insert(name.range).inserted {
        let map = lines ?? LineMap(set.file.source)
        lines = map
        let fault = LintFault.twoHyperparametersInPhase(
          earlier.phase.map { set.checked.phases[$0] }, first: earlier.change.name.value, rule: earlier.change.rule,
          line: map.place(of: earlier.change.name.range.lower).line, second: name.value)
        findings.append(LintFinding(fault, at: name.range))
      }
      known.add(change)
    }
    return findings
  }

  /// The first changes of the rules so far: of all, of those in every phase, and of each phase.
  private struct Known {
    struct Change {
      var name: Located<String>
      var rule: String
      /// Nil for every phase.
      var during: [Int]?
    }

    private var first: Change?
    private var firstOther: Change?
    private var inEveryPhase: Change?
    private var byPhase: [Int: Change] = [:]

    mutating func add(_ change: Change) {
      if let first, firstOther == nil, first.name.value != change.name.value { firstOther = change }
      if first == nil { first = change }
      guard let during = change.during else {
        if inEveryPhase == nil { inEveryPhase = change }
        return
      }
      for phase in during where byPhase[phase] == nil { byPhase[phase] = change }
    }

    /// An earlier change of another hyperparameter that may come in the same phase, and a phase in which it may.
    func other(than change: Change) -> (change: Change, phase: Int?)? {
      func differs(_ other: Change?) -> Change? { other.flatMap { $0.name.value == change.name.value ? nil : $0 } }
      guard let during = change.during else {
        return (differs(first) ?? firstOther.flatMap(differs)).map { ($0, $0.during?.first) }
      }
      if let other = differs(inEveryPhase) { return (other, during.first) }
      for phase in during {
        if let other = differs(byPhase[phase]) { return (other, phase) }
      }
      return nil
    }
  }

  private static func changed(by rule: RuleSetView.Rule) -> [Located<String>] {
    rule.declaration.actions.compactMap { action in
      switch action.kind {
      case .scale(let name, _, _), .set(let name, _, _): name
      case .stop, .checkpoint, .notify: nil
      }
    }
  }
}
