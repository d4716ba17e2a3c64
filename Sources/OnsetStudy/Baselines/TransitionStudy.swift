package import OnsetRules
package import OnsetRuns
package import OnsetText

/// What labelled runs say of when transitions typically happen, and what signals do around them.
package struct TransitionStudy: Sendable {
  package let profile: Profile
  private let metrics: [Glob]
  private let stepColumn: String?

  package init(_ profile: Profile, metrics: [Glob] = [], stepColumn: String? = nil) {
    self.profile = profile
    self.metrics = metrics
    self.stepColumn = stepColumn
  }

  // MARK: One run

  /// The first label of a phase in one run.
  package struct Sighting: Sendable {
    package var run: String
    package var phase: String
    package var step: Int64
    /// Nil where the run knows no epochs.
    package var epoch: Double?
    /// What signals did, by name: the mean before, the mean after, and the deviation before.
    package var changes: [(signal: String, before: Double, after: Double, deviation: Double)]
  }

  /// A run's transitions; nil for a run that nobody has looked at.
  package func sightings(in reference: RunReference) throws(RunError) -> [Sighting]? {
    guard try reference.readMetadata().isLabelled else { return nil }
    let run = try reference.read(ReadingOptions(keep: .matching(isWanted), stepColumn: stepColumn))
    return sightings(in: run)
  }

  package func sightings(in run: Run) -> [Sighting]? {
    guard run.metadata.isLabelled else { return nil }
    let epochs = RunEpochs(run, profile)
    var seen: Set<String> = []
    return run.metadata.labels.sorted { $0.step < $1.step }.compactMap { label in
      guard seen.insert(label.phase).inserted else { return nil }
      return Sighting(
        run: run.name, phase: label.phase, step: label.step, epoch: epochs.at(label.step),
        changes: changes(around: label, in: run))
    }
  }

  /// The share of a run's steps that are looked at on either side of a transition.
  package static let windowShare = 0.1

  private func changes(
    around label: RunMetadata.TransitionLabel, in run: Run
  ) -> [(signal: String, before: Double, after: Double, deviation: Double)] {
    guard let first = run.rows.first, let last = run.rows.last else { return [] }
    let width = max(1, Int64((Double(last) - Double(first)) * Self.windowShare))
    let (lower, upper) = (label.earliest.subtractingSaturated(width), label.latest.addingSaturated(width))
    var seen: Set<String> = []
    return run.columns.compactMap { column in
      guard let signal = signal(of: column.name), seen.insert(signal).inserted else { return nil }
      let column = profile.names(of: signal).lazy.compactMap(run.column(named:)).first ?? column
      var (before, after): ([Double], [Double]) = ([], [])
      for (step, value) in zip(column.steps, column.values) where value.isFinite {
        if step >= lower, step < label.earliest { before.append(value) }
        if step > label.latest, step <= upper { after.append(value) }
      }
      guard before.count > 1, !after.isEmpty else { return nil }
      return (signal, SampleSummary.mean(before), SampleSummary.mean(after), SampleSummary.deviation(before))
    }
  }

  private func isWanted(_ name: String) -> Bool {
    profile.names(of: "epoch").contains(name) || signal(of: name) != nil
  }

  private func signal(of name: String) -> String? {
    let signal = profile.canonicalName(of: name)
    guard !metrics.isEmpty else { return signal }
    return metrics.contains { $0.matches(name) || signal.map($0.matches) ?? false } ? signal ?? name : nil
  }

  // MARK: All of them

  /// When a phase begins, over the runs in which it does.
  package struct Typical: Sendable {
    package var phase: String
    package var runs: [String]
    /// In epochs where every run knows them, else in steps.
    package var isInEpochs: Bool
    /// One for each run, sorted.
    package var places: [Double]
    package var steps: [Int64]
    package var recorded: ProfileFile.Transition?
    /// What signals did, the clearest first.
    package var changes: [Change]

    package var median: Double { SampleSummary.median(places) }
    package var earliest: Double { places.first ?? .nan }
    package var latest: Double { places.last ?? .nan }
  }

  /// What one signal did around a transition; medians over the runs.
  package struct Change: Sendable {
    package var signal: String
    package var runs: Int
    package var rose: Int
    package var fell: Int
    package var before: Double
    package var after: Double
    /// By how many deviations of the samples before it changed; nil where nothing varied.
    package var deviations: Double?
  }

  /// The phases in order of their first appearance.
  package func typical(_ sightings: [Sighting]) -> [Typical] {
    var phases: [String] = []
    for sighting in sightings where !phases.contains(sighting.phase) { phases.append(sighting.phase) }
    return phases.map { phase in
      let own = sightings.filter { $0.phase == phase }
      let epochs = own.compactMap(\.epoch)
      let isInEpochs = epochs.count == own.count
      return Typical(
        phase: phase, runs: own.map(\.run), isInEpochs: isInEpochs,
        places: (isInEpochs ? epochs : own.map { Double($0.step) }).sorted(), steps: own.map(\.step).sorted(),
        recorded: profile.transitions.first { $0.phase.value == phase }, changes: Self.changes(own))
    }
  }

  private static func changes(_ sightings: [Sighting]) -> [Change] {
    var names: [String] = []
    for change in sightings.flatMap(\.changes) where !names.contains(change.signal) { names.append(change.signal) }
    let changes = names.map { name in
      let own = sightings.flatMap(\.changes).filter { $0.signal == name }
      let deviations = own.filter { $0.deviation > 0 }.map { ($0.after - $0.before) / $0.deviation }
      return Change(
        signal: name, runs: own.count, rose: own.count { $0.after > $0.before },
        fell: own.count { $0.after < $0.before }, before: SampleSummary.median(own.map(\.before)),
        after: SampleSummary.median(own.map(\.after)),
        deviations: deviations.isEmpty ? nil : SampleSummary.median(deviations))
    }
    // What did the same in all runs first, then by how far.
    return changes.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      let (unanimous, other) = (
        Double(max(a.rose, a.fell)) / Double(a.runs), Double(max(b.rose, b.fell)) / Double(b.runs)
      )
      if unanimous != other { return unanimous > other }
      let (size, otherSize) = (abs(a.deviations ?? 0), abs(b.deviations ?? 0))
      return size == otherSize ? left.offset < right.offset : size > otherSize
    }.map(\.element)
  }

  // MARK: Writing

  /// The transitions to write, by the day on which the runs were looked at.
  package func transitions(_ typical: [Typical], measured day: CalendarDay) -> [ProfileEdit.Transition] {
    typical.map { phase in
      func rounded(_ value: Double) -> Double { phase.isInEpochs ? RoundedBaseline.rounded(value, digits: 3) : value }
      return ProfileEdit.Transition(
        phase: phase.phase, isInEpochs: phase.isInEpochs, median: rounded(phase.median),
        earliest: rounded(phase.earliest), latest: rounded(phase.latest), runs: phase.runs.count, measured: day.text)
    }
  }
}

/// Whether runs have a transition where the profile says that it typically is.
///
/// Of `n` recorded runs and one more, none is special: the new one is the earliest or the latest of all with chance
/// `2/(n+1)`. The share of all runs outside of the recorded range follows a Beta distribution with parameters 2 and n-1
/// (Wilks, Annals of Mathematical Statistics 12, 1941), and how many of `m` new ones are outside a beta-binomial one,
/// whatever the distribution of the transitions is. The log has drifted where so many outside have a chance under
/// ``significance``.
package struct TransitionDrift: Hashable, Sendable {
  package static let significance = 0.05

  package var phase: String
  package var recordedRuns: Int
  package var runs: Int
  package var before: Int
  package var after: Int
  /// The chance of so many outside or more.
  package var chance: Double

  package var hasDrifted: Bool { chance < Self.significance }

  /// Nil where the profile says no range, or says it in another unit than the runs know.
  package init?(_ typical: TransitionStudy.Typical) {
    guard let recorded = typical.recorded else { return nil }
    let isInEpochs = recorded.epoch != nil
    guard let centre = (recorded.epoch ?? recorded.step)?.value, isInEpochs == typical.isInEpochs || !isInEpochs else {
      return nil
    }
    let places = isInEpochs ? typical.places : typical.steps.map(Double.init)
    // What was written was rounded.
    func slack(_ bound: Double) -> Double { 0.005 * abs(bound) + 1e-9 }
    let earliest = recorded.earliest?.value ?? centre
    let latest = recorded.latest?.value ?? centre
    phase = typical.phase
    recordedRuns = recorded.runs?.value ?? 1
    runs = places.count
    before = places.count { $0 < earliest - slack(earliest) }
    after = places.count { $0 > latest + slack(latest) }
    chance = Self.chance(of: before + after, of: runs, recordedRuns: recordedRuns)
  }

  /// The chance that at least `outside` of `count` runs are outside of the range of `recordedRuns` others.
  package static func chance(of outside: Int, of count: Int, recordedRuns: Int) -> Double {
    guard recordedRuns > 1, outside > 0 else { return 1 }
    // P(j) = C(m, j) B(j + 2, m - j + n - 1) / B(2, n - 1), each from the one before; all are positive.
    let (m, n) = (Double(count), Double(recordedRuns))
    // P(0) = n (n - 1) / ((n + m) (n + m - 1)).
    var probability = n * (n - 1) / ((n + m) * (n + m - 1))
    var below = 0.0
    for j in 0..<outside {
      below += probability
      let k = Double(j)
      probability *= (m - k) / (k + 1) * (k + 2) / (m - k + n - 2)
    }
    return max(0, 1 - below)
  }
}
