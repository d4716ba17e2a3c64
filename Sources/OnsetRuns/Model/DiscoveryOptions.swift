/// How runs are looked for.
public struct DiscoveryOptions: Sendable, Hashable {
  /// Whether the versions of a training that Lightning has numbered, `version_0`, `version_1`, ... in one folder, are
  /// one run that was resumed. They look the same as runs that have nothing to do with each other, so this has to be
  /// said.
  public var joinsVersions: Bool

  /// Options; by default each version is a run.
  public init(joinsVersions: Bool = false) { self.joinsVersions = joinsVersions }
}
