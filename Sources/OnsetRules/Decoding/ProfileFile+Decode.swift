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
    match = (reader.entries("match", example: "match: {architecture: transformer}") ?? []).compactMap { entry in
      reader.texts(of: entry.value, called: "`\(entry.key.text)`", orOne: true).map { (entry.key.located, $0) }
    }
    signals = (reader.entries("signals", example: "signals: {\(Signal.example)}") ?? []).compactMap {
      Signal($0, &reader)
    }
    baselines = (reader.entries("baselines", example: "baselines: {\(Baseline.example)}") ?? []).compactMap {
      Baseline($0, &reader)
    }
    parameters = (reader.entries("parameters", example: "parameters: {\(RuleSetParameters.example)}") ?? []).compactMap
    {
      RuleSetParameters($0, &reader)
    }
    transitions = (reader.entries("transitions", example: "transitions: {\(Transition.example)}") ?? []).compactMap {
      Transition($0, &reader)
    }
    source = reader.source
    guard let name else { return nil }
    self.name = name
  }
}

extension ProfileFile.Signal {
  fileprivate static let example = "loss: {aliases: [train/loss]}"

  fileprivate init?(_ entry: YAMLMapping.Entry, _ reader: inout MappingReader) {
    name = entry.key.located
    // A signal about which nothing more is said: `loss:`
    if let scalar = entry.value.scalar, scalar.isNull { return }
    let content = reader.mapping(
      of: entry.value, called: "`\(entry.key.text)`", as: "a signal", hints: ["such as `\(Self.example)`"]
    ) { reader in
      (aliases: reader.texts("aliases", orOne: true), unit: reader.text("unit"), summary: reader.text("summary"))
    }
    guard let content else { return nil }
    aliases = content.aliases
    unit = content.unit
    summary = content.summary
  }
}

extension ProfileFile.Baseline {
  fileprivate static let example = "loss: {mean: 0.7, std: 0.1}"

  init?(_ entry: YAMLMapping.Entry, _ reader: inout MappingReader) {
    let key = entry.key.located
    let content = reader.mapping(
      of: entry.value, called: "`\(entry.key.text)`", as: "a baseline", hints: ["such as `\(Self.example)`"]
    ) { reader in
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
    range = reader.text("range")
    let hasMeasure = reader.has("measure")
    let isUnreadable = mean == nil && reader.has("mean") || std == nil && reader.has("std")
    measure = reader.mapping("measure", example: "measure: {after: 50 steps, over: 500 steps}") { reader in
      let after = reader.scalar("after", .required, expected: "a span, such as `50 steps`, or `0 steps`")
      let over = reader.scalar("over", .required, expected: "a span, such as `500 steps`")
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
  fileprivate static let example = "loss-spike: {window: 100 samples}"

  init?(_ entry: YAMLMapping.Entry, _ reader: inout MappingReader) {
    ruleset = entry.key.located
    let hints = ["parameters stand under their rule set: `\(Self.example)`"]
    guard let mapping = reader.mapping(of: entry.value, called: "`\(entry.key.text)`", hints: hints) else { return nil }
    values = mapping.entries.compactMap { entry in
      reader.scalar(of: entry.value, called: "`\(entry.key.text)`", expected: "a number or a span").map {
        (entry.key.located, $0)
      }
    }
  }
}

extension ProfileFile.Transition {
  fileprivate static let example = "memorization: {epoch: 12}"

  fileprivate init?(_ entry: YAMLMapping.Entry, _ reader: inout MappingReader) {
    let key = entry.key.located
    let content = reader.mapping(
      of: entry.value, called: "`\(entry.key.text)`", as: "a transition", hints: ["such as `\(Self.example)`"]
    ) { reader in
      Self(
        phase: key, epoch: reader.number("epoch"), step: reader.number("step"), earliest: reader.number("earliest"),
        latest: reader.number("latest"), runs: reader.integer("runs"), measured: reader.text("measured"))
    }
    guard let content else { return nil }
    self = content
  }
}
