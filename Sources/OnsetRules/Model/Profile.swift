package import OnsetLanguage
package import OnsetText

/// A profile with everything that it extends: what one architecture family looks like.
package struct Profile: Sendable {
  package var name: String
  package var summary: String?
  /// The file of the profile itself.
  package var source: SourceFile
  /// The profiles it was made from, the outermost parent first, itself last.
  package var lineage: [String]
  package var match: [(field: String, patterns: [Glob])]
  package var signals: [Signal]
  package var baselines: [String: Baseline]
  /// The metrics whose baselines have errors, which have been told: rules that name them have none of their own.
  package var faultyBaselines: Set<String>
  /// By rule set and parameter.
  package var parameters: [String: [String: Setting]]
  package var transitions: [ProfileFile.Transition]

  package struct Signal: Sendable {
    package var name: String
    package var aliases: [String]
    package var unit: String?
    package var summary: String?
  }

  package struct Baseline: Sendable {
    package var definition: BaselineDefinition
    /// The profile that says so.
    package var profile: String
    /// How many samples a fixed baseline is of, and from which runs and day, where the file says.
    package var samples: Int?
    package var runs: [String]
    package var measured: String?
    package var range: String?
  }

  package struct Setting: Sendable {
    package var value: ParameterValue
    /// The profile that says so, and where.
    package var profile: String
    package var source: SourceFile
    package var range: ByteRange
    /// Where the parameter's name is.
    package var nameRange: ByteRange
  }

  private var signalIndex: [String: Int] = [:]
  /// The canonical name behind each alias.
  private var canonical: [String: String] = [:]

  package init(
    name: String, summary: String?, source: SourceFile, lineage: [String],
    match: [(field: String, patterns: [Glob])], signals: [Signal], baselines: [String: Baseline],
    faultyBaselines: Set<String> = [], parameters: [String: [String: Setting]], transitions: [ProfileFile.Transition]
  ) {
    self.name = name
    self.summary = summary
    self.source = source
    self.lineage = lineage
    self.match = match
    self.signals = signals
    self.baselines = baselines
    self.faultyBaselines = faultyBaselines
    self.parameters = parameters
    self.transitions = transitions
    for (index, signal) in signals.enumerated() {
      signalIndex[signal.name] = index
      for alias in signal.aliases where canonical[alias] == nil { canonical[alias] = signal.name }
    }
  }

  /// The signal of a canonical name.
  package func signal(_ name: String) -> Signal? { signalIndex[name].map { signals[$0] } }

  /// The names under which a metric may be logged: the canonical one first, then its aliases.
  package func names(of metric: String) -> [String] { [metric] + (signal(metric)?.aliases ?? []) }

  /// The signal that a name stands for, its own or an alias; nil for one that the profile does not know.
  package func canonicalName(of metric: String) -> String? {
    signalIndex[metric] == nil ? canonical[metric] : metric
  }

  /// The metrics of which a rule may name the baseline.
  package var baselineNames: Set<String> {
    Set(faultyBaselines.union(baselines.keys).flatMap { names(of: $0) })
  }

  /// The baseline of a metric, by its canonical name or by an alias of it.
  package func baseline(of metric: String) -> BaselineDefinition? {
    (baselines[metric] ?? canonical[metric].flatMap { baselines[$0] })?.definition
  }
}
