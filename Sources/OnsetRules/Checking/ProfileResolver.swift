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
    guard let chain = chain(from: index) else { return nil }
    var signals: [Profile.Signal] = []
    var baselines: [String: PartialBaseline] = [:]
    var parameters: [String: [String: Profile.Setting]] = [:]
    var transitions: [ProfileFile.Transition] = []
    let before = diagnostics.count
    for ancestor in chain {
      merge(ancestor.signals, into: &signals)
      for baseline in ancestor.baselines {
        baselines[baseline.metric.value, default: PartialBaseline()].merge(baseline, from: ancestor)
      }
      merge(ancestor, into: &parameters)
      for transition in ancestor.transitions {
        transitions.removeAll { $0.phase.value == transition.phase.value }
        transitions.append(transition)
      }
    }
    var finished: [String: Profile.Baseline] = [:]
    var faulty: Set<String> = []
    for (metric, partial) in baselines.sorted(by: { $0.key < $1.key }) {
      if let baseline = finish(partial, metric, in: file) {
        finished[metric] = baseline
      } else {
        faulty.insert(metric)
      }
    }
    // A parent's faults are told once, with the parent.
    if chain.count > 1 {
      diagnostics =
        Array(diagnostics.prefix(before)) + diagnostics[before...].filter { $0.source.path == file.source.path }
    }
    return Profile(
      name: file.name.value, summary: file.summary?.value, source: file.source, lineage: chain.map(\.name.value),
      match: file.match.map { ($0.field.value, $0.patterns.map { Glob($0.value) }) }, signals: signals,
      baselines: finished, faultyBaselines: faulty, parameters: parameters, transitions: transitions)
  }

  /// The files from the outermost parent to the profile; nil, and a finding, where there is no end or no parent.
  private mutating func chain(from index: Int) -> [ProfileFile]? {
    var chain = [files[index]]
    while let parent = chain[0].extends {
      guard let next = byName[parent.value] else {
        let nearest = Suggestion.nearest(to: parent.value, among: files.map(\.name.value))
        if chain.count == 1 {
          report(.unknownProfile(parent.value, nearest: nearest), in: chain[0], at: parent.range)
        }
        return chain.count == 1 ? chain : nil
      }
      if let circle = chain.firstIndex(where: { $0.name.value == parent.value }) {
        if circle == chain.count - 1 {
          let names = chain[...circle].reversed().map(\.name.value) + [files[index].name.value]
          report(.extendsItself(names), in: files[index], at: files[index].extends?.range ?? parent.range)
        }
        return nil
      }
      chain.insert(files[next], at: 0)
    }
    return chain
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

  private mutating func merge(_ file: ProfileFile, into parameters: inout [String: [String: Profile.Setting]]) {
    for set in file.parameters {
      for (name, scalar) in set.values {
        switch ParameterValue.parse(scalar.text) {
        case .success(let value):
          parameters[set.ruleset.value, default: [:]][name.value] = Profile.Setting(
            value: value, profile: file.name.value, source: file.source, range: scalar.range, nameRange: name.range)
        case .failure(.language(let fault)):
          ExpressionText(scalar, in: file.source).report(fault, &diagnostics)
        case .failure(.notAValue):
          report(.notAParameterValue, in: file, at: scalar.range)
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
      runs: baseline.runs?.map(\.value) ?? [], measured: baseline.measured?.value)
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
