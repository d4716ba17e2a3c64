package import OnsetRules
import OnsetText

extension Project {
  /// The phases that a rule set or a profile knows, each once.
  package var knownPhases: [String] {
    var phases: [String] = []
    var seen: Set<String> = []
    for phase in ruleSets.flatMap({ $0.phases.map(\.value) }) + profiles.flatMap({ $0.transitions.map(\.phase.value) })
    where seen.insert(phase).inserted { phases.append(phase) }
    return phases
  }
}
