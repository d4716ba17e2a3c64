package import OnsetLanguage

/// What can be seen of a session between two rows, for those who want to know which of its ways were gone.
extension RunSession {
  /// Where a rule is in its life.
  package enum Stage: Hashable, Sendable {
    case waiting, holding, confirming, clearing, resting, spent
  }

  /// Where the rules of a rule set are, in the order of its program.
  package func stages(ofSet set: Int) -> [Stage] {
    sets[set].lives.map { life in
      switch life.state {
      case .waiting: .waiting
      case .holding: .holding
      case .confirming: .confirming
      case .clearing: .clearing
      case .resting: .resting
      case .spent: .spent
      }
    }
  }

  /// The latest truth of a register of a rule set's plan; nil where it is unknown.
  package func latest(_ register: TruthRegister, ofSet set: Int) -> Bool? {
    sets[set].evaluator.latest(.register(register), at: 0).known
  }

  /// Takes in a recorded run row by row, and calls `observe` after each; what comes of it is what always comes of it.
  package mutating func feed(
    _ table: RunTable, observe: (RunSession, [Event]) -> Void
  ) throws(FeedError) {
    try table.forEachBlock(of: 1) { block throws(FeedError) in
      let events = try feed(block)
      observe(self, events)
    }
  }
}
