import OnsetEngine
import OnsetLanguage
package import OnsetStudy
import OnsetText

/// What has changed between two versions of rules, in words.
package enum ChangeWording {
  /// `noise-drop/rises when`, `noise-drop.window`, `profile mlp, noise-drop.drop`.
  package static func subject(_ subject: MeaningChange.Subject) -> String {
    switch subject {
    case .ruleSet(let name), .ruleSetName(let name): "rule set \(name)"
    case .phases(let set): "\(set) phases"
    case .order(let set): "\(set) order of rules"
    case .parameter(let set, let name): "\(set).\(name)"
    case .binding(let set, let name): "\(set) let \(name)"
    case .rule(let set, let name): "\(set)/\(name)"
    case .fact(let rule, let key): "\(rule) \(key)"
    case .profile(let name): "profile \(name)"
    case .match(let profile, let field): "profile \(profile), match \(field)"
    case .aliases(let profile, let signal): "profile \(profile), aliases of \(signal)"
    case .baseline(let profile, let metric): "profile \(profile), baseline of \(metric)"
    case .setting(let profile, let set, let name): "profile \(profile), \(set).\(name)"
    }
  }

  /// `added`, `removed`, `renamed`, `changed`.
  package static func verb(_ change: MeaningChange) -> String {
    switch (change.before, change.after, change.subject) {
    case (nil, _, _): "added"
    case (_, nil, _): "removed"
    case (_, _, .rule), (_, _, .ruleSetName): "renamed"
    default: "changed"
    }
  }

  /// `rules/a.yaml:13`, with the line before where it was another.
  package static func place(_ change: MeaningChange) -> String {
    guard let after = change.after else { return change.before.map { "\($0.path):\($0.line)" } ?? "" }
    let place = "\(after.path):\(after.line)"
    guard let before = change.before, file(before.path) != file(after.path) || before.line != after.line else {
      return place
    }
    return file(before.path) == file(after.path)
      ? "\(place), was line \(before.line)" : "\(place), was \(before.path):\(before.line)"
  }

  /// A path without the revision before it.
  private static func file(_ path: String) -> Substring {
    path.firstIndex(of: ":").map { path[path.index(after: $0)...] } ?? path[...]
  }

  /// `new`, `lost`, `later by 50`, `earlier by 50`, or what else of it is other.
  package static func kind(_ change: BehaviourChange.EventChange) -> String {
    switch change {
    case .appeared: return "new"
    case .disappeared: return "lost"
    case .moved(let old, let new):
      if new.step > old.step { return "later by \(DisplayNumber.grouped(new.step - old.step))" }
      if new.step < old.step { return "earlier by \(DisplayNumber.grouped(old.step - new.step))" }
      var parts: [String] = []
      if old.enters != new.enters { parts.append("enters \(new.enters ?? "nothing"), was \(old.enters ?? "nothing")") }
      if old.actions != new.actions { parts.append("other actions") }
      if old.isCounterfactual != new.isCounterfactual {
        parts.append(new.isCounterfactual ? "counterfactual" : "no longer counterfactual")
      }
      if old.detected != new.detected { parts.append("detected \(new.detected), was \(old.detected)") }
      if old.since != new.since { parts.append("since \(new.since), was \(old.since)") }
      return parts.joined(separator: "; ")
    }
  }

  /// `noise-drop/rises`, with the metric of an instance, and with what happened where it did not fire.
  static func event(_ event: Event) -> String {
    var text = "\(event.ruleset)/\(event.rule)"
    if let metric = event.metric { text += " for \(metric)" }
    return event.kind == .fired ? text : text + " \(event.kind.rawValue)"
  }

  /// The steps at which an event is in either version.
  package static func steps(_ change: BehaviourChange.EventChange) -> (before: Int64?, after: Int64?) {
    switch change {
    case .appeared(let event): (nil, event.step)
    case .disappeared(let event): (event.step, nil)
    case .moved(let old, let new): (old.step, new.step)
    }
  }

  /// `learning 0, memorization 2350`, with the rule set's name where there are several.
  static func phases(_ phases: [PhaseChange]) -> String {
    let hasSeveral = Set(phases.map(\.ruleset)).count > 1
    return phases.map { "\(hasSeveral ? "\($0.ruleset): " : "")\($0.phase) \($0.step)" }.joined(separator: ", ")
  }

  /// The phases of the rule sets of which they differ.
  static func phases(
    _ change: BehaviourChange.Change<[PhaseChange]>
  ) -> [(ruleset: String, before: String, after: String)] {
    var sets: [String] = []
    for phase in change.before + change.after where !sets.contains(phase.ruleset) { sets.append(phase.ruleset) }
    return sets.compactMap { set in
      let (old, new) = (change.before.filter { $0.ruleset == set }, change.after.filter { $0.ruleset == set })
      return old == new ? nil : (set, phases(old), phases(new))
    }
  }

  /// Whose score it is.
  package static func subject(_ subject: ScoreChange.Subject) -> String {
    switch subject {
    case .transition(let rule, let phase): "\(rule), \(phase)"
    case .stop(let stopper): "\(stopper), stops"
    }
  }

  package static func figure(_ value: Double?) -> String { value.map(DisplayNumber.short) ?? "–" }

  /// `HEAD~3 (1a2b3c4d Raise the threshold)`, or the place of files.
  package static func name(_ version: RuleVersion) -> String {
    guard let commit = version.commit else { return version.name }
    let own = version.name == commit.id || version.name == commit.short ? commit.short : version.name
    return own == commit.short ? "\(own) (\(commit.subject))" : "\(own) (\(commit.short) \(commit.subject))"
  }
}
