package import OnsetText
import OnsetYAML

/// A rule set seen by itself and under each of several profiles.
package enum RuleSetReview {
  /// Everything found. A baseline that no profile has is an error; one that only some lack is a note, since the
  /// rule set may be meant for the others. Without errors, what is naive in it is found too.
  package static func findings(in file: RuleSetFile, profiles: [Profile]) -> [Diagnostic] {
    let (checked, itself) = RuleSetChecker.check(file, profile: nil)
    var found = itself
    if !itself.containsErrors { found += RuleSetLints.findings(in: checked, profiles: profiles) }
    guard !profiles.isEmpty else { return found }
    var known = Set(found)
    var lacking: [Diagnostic: [String]] = [:]
    var order: [Diagnostic] = []
    let influence = ProfileInfluence(on: checked, isComplete: !itself.containsErrors)
    for profile in profiles where influence.mayBe(of: profile) {
      let (checked, diagnostics) = RuleSetChecker.check(file, profile: profile)
      if profile.parameters[file.name.value] != nil, !diagnostics.containsErrors, !itself.containsErrors {
        found += lints(of: checked, with: profile, profiles, known: found)
      }
      for diagnostic in diagnostics where !known.contains(diagnostic) {
        if diagnostic.code == "O0312" {
          // The nearest name may differ from profile to profile; the fault is the same.
          var fault = diagnostic
          fault.hints = diagnostic.hints.suffix(1)
          if lacking[fault] == nil { order.append(fault) }
          lacking[fault, default: []].append(profile.name)
        } else {
          known.insert(diagnostic)
          found.append(diagnostic)
        }
      }
    }
    for fault in order {
      var finding = fault
      let names = lacking[fault] ?? []
      if names.count < profiles.count {
        finding.severity = .note
        finding.message =
          fault.message.replacing("the profile has", with: "there is", maxReplacements: 1)
          + " in \(names.map { "`\($0)`" }.joined(separator: ", ")): the rule is not usable there"
      }
      found.append(finding)
    }
    return found
  }

  /// What is naive in a rule set with a profile's parameters, and was not without them.
  private static func lints(
    of checked: CheckedRuleSet, with profile: Profile, _ profiles: [Profile], known: [Diagnostic]
  ) -> [Diagnostic] {
    let found = RuleSetLints.findings(in: checked, with: profile, profiles: profiles)
    guard !found.isEmpty else { return [] }
    let places = Dictionary(grouping: known, by: \.range)
    return found.filter { finding in !(places[finding.range] ?? []).contains { $0.code == finding.code } }
  }
}

extension RulesFault {
  /// What to say of a YAML file that is none of the project's kinds.
  package static func findings(ofUnknownFile source: SourceFile) -> [Diagnostic] {
    let loaded = YAML.load(source)
    if loaded.diagnostics.containsErrors { return loaded.diagnostics }
    return [RulesFault.unknownFile.diagnostic(in: source, at: loaded.root?.site ?? .at(0)).atItsBeginning]
  }
}

extension Diagnostic {
  /// The same finding, pointing at one place and not at a whole file.
  fileprivate var atItsBeginning: Diagnostic {
    var copy = self
    copy.range = ByteRange(range.lower, min(range.upper, range.lower + 1))
    return copy
  }
}
