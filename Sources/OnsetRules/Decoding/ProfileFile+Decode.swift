package import OnsetText
import OnsetYAML

extension ProfileFile {
  /// Reads a profile's file. The model is nil where too little of it could be read.
  package static func decode(_ source: SourceFile) -> (model: ProfileFile?, diagnostics: [Diagnostic]) {
    YAML.decode(source, as: "a profile") { ProfileFile(&$0) }
  }

  private init?(_ reader: inout MappingReader) {
    let name = reader.text("profile", .required)
    extends = reader.text("extends")
    summary = reader.text("summary")
    match = (reader.entries("match") ?? []).compactMap { entry in
      reader.texts(of: entry.value, called: "`\(entry.key.text)`", orOne: true).map { (entry.key.located, $0) }
    }
    signals = (reader.entries("signals") ?? []).compactMap { Signal($0, &reader) }
    baselines = (reader.entries("baselines") ?? []).compactMap { Baseline($0, &reader) }
    parameters = (reader.entries("parameters") ?? []).compactMap { RuleSetParameters($0, &reader) }
    transitions = (reader.entries("transitions") ?? []).compactMap { Transition($0, &reader) }
    source = reader.source
    guard let name else { return nil }
    self.name = name
  }
}

extension ProfileFile.Signal {
  fileprivate init?(_ entry: YAMLMapping.Entry, _ reader: inout MappingReader) {
    name = entry.key.located
    // A signal about which nothing more is said: `loss:`
    if let scalar = entry.value.scalar, scalar.isNull { return }
    let content = reader.mapping(of: entry.value, called: "`\(entry.key.text)`", as: "a signal") { reader in
      (aliases: reader.texts("aliases", orOne: true), unit: reader.text("unit"), summary: reader.text("summary"))
    }
    guard let content else { return nil }
    aliases = content.aliases
    unit = content.unit
    summary = content.summary
  }
}

extension ProfileFile.Baseline {
  init?(_ entry: YAMLMapping.Entry, _ reader: inout MappingReader) {
    let key = entry.key.located
    let content = reader.mapping(of: entry.value, called: "`\(entry.key.text)`", as: "a baseline") { reader in
      Self(metric: key, &reader)
    }
    guard let content else { return nil }
    self = content
  }

  private init?(metric: Located<String>, _ reader: inout MappingReader) {
    self.metric = metric
    mean = reader.number("mean")
    std = reader.number("std")
    samples = reader.integer("samples")
    runs = reader.texts("runs", orOne: true)
    measured = reader.text("measured")
    let hasMeasure = reader.has("measure")
    let isUnreadable = mean == nil && reader.has("mean") || std == nil && reader.has("std")
    measure = reader.mapping("measure") { reader in
      let after = reader.scalar("after", .required)
      let over = reader.scalar("over", .required)
      guard let after, let over else { return nil }
      return Measure(after: after, over: over)
    }
    if let std, !(std.value >= 0) {
      reader.report(RulesFault.negativeDeviation.diagnostic(in: reader.source, at: std.range))
    }
    if hasMeasure, mean != nil || std != nil {
      let place = (mean ?? std)?.range ?? reader.placeOfMissing
      reader.report(RulesFault.baselineBothWays.diagnostic(in: reader.source, at: place))
    }
    isFaulty = isUnreadable || hasMeasure && measure == nil
  }
}

extension ProfileFile.RuleSetParameters {
  init?(_ entry: YAMLMapping.Entry, _ reader: inout MappingReader) {
    ruleset = entry.key.located
    guard let mapping = reader.mapping(of: entry.value, called: "`\(entry.key.text)`") else { return nil }
    values = mapping.entries.compactMap { entry in
      reader.scalar(of: entry.value, called: "`\(entry.key.text)`", expected: "a number or a span").map {
        (entry.key.located, $0)
      }
    }
  }
}

extension ProfileFile.Transition {
  fileprivate init?(_ entry: YAMLMapping.Entry, _ reader: inout MappingReader) {
    let key = entry.key.located
    let content = reader.mapping(of: entry.value, called: "`\(entry.key.text)`", as: "a transition") { reader in
      Self(
        phase: key, epoch: reader.number("epoch"), step: reader.number("step"), earliest: reader.number("earliest"),
        latest: reader.number("latest"), runs: reader.integer("runs"))
    }
    guard let content else { return nil }
    self = content
  }
}
