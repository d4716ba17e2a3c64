import OnsetText

extension CheckedRuleSet {
  /// The metrics that a rule's conditions read, through its `let`s too, by the names that a run gives them, each once
  /// and in the order in which they are met; for a rule with `each` the metrics that fit it come first.
  package func metrics(ofRule name: String, _ profile: Profile?, _ schema: RunSchema) -> [String] {
    guard let rule = rules.first(where: { $0.name == name }) else { return [] }
    var requirements = Requirements(letTerms: letTerms, profile: profile)
    var names = rule.each.map { each in schema.metricNames.filter { each.matches($0) } } ?? []
    for metric in requirements.of(rule).metrics {
      if let logged = schema.name(of: metric, profile), !names.contains(logged) { names.append(logged) }
    }
    return names
  }
}
