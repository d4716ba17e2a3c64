package import OnsetRules
package import OnsetText

/// What became of the mutants of a rule set.
package struct MutationReport: Sendable {
  package var source: SourceFile
  package var ruleSet: String
  package var testCount: Int
  package var entries: [Entry]
  /// Remarks that lack a reason, or that speak of no mutant that survives.
  package var diagnostics: [Diagnostic] = []

  package struct Entry: Sendable {
    package var mutant: Mutant
    package var fate: MutationRun.Fate
    /// Why no test can notice it, where the rule set says so.
    package var remark: String?
  }

  package var noticed: [Entry] { entries.filter { if case .noticed = $0.fate { true } else { false } } }
  package var survivors: [Entry] { entries.filter { $0.fate == .survived && $0.remark == nil } }
  package var equivalent: [Entry] { entries.filter { $0.fate == .survived && $0.remark != nil } }

  package init(_ run: MutationRun, fates: [MutationRun.Fate]) {
    source = run.ruleSet.source
    ruleSet = run.ruleSet.name.value
    testCount = run.testCount
    entries = []
    let lines = LineMap(source)
    let remarks = EquivalenceRemark.all(in: source)
    var used: Set<EquivalenceRemark> = []
    for (mutant, fate) in zip(run.mutants, fates) {
      let line = lines.place(of: mutant.place.lower).line
      let remark = remarks.first { $0.line == line && $0.speaks(of: mutant) }
      if let remark, fate == .survived { used.insert(remark) }
      let reason = remark?.reason ?? ""
      entries.append(Entry(mutant: mutant, fate: fate, remark: reason.isEmpty ? nil : reason))
    }
    for remark in remarks where remark.reason.isEmpty {
      diagnostics.append(MutationFault.remarkWithoutReason.diagnostic(in: source, at: remark.place))
    }
    for remark in remarks where !remark.reason.isEmpty && !used.contains(remark) {
      diagnostics.append(MutationFault.idleRemark.diagnostic(in: source, at: remark.place))
    }
  }
}
