import OnsetText

/// What a run logs, as far as compiling rules for it needs to know.
package struct RunSchema: Sendable {
  /// The metrics with at least one sample, in order of first appearance.
  package let metricNames: [String]
  /// How many steps make an epoch, from the metadata.
  package let stepsPerEpoch: Double?
  private let names: Set<String>

  package init(metricNames: [String], stepsPerEpoch: Double?) {
    self.metricNames = metricNames
    self.stepsPerEpoch = stepsPerEpoch
    names = Set(metricNames)
  }

  package func logs(_ name: String) -> Bool { names.contains(name) }

  /// The name under which the run logs a metric: the canonical one, else the first alias that it has.
  package func name(of metric: String, _ profile: Profile?) -> String? {
    (profile?.names(of: metric) ?? [metric]).first(where: logs)
  }

  /// The metric from which epochs are read; nil where there is none.
  package func epochMetric(_ profile: Profile?) -> String? { name(of: "epoch", profile) }

  /// Whether the epoch of a step can be known.
  package func knowsEpochs(_ profile: Profile?) -> Bool { stepsPerEpoch != nil || epochMetric(profile) != nil }
}

extension RunSchema {
  /// A run that logs every metric that a rule set names, and knows its epochs; a rule with `each` gets one instance, for
  /// its pattern.
  package static func everything(for checked: CheckedRuleSet) -> RunSchema {
    var requirements = Requirements(letTerms: checked.letTerms, profile: nil)
    var names: [String] = []
    for rule in checked.rules {
      for name in requirements.of(rule).metrics + (rule.each.map { [$0.pattern] } ?? []) where !names.contains(name) {
        names.append(name)
      }
    }
    return RunSchema(metricNames: names, stepsPerEpoch: 1)
  }
}
