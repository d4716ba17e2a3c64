package import OnsetText
import OnsetYAML

/// A rule set seen by itself and under each of several profiles.
package enum RuleSetReview {
  /// Everything found. A baseline that no profile has is an error; one that only some lack is a note, since the
  /// rule set may be meant for the others.
  package static func findings(in file: RuleSetFile, profiles: [Profile]) -> [Diagnostic] {
    var found = RuleSetChecker.check(file, profile: nil).diagnostics
    var known = Set(found)
    var lacking: [Diagnostic: [String]] = [:]
    var order: [Diagnostic] = []
    for profile in profiles {
      for diagnostic in RuleSetChecker.check(file, profile: profile).diagnostics where !known.contains(diagnostic) {
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
