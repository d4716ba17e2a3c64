import OnsetText

/// Which profile a run is for.
package enum ProfileMatch {
  /// The outcome of looking for a run's profile.
  package enum Result: Sendable {
    case one(Profile)
    case none
    /// Two profiles match equally well.
    case tie(Profile, Profile)
  }

  /// The profile whose patterns fit the run's metadata most literally.
  ///
  /// All fields of a `match` must fit. How literal a fit is, is the number of characters in the fitting
  /// patterns that are no wildcards; of equals one without wildcards wins. A field that the metadata lack is
  /// empty text, which only `*` fits. A profile without `match` is never found, only named.
  package static func find(among profiles: [Profile], fields: [String: String]) -> Result {
    var best: [(profile: Profile, score: Score)] = []
    for profile in profiles {
      guard let score = score(profile, fields) else { continue }
      guard let leader = best.first else {
        best = [(profile, score)]
        continue
      }
      if leader.score < score {
        best = [(profile, score)]
      } else if !(score < leader.score) {
        best.append((profile, score))
      }
    }
    guard let first = best.first else { return .none }
    return best.count > 1 ? .tie(first.profile, best[1].profile) : .one(first.profile)
  }

  private struct Score: Comparable {
    var literals = 0
    var exactFields = 0

    static func < (left: Score, right: Score) -> Bool {
      (left.literals, left.exactFields) < (right.literals, right.exactFields)
    }
  }

  private static func score(_ profile: Profile, _ fields: [String: String]) -> Score? {
    guard !profile.match.isEmpty else { return nil }
    var total = Score()
    for (field, patterns) in profile.match {
      let value = fields[field] ?? ""
      let fits = patterns.filter { $0.matches(value) }.map {
        Score(literals: $0.literalCount, exactFields: $0.isLiteral ? 1 : 0)
      }
      guard let best = fits.max() else { return nil }
      total.literals += best.literals
      total.exactFields += best.exactFields
    }
    return total
  }
}
