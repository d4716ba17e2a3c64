package import OnsetText

extension Run {
  /// The SHA-256 of the metrics, their steps and values, as an archive has it: of all that was logged where all metrics were
  /// kept. Metadata are not part of it.
  package var contentDigest: ContentDigest { ContentDigest(bytes: RunClocks(self).digest(of: self)) }
}
