package import OnsetText

// The digests of what files mean: equal for two files that say the same in other words. The first line of what is hashed
// names the form of the text, so that digests of another form differ.

extension RuleSetMeaning {
  /// The SHA-256 of the meaning.
  package var digest: ContentDigest { ContentDigest(of: "onset rule set 1\n" + text) }
}

extension ProfileMeaning {
  /// The SHA-256 of the meaning.
  package var digest: ContentDigest { ContentDigest(of: "onset profile 1\n" + text) }
}

extension ContentDigest {
  /// The digest of rule sets with the values that their parameters have, whatever the order of the sets.
  package init(of ruleSets: [CheckedRuleSet]) {
    self.init(of: ruleSets.map { ($0.name, RuleSetMeaning($0).digest) })
  }

  /// The digest of profiles, whatever their order.
  package init(of profiles: [Profile]) {
    self.init(of: profiles.map { ($0.name, ProfileMeaning($0).digest) })
  }
}
