import OnsetYAML
import OnsetLanguage
package import OnsetText

/// Resolves `extends`: merges profiles key by key, the child over what it extends.
///
/// `match` is a profile's own: were it inherited, every child would match the runs of its parent as well as
/// the parent does.
package struct ProfileResolver {
  private let files: [ProfileFile]
  private var byName: [String: Int] = [:]
  /// The files that have been merged; nil for those that cannot be.
  private var known: [Int: Merged?] = [:]
  package private(set) var diagnostics: [Diagnostic] = []

  /// The profiles of some files; faults are among the `diagnostics` of the second result.
  package static func resolve(_ files: [ProfileFile]) -> (profiles: [Profile], diagnostics: [Diagnostic]) {
    var resolver = ProfileResolver(files)
    let profiles = files.indices.compactMap { resolver.profile($0) }
    return (profiles, resolver.diagnostics)
  }

  private init(_ files: [ProfileFile]) {
    self.files = files
    for (index, file) in files.enumerated() {
      if let first = byName[file.name.value] {
        let place = files[first]
        report(
          .duplicateName(file.name.value, what: "profiles", first: place.source.path), in: file, at: file.name.range)
      } else {
        byName[file.name.value] = index
      }
      checkName(file)
    }
  }

  private mutating func report(_ fault: RulesFault, in file: ProfileFile, at range: ByteRange) {
    diagnostics.append(fault.diagnostic(in: file.source, at: range))
  }

  private mutating func checkName(_ file: ProfileFile) {
    if !Names.isFileName(file.name.value) {
      report(.badName(file.name.value, what: "a profile"), in: file, at: file.name.range)
    }
  }

  private mutating func profile(_ index: Int) -> Profile? {
    let file = files[index]
    guard let merged = merged(index) else {
      reportCircle(from: index)
      return nil
    }
    if let parent = file.extends, merged.isOrphan {
      let nearest = Suggestion.nearest(to: parent.value, among: files.map(\.name.value))
      report(.unknownProfile(parent.value, nearest: nearest), in: file, at: parent.range)
    }
    let before = diagnostics.count
    diagnostics += merged.faults
    var finished: [String: Profile.Baseline] = [:]
    var faulty: Set<String> = []
    for (metric, partial) in merged.baselines.sorted(by: { $0.key < $1.key }) {
      if let baseline = finish(partial, metric, in: file) {
        finished[metric] = baseline
      } else {
        faulty.insert(metric)
      }
    }
    // A parent's faults are told once, with the parent.
    if merged.lineage.count > 1 {
      diagnostics =
        Array(diagnostics.prefix(before)) + diagnostics[before...].filter { $0.source.path == file.source.path }
    }
    return Profile(
      name: file.name.value, summary: file.summary?.value, source: file.source, lineage: merged.lineage,
      match: file.match.map { ($0.field.value, $0.patterns.map { Glob($0.value) }) }, signals: merged.signals,
      baselines: finished, faultyBaselines: faulty, parameters: merged.parameters, transitions: merged.transitions)
  }

  // MARK: Merging

  /// A profile's file and all that it extends, merged, but for what only a whole profile needs.
  private struct Merged {
    /// The names from the outermost parent to the profile itself.
    var lineage: [String] = []
    var signals: [Profile.Signal] = []
    var baselines: [String: PartialBaseline] = [:]
    var parameters: [String: [String: Profile.Setting]] = [:]
    var transitions: [ProfileFile.Transition] = []
    /// Whether there is no profile of the name that it extends.
    var isOrphan = false
    /// What is wrong in the file that was merged last.
    var faults: [Diagnostic] = []
  }

  /// A file with what it extends; nil where there is no end of that, or what is extended lacks its own parent.
  ///
  /// Each file is merged once, on top of its parent.
  private mutating func merged(_ index: Int) -> Merged? {
    var merged: Merged? = Merged()
    var waiting: [Int] = []
    var seen: Set<Int> = []
    var next: Int? = index
    while let file = next {
      if let known = known[file] {
        merged = known
        break
      }
      guard seen.insert(file).inserted else {
        merged = nil
        break
      }
      waiting.append(file)
      next = files[file].extends.flatMap { byName[$0.value] }
    }
    for file in waiting.reversed() {
      merged = merged.flatMap { merge(files[file], onto: $0) }
      known[file] = .some(merged)
    }
    return merged
  }

  private func merge(_ file: ProfileFile, onto parent: Merged) -> Merged? {
    guard !parent.isOrphan, !parent.lineage.contains(file.name.value) else { return nil }
    var merged = parent
    merged.lineage.append(file.name.value)
    merged.isOrphan = file.extends.map { byName[$0.value] == nil } ?? false
    merged.faults = []
    merge(file.signals, into: &merged.signals)
    for baseline in file.baselines {
      let name = signal(of: baseline.metric.value, in: merged.signals, file)
      merged.baselines[name, default: PartialBaseline()].merge(baseline, from: file)
    }
    merge(file, into: &merged)
    for transition in file.transitions {
      merged.transitions.removeAll { $0.phase.value == transition.phase.value }
      merged.transitions.append(transition)
    }
    return merged
  }

  /// Says of a profile that is among those that it extends which they are.
  private mutating func reportCircle(from index: Int) {
    let name = files[index].name.value
    var names = [name]
    var seen: Set<Int> = [index]
    var file = files[index]
    while let parent = file.extends, parent.value != name {
      guard let next = byName[parent.value], seen.insert(next).inserted else { return }
      file = files[next]
      names.append(file.name.value)
    }
    guard let extends = files[index].extends, file.extends != nil else { return }
    report(.extendsItself(names + [name]), in: files[index], at: extends.range)
  }

  /// The signal whose baseline a file writes under a name, which may be an alias; the name as it is where the file has
  /// one under the signal's own, too.
  private func signal(of name: String, in signals: [Profile.Signal], _ file: ProfileFile) -> String {
    guard !signals.contains(where: { $0.name == name }),
      let signal = signals.first(where: { $0.aliases.contains(name) })?.name,
      !file.baselines.contains(where: { $0.metric.value == signal })
    else { return name }
    return signal
  }

  private func merge(_ more: [ProfileFile.Signal], into signals: inout [Profile.Signal]) {
    for signal in more {
      let index =
        signals.firstIndex { $0.name == signal.name.value }
        ?? {
          signals.append(Profile.Signal(name: signal.name.value, aliases: []))
          return signals.count - 1
        }()
      if let aliases = signal.aliases { signals[index].aliases = aliases.map(\.value) }
      if let unit = signal.unit { signals[index].unit = unit.value }
      if let summary = signal.summary { signals[index].summary = summary.value }
    }
  }

  private func merge(_ file: ProfileFile, into merged: inout Merged) {
    for set in file.parameters {
      for (name, scalar) in set.values {
        switch ParameterValue.parse(scalar.text) {
        case .success(let value):
          merged.parameters[set.ruleset.value, default: [:]][name.value] = Profile.Setting(
            value: value, profile: file.name.value, source: file.source, range: scalar.range, nameRange: name.range)
        case .failure(.language(let fault)):
          ExpressionText(scalar, in: file.source).report(fault, &merged.faults)
        case .failure(.notAValue):
          merged.faults.append(RulesFault.notAParameterValue.diagnostic(in: file.source, at: scalar.range))
        }
      }
    }
  }

  // MARK: Baselines

  /// A baseline that is being merged: a child's numbers replace a parent's measurement, and the other way round.
  private struct PartialBaseline {
    var latest: ProfileFile.Baseline?
    var file: ProfileFile?
    /// Where the spans of `measure` are, which a child may have left as they were.
    var measureFile: ProfileFile?

    mutating func merge(_ baseline: ProfileFile.Baseline, from file: ProfileFile) {
      self.file = file
      if baseline.measure != nil { measureFile = file }
      guard var merged = latest else {
        latest = baseline
        return
      }
      if baseline.measure != nil {
        merged = baseline
      } else {
        if baseline.mean != nil || baseline.std != nil { merged.measure = nil }
        merged.mean = baseline.mean ?? merged.mean
        merged.std = baseline.std ?? merged.std
        merged.samples = baseline.samples ?? merged.samples
        merged.runs = baseline.runs ?? merged.runs
        merged.measured = baseline.measured ?? merged.measured
        merged.range = baseline.range ?? merged.range
        merged.metric = baseline.metric
        merged.isFaulty = merged.isFaulty || baseline.isFaulty
      }
      latest = merged
    }
  }

  private mutating func finish(_ partial: PartialBaseline, _ metric: String, in file: ProfileFile) -> Profile.Baseline?
  {
    guard let baseline = partial.latest, let origin = partial.file, !baseline.isFaulty else { return nil }
    guard let definition = definition(of: baseline, in: origin, measureIn: partial.measureFile ?? origin) else {
      return nil
    }
    return Profile.Baseline(
      definition: definition, profile: origin.name.value, samples: baseline.samples?.value,
      runs: baseline.runs?.map(\.value) ?? [], measured: baseline.measured?.value,
      range: baseline.range?.value)
  }

  private mutating func definition(
    of baseline: ProfileFile.Baseline, in file: ProfileFile, measureIn measureFile: ProfileFile
  ) -> BaselineDefinition? {
    if let measure = baseline.measure {
      guard let after = span(measure.after, in: measureFile, allowsZero: true),
        let over = span(measure.over, in: measureFile, allowsZero: false)
      else { return nil }
      guard after.unit == over.unit else {
        report(.measureUnits, in: measureFile, at: measure.over.range)
        return nil
      }
      return .measured(after: after, over: over)
    }
    guard let mean = baseline.mean, let std = baseline.std else {
      report(.baselineIncomplete(baseline.metric.value), in: file, at: baseline.metric.range)
      return nil
    }
    return .fixed(mean: mean.value, std: std.value)
  }

  /// A span of `measure`: `after` may be zero, which no span of the language is.
  private mutating func span(_ scalar: YAMLScalar, in file: ProfileFile, allowsZero: Bool) -> SpanLength? {
    let text = ExpressionText(scalar, in: file.source)
    guard let syntax = text.parse(&diagnostics) else { return nil }
    guard case .span(let count, let unit) = syntax.kind else {
      report(.measureUnits, in: file, at: scalar.range)
      return nil
    }
    switch SpanLength.validated(count, unit, allowsZero: allowsZero) {
    case .success(let span): return span
    case .failure(let reason):
      text.report(LanguageFault(reason.fault, at: syntax.range), &diagnostics)
      return nil
    }
  }
}
