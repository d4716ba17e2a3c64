import OnsetLanguage
package import OnsetRules
package import OnsetRuns
package import OnsetText

/// Measures the baselines of a profile's signals on the openings of runs.
package struct BaselineStudy: Sendable {
  package let profile: Profile
  package let options: Options
  /// The metrics of which the project's rules use the baseline, by their canonical names.
  private let usedByRules: Set<String>

  package struct Options: Sendable {
    package var opening = Opening.usual
    /// Whether each recorded baseline is measured on the part of the runs that it says, where it says one.
    package var usesRecordedRange = false
    package var isRobust = false
    /// The signals to look at; all of the profile's without one.
    package var metrics: [Glob] = []
    package var stepColumn: String?

    package init() {}
  }

  package init(_ profile: Profile, _ ruleSets: [RuleSetFile], _ options: Options) {
    self.profile = profile
    self.options = options
    var used: Set<String> = []
    for file in ruleSets {
      for metric in RuleSetChecker.check(file, profile: nil).0.metricsOfBaselines {
        used.insert(profile.canonicalName(of: metric) ?? metric)
      }
    }
    usedByRules = used
  }

  // MARK: One run

  /// What the opening of one run shows, or why it is not used.
  package struct RunOpening: Sendable {
    package var run: String
    /// By signal.
    package var samples: [String: OpeningSamples]
    /// Why there is no opening, by what the opening was to be.
    package var fault: Opening.Fault?
    /// All that the run logs.
    package var metricNames: [String] = []
  }

  /// Reads a run, and keeps what is in its opening.
  package func opening(of reference: RunReference) throws(RunError) -> RunOpening {
    let run = try reference.read(ReadingOptions(keep: .matching(isWanted), stepColumn: options.stepColumn))
    return opening(of: run)
  }

  package func opening(of run: Run) -> RunOpening {
    let epochs = RunEpochs(run, profile)
    var result = RunOpening(run: run.name, samples: [:], metricNames: run.metricNames)
    var parts: [Opening: Result<(Int64) -> Bool, Opening.Fault>] = [:]
    for (signal, column) in signals(of: run) {
      let opening = self.opening(of: signal)
      let part =
        parts[opening]
        ?? Result { () throws(Opening.Fault) -> (Int64) -> Bool in try opening.steps(of: run, epochs) }
      parts[opening] = part
      switch part {
      case .failure(let fault): result.fault = fault
      case .success(let contains):
        var samples = OpeningSamples(run: run.name, values: [])
        for (step, value) in zip(column.steps, column.values) where contains(step) {
          if value.isFinite { samples.values.append(value) } else { samples.nonFinite += 1 }
        }
        result.samples[signal] = samples
      }
    }
    return result
  }

  /// The part of the runs that a signal is measured on.
  package func opening(of signal: String) -> Opening {
    guard options.usesRecordedRange, let range = profile.baselines[signal]?.range else { return options.opening }
    return Opening(range) ?? options.opening
  }

  /// The signals that a run logs, each once; names that the profile does not know are signals where they are asked for.
  private func signals(of run: Run) -> [(String, RunColumn)] {
    var seen: Set<String> = []
    var result: [(String, RunColumn)] = []
    for column in run.columns {
      guard let signal = signal(of: column.name), seen.insert(signal).inserted else { continue }
      // The canonical name before its aliases.
      let first = profile.names(of: signal).lazy.compactMap(run.column(named:)).first
      result.append((signal, first ?? column))
    }
    return result
  }

  private func isWanted(_ name: String) -> Bool {
    profile.names(of: "epoch").contains(name) || signal(of: name) != nil
  }

  private func signal(of name: String) -> String? {
    let signal = profile.canonicalName(of: name)
    guard options.metrics.isEmpty else {
      let isAsked = options.metrics.contains { $0.matches(name) || signal.map($0.matches) ?? false }
      return isAsked ? signal ?? name : nil
    }
    if let signal { return signal }
    return usedByRules.contains(name) || profile.baselines[name] != nil ? name : nil
  }

  // MARK: All of them

  /// What is found of one signal.
  package struct Signal: Sendable {
    package var name: String
    package var finding: Finding
    /// The baseline that the profile has, its own or of what it extends.
    package var recorded: Profile.Baseline?
    package var isOwn: Bool
    /// Whether rules of the project use it.
    package var isUsed: Bool
    /// Runs that do not log it.
    package var runsWithout: [String]
    package var advice: Advice
  }

  package enum Finding: Sendable {
    case measured(PooledBaseline)
    /// Nothing varies: a deviation of 0 would make every other value an alarm.
    case constant(PooledBaseline)
    /// No opening has two finite samples.
    case tooFew
  }

  /// Whether a measurement is one to write.
  package enum Advice: Hashable, Sendable {
    case write
    /// No rule of the project uses it, and the profile has none of its own.
    case unused
    /// The profile has it measured on the run itself, which a number would end.
    case measuredOnRun
    /// There is no number to write.
    case nothing
  }

  /// What the openings say of each signal, in the order in which the profile names them.
  package func signals(from openings: [RunOpening]) -> [Signal] {
    var names = profile.signals.map(\.name)
    for name in openings.flatMap({ $0.samples.keys.sorted() }) where !names.contains(name) { names.append(name) }
    return names.compactMap { name in
      let samples = openings.compactMap { $0.samples[name] }
      guard !samples.isEmpty else { return nil }
      let finding: Finding
      if let pooled = PooledBaseline(samples, isRobust: options.isRobust) {
        finding = pooled.isConstant ? .constant(pooled) : .measured(pooled)
      } else {
        finding = .tooFew
      }
      let recorded = profile.baselines[name]
      let isUsed = usedByRules.contains(name)
      return Signal(
        name: name, finding: finding, recorded: recorded, isOwn: recorded?.profile == profile.name, isUsed: isUsed,
        runsWithout: openings.filter { $0.fault == nil && $0.samples[name] == nil }.map(\.run),
        advice: advice(finding, recorded, isUsed: isUsed))
    }
  }

  private func advice(_ finding: Finding, _ recorded: Profile.Baseline?, isUsed: Bool) -> Advice {
    guard case .measured = finding else { return .nothing }
    if !options.metrics.isEmpty { return .write }
    switch recorded?.definition {
    case .measured: return .measuredOnRun
    case .fixed where recorded?.profile == profile.name: return .write
    default: return isUsed ? .write : .unused
    }
  }

  /// Patterns of `--metric` that fit no signal of the runs, and the nearest name that is there.
  package func unknownMetrics(among openings: [RunOpening]) -> [(pattern: String, nearest: String?)] {
    let found = Set(openings.flatMap(\.samples.keys))
    let logged = Set(openings.flatMap(\.metricNames))
    let known = logged.union(
      profile.signals.filter { logged.intersection(profile.names(of: $0.name)) != [] }.map(\.name))
    return options.metrics.filter { pattern in
      !found.contains { pattern.matches($0) || profile.names(of: $0).contains(where: pattern.matches) }
    }.map { ($0.pattern, Suggestion.nearest(to: $0.pattern, among: known.sorted())) }
  }

  // MARK: Writing

  /// The name under which the profile has a signal's baseline, which may be an alias; the signal's own where it has none.
  private func key(of signal: String, among written: [String]) -> String {
    guard !written.contains(signal) else { return signal }
    return written.first { profile.canonicalName(of: $0) == signal } ?? signal
  }

  /// The baselines to write, by the day of the measurement.
  package func baselines(_ signals: [Signal], measured day: CalendarDay) -> [ProfileEdit.Baseline] {
    let written = ProfileFile.decode(profile.source).model?.baselines.map(\.metric.value) ?? []
    return signals.compactMap { signal in
      guard signal.advice == .write, case .measured(let pooled) = signal.finding else { return nil }
      let (mean, std) = RoundedBaseline.of(pooled)
      return ProfileEdit.Baseline(
        metric: key(of: signal.name, among: written), mean: mean, std: std, samples: pooled.samples, runs: pooled.runs,
        measured: day.text,
        range: opening(of: signal.name).description)
    }
  }
}

/// How exactly a baseline is written: four digits of the deviation, and the mean to the same place.
package enum RoundedBaseline {
  package static func of(_ pooled: PooledBaseline) -> (mean: Double, std: Double) {
    var place = -3
    var scale = pooled.deviation
    while scale >= 10, place < 300 {
      scale /= 10
      place += 1
    }
    while scale < 1, scale > 0, place > -300 {
      scale *= 10
      place -= 1
    }
    return (rounded(pooled.mean, toPlace: place), rounded(pooled.deviation, toPlace: place))
  }

  /// A number rounded to a power of ten.
  package static func rounded(_ value: Double, toPlace place: Int) -> Double {
    // Powers of ten up to 22 are exact, and so is one division by them; what is beyond stays as it is.
    guard place >= -22, place <= 22 else { return value }
    let power = (0..<abs(place)).reduce(1.0) { product, _ in product * 10 }
    let whole = (place < 0 ? value * power : value / power).rounded()
    guard abs(whole) < 9e15 else { return value }
    return place < 0 ? whole / power : whole * power
  }

  /// A number with so many digits.
  package static func rounded(_ value: Double, digits: Int) -> Double {
    guard value != 0, value.isFinite else { return value }
    var place = 1 - digits
    var scale = abs(value)
    while scale >= 10, place < 300 {
      scale /= 10
      place += 1
    }
    while scale < 1, place > -300 {
      scale *= 10
      place -= 1
    }
    return rounded(value, toPlace: place)
  }
}

// MARK: Drift

extension BaselineStudy {
  /// How a recorded baseline stands to newer runs.
  package struct Check: Sendable {
    package var signal: String
    /// The profile that has it.
    package var profile: String
    package var measured: String?
    package var outcome: Outcome

    package enum Outcome: Sendable {
      case compared(BaselineDrift)
      /// All runs are among those that it was measured on.
      case noNewerRuns
      /// No newer run has two finite samples of it in its opening.
      case notMeasured
    }

    package var hasDrifted: Bool { if case .compared(let drift) = outcome { drift.hasDrifted } else { false } }
  }

  /// Compares the numbers that the profile has, its own or of what it extends, with the runs that they are not of.
  package func checks(_ openings: [RunOpening]) -> [Check] {
    var names = profile.signals.map(\.name)
    names += profile.baselines.keys.sorted().filter { !names.contains($0) }
    return names.compactMap { name in
      guard let recorded = profile.baselines[name], case .fixed(let mean, let std) = recorded.definition else {
        return nil
      }
      if !options.metrics.isEmpty,
        !options.metrics.contains(where: { profile.names(of: name).contains(where: $0.matches) })
      {
        return nil
      }
      let newer = openings.filter { !recorded.runs.contains($0.run) }
      let outcome: Check.Outcome
      if newer.isEmpty {
        outcome = .noNewerRuns
      } else if let pooled = PooledBaseline(newer.compactMap { $0.samples[name] }, isRobust: options.isRobust) {
        outcome = .compared(
          BaselineDrift(
            .init(
              mean: mean, deviation: std, samples: recorded.samples,
              runs: recorded.runs.isEmpty ? nil : recorded.runs.count), pooled))
      } else {
        outcome = .notMeasured
      }
      return Check(signal: name, profile: recorded.profile, measured: recorded.measured, outcome: outcome)
    }
  }
}
