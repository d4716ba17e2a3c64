import ArgumentParser
import OnsetLanguage
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

/// Why some rules did what they did, as `why` and `replay --explain` are asked.
struct RuleQuestion {
  private let wanted: [(file: RuleSetFile, names: [String])]

  /// - Parameter name: A rule, `set/rule` or `set.rule`, or a rule set.
  init(about name: String, in ruleSets: [RuleSetFile]) throws {
    if let set = ruleSets.first(where: { $0.name.value == name }) {
      wanted = [(set, set.rules.map(\.name.value))]
      return
    }
    let path = name.replacing(".", with: "/", maxReplacements: 1)
    wanted = ruleSets.compactMap { set in
      let names = set.rules.map(\.name.value).filter { $0 == name || "\(set.name.value)/\($0)" == path }
      return names.isEmpty ? nil : (set, names)
    }
    if wanted.isEmpty {
      throw ruleSets.unknownRule(name)
    }
    if wanted.count > 1 {
      let names = wanted.map { "`\($0.file.name.value)/\(name)`" }.joined(separator: ", ")
      throw CommandFailure.usage("several rule sets have a rule `\(name)`: \(names)")
    }
  }

  /// What there is to say of a run, rule by rule; with a step, what every part was there too.
  func answers(
    _ reference: RunReference, profile: Profile?, overrides: [ParameterOverride] = [], step: Int64? = nil,
    stepColumn: String? = nil
  ) throws -> [ExplanationDocument.Answer] {
    var answers: [ExplanationDocument.Answer] = []
    for (file, names) in wanted {
      var values: [String: ParameterValue] = [:]
      for override in overrides where override.ruleset == file.name.value {
        values[override.parameter] = override.value
      }
      let (checked, findings) = RuleSetChecker.check(file, profile: profile, overrides: values)
      let outcomes = try RuleExplanation.explain(
        reference, checked, rules: names, profile: profile, stepColumn: stepColumn, step: step)
      for (name, outcome) in zip(names, outcomes) {
        if case .faulty = outcome {
          Findings.print(findings.filter { $0.severity == .error })
          throw ExitCode(1)
        }
        answers.append(
          ExplanationDocument.Answer(run: reference.name, ruleset: file.name.value, rule: name, outcome: outcome))
      }
    }
    return answers
  }
}

extension [RuleSetFile] {
  /// By what rules can be named: a rule set, a rule, and both.
  var namesOfRules: [String] {
    flatMap { set in
      [set.name.value] + set.rules.flatMap { [$0.name.value, "\(set.name.value)/\($0.name.value)"] }
    }
  }

  /// That a name is none of them.
  func unknownRule(_ name: String) -> CommandFailure {
    let sets = map { "`\($0.name.value)`" }
    let hint =
      Suggestion.nearest(to: name, among: namesOfRules).map { "; did you mean `\($0)`?" }
      ?? (1...20 ~= sets.count ? "; the rule sets are \(sets.joined(separator: ", "))" : "")
    return .usage("there is no rule or rule set `\(name)`\(hint)")
  }
}
