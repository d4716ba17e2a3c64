import OnsetLanguage
import OnsetText

/// Numbers that were measured on another architecture: inherited from a profile that is for another, or of a run that
/// the profile does not match.
///
/// A parent that matches everything, or nothing, is for no architecture in particular.
enum ForeignBaseline {
  static func check(
    _ file: ProfileFile, _ profile: Profile?, _ profiles: [Profile], _ context: ProfileLints.Context
  ) -> [LintFinding] {
    guard let profile, let patterns = patterns(of: profile) else { return [] }
    var findings: [LintFinding] = []
    for baseline in file.baselines where baseline.mean != nil || baseline.std != nil {
      for run in baseline.runs ?? [] {
        guard let architecture = context.architectures[run.value],
          !patterns.contains(where: { $0.matches(architecture) })
        else { continue }
        let fault = LintFault.baselineOfRun(
          metric: baseline.metric.value, run: run.value, architecture: architecture)
        findings.append(LintFinding(fault, at: run.range))
      }
    }
    guard let extends = file.extends else { return findings }
    for (metric, baseline) in profile.baselines.sorted(by: { $0.key < $1.key }) where baseline.profile != profile.name {
      guard case .fixed = baseline.definition, let parent = profiles.first(where: { $0.name == baseline.profile }),
        let others = self.patterns(of: parent), !others.contains(where: { $0.literalCount == 0 }),
        !isPart(patterns, of: others)
      else { continue }
      let fault = LintFault.inheritedBaseline(
        metric: metric, profile: parent.name, pattern: others.map(\.pattern).joined(separator: ", "))
      findings.append(LintFinding(fault, at: extends.range))
    }
    return findings
  }

  private static func patterns(of profile: Profile) -> [Glob]? {
    profile.match.first { $0.field == "architecture" }?.patterns
  }

  /// Whether what some patterns fit is fitted by others too, as far as can be seen from the patterns.
  private static func isPart(_ patterns: [Glob], of others: [Glob]) -> Bool {
    patterns.allSatisfy { pattern in others.contains { $0.matches(pattern.pattern) } }
  }
}
