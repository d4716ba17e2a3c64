import OnsetLanguage
import OnsetRules
import OnsetRuns
import OnsetText

/// The lints that look at recorded runs.
struct RunLints {
  private let ruleSets: [RuleSetFile]
  private let profiles: [Profile]
  /// By the profile's name; under "" for runs that no profile matches.
  private var checked: [String: [CheckedRuleSet]] = [:]
  private var quiet = QuietStretches()
  private var findings: [Diagnostic] = []
  /// What has been found at a place: other runs say the same.
  private var told: Set<Place> = []

  private struct Place: Hashable {
    var path: String
    var range: ByteRange
    var code: String
  }

  /// - Parameter ruleSets: Rule sets that have no errors.
  init(_ ruleSets: [RuleSetFile], profiles: [Profile]) {
    self.ruleSets = ruleSets
    self.profiles = profiles
  }

  /// What is naive in the rule sets for some runs; each finding once, with the first run that shows it.
  static func findings(
    in ruleSets: [RuleSetFile], profiles: [Profile], runs: [RunReference], failures: inout [FileFailure]
  ) -> [Diagnostic] {
    var lints = RunLints(ruleSets, profiles: profiles)
    for reference in runs {
      do throws(RunError) {
        try lints.look(at: reference)
      } catch {
        failures.append(FileFailure(path: reference.logPath, message: error.description))
      }
    }
    lints.findings += lints.quiet.findings(in: ruleSets)
    return lints.findings
  }

  private mutating func look(at reference: RunReference) throws(RunError) {
    let metadata = try reference.readMetadata()
    var profile: Profile?
    // Which of two that match equally well is meant, a replay asks.
    if case .one(let found) = ProfileMatch.find(among: profiles, fields: metadata.fields) { profile = found }
    let sets = checkedSets(for: profile)
    let wanted = WantedMetrics(sets, profile)
    let run = try reference.read(ReadingOptions(keep: .matching { wanted.contains($0) }))
    let linted = LintedRun(run, profile, sets)
    for set in sets {
      let view = RuleSetView(set, profiles: profiles)
      let found = ShortHold.check(view, linted) + MixedCadences.check(view, linted) + EndlessWait.check(view, linted)
      for finding in found { add(finding.diagnostic(in: set.file.source)) }
    }
    quiet.add(linted)
  }

  private mutating func checkedSets(for profile: Profile?) -> [CheckedRuleSet] {
    let key = profile?.name ?? ""
    if let known = checked[key] { return known }
    let sets = ruleSets.map { RuleSetChecker.check($0, profile: profile).checked }
    checked[key] = sets
    return sets
  }

  private mutating func add(_ finding: Diagnostic) {
    let place = Place(path: finding.source.path, range: finding.range, code: finding.code)
    if told.insert(place).inserted { findings.append(finding) }
  }
}
