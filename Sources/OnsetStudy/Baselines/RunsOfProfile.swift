package import OnsetRules
package import OnsetRuns

/// Which of some runs are for a profile.
package enum RunsOfProfile {
  /// The runs that no other profile fits better, and those that were named; the others by the profile that they are for.
  package static func choose(
    _ references: [RunReference], for profile: Profile, among profiles: [Profile], named: Set<String>
  ) -> (own: [RunReference], others: [(profile: String, count: Int)]) {
    var own: [RunReference] = []
    var counts: [String: Int] = [:]
    for reference in references {
      // What is wrong with the metadata is said when the run is read.
      let fields = (try? reference.readMetadata())?.fields ?? [:]
      switch ProfileMatch.find(among: profiles, fields: fields) {
      case .one(let other) where other.name != profile.name && !named.contains(reference.log.path):
        counts[other.name, default: 0] += 1
      default: own.append(reference)
      }
    }
    return (own, counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
  }
}
