import OnsetLanguage
import OnsetText

/// A detection that noise makes: a deviation or a slope over fewer than five samples, or an action on one raw sample.
package enum NoisyDetection {
  /// From five samples on a deviation is known to 35%, and holding for five makes up for a short slope.
  static let enough = 5.0

  static func check(_ set: RuleSetView) -> [LintFinding] {
    var findings: [LintFinding] = []
    var told: Set<ByteRange> = []
    for rule in set.rules {
      for finding in self.findings(about: rule, set) where told.insert(finding.range).inserted {
        findings.append(finding)
      }
    }
    return findings
  }

  /// What is noise in one rule.
  package static func findings(about rule: RuleSetView.Rule, _ set: RuleSetView) -> [LintFinding] {
    var found: [LintFinding] = []
    var expressions: [RuleSetView.Expression] = []
    if set.features.hasShortStatistic {
      expressions = [isLong(rule.checked.hold) ? nil : rule.when, rule.that, rule.clear].compactMap(\.self)
    }
    for expression in expressions {
      var seen = SeenSet<LetID>()
      shortStatistics(in: expression.term, of: expression, set, &seen) { fault, range in
        found.append(LintFinding(fault, at: range))
      }
    }
    if let finding = oneSample(rule, set) { found.append(finding) }
    return found
  }

  private static func isLong(_ span: SpanLength?) -> Bool {
    span.map { $0.unit != .samples || $0.count >= enough } ?? false
  }

  // MARK: Statistics of too few samples

  private static func shortStatistics(
    in term: Term, of expression: RuleSetView.Expression, _ set: RuleSetView, _ seen: inout SeenSet<LetID>,
    _ report: (LintFault, ByteRange) -> Void
  ) {
    switch term.kind {
    case .binding(let id):
      if seen.insert(id), let next = set.binding(id) {
        shortStatistics(in: next.term, of: next, set, &seen, report)
      }
      return
    case .window(let function, _, let span):
      if span.unit == .samples, span.count < enough {
        switch function {
        case .std, .mad, .slope:
          report(.noisyStatistic(function: function.rawValue, samples: span.wholeCount), expression.range(of: term))
        case .mean, .median, .min, .max, .count: break
        }
      } else if function == .mean || function == .median {
        // An average over many of them is steady.
        return
      }
    case .fraction(_, let span), .quantile(_, _, let span), .ewma(_, let span):
      if span.unit != .samples || span.count >= enough { return }
    default: break
    }
    term.forEachOperand { shortStatistics(in: $0, of: expression, set, &seen, report) }
  }

  // MARK: One raw sample

  private static func oneSample(_ rule: RuleSetView.Rule, _ set: RuleSetView) -> LintFinding? {
    guard let deed = rule.deeds.first?.deed, rule.checked.confirm == nil, (rule.checked.hold?.count ?? 1) <= 1,
      rule.checked.hold?.unit != .epochs, !set.asksOnlyForFacts(rule.checked.when),
      !set.contains(rule.checked.when, where: hasPatience),
      let metric = set.metrics(read: rule.checked.when).first
    else { return nil }
    return LintFinding(.oneSampleActs(metric: metric.text, deed: deed), at: rule.when.range(of: rule.checked.when))
  }

  /// Whether a term weighs more than the latest samples.
  private static func hasPatience(_ term: Term) -> Bool {
    switch term.kind {
    case .window(_, _, let span), .quantile(_, _, let span), .fraction(_, let span), .ewma(_, let span):
      span.unit != .samples || span.count > 1
    case .cusum, .sinceExtreme, .since, .age, .elapsedComparison: true
    default: false
    }
  }
}
