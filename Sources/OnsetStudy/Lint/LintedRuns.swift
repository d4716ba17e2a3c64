import OnsetLanguage
import OnsetRules
import OnsetRuns
import OnsetText

/// The runs that the lints look at.
///
/// Those of the project are a sample: cadences and the habits of metrics are the same in most runs of a family, and
/// `onset check` has to stay fast.
struct LintedRuns {
  /// The most runs of a project that are read, and the most bytes of their logs.
  private static let runLimit = 24
  private static let byteLimit = 16 << 20

  var references: [RunReference] = []
  /// Why some of the paths are no runs, or cannot be read.
  var failures: [FileFailure] = []
  /// The architectures that the metadata give, by the runs' names.
  var architectures: [String: String] = [:]

  init(_ options: LintOptions) {
    for path in options.runPaths { find(path) }
    for reference in references {
      guard let metadata = try? reference.readMetadata(), let architecture = metadata.architecture else { continue }
      architectures[metadata.run ?? reference.name] = architecture
    }
    guard !options.runsWereNamed else { return }
    failures = []
    var bytes = 0
    references = references.prefix(Self.runLimit).filter { reference in
      bytes += FolderListing.byteCount(of: reference.log.path) ?? 0
      return bytes <= Self.byteLimit
    }
  }

  private mutating func find(_ path: String) {
    do throws(RunError) {
      for result in try RunDiscovery.runs(at: path) {
        switch result {
        case .success(let reference): if !references.contains(reference) { references.append(reference) }
        case .failure(let error): failures.append(FileFailure(path: path, message: error.description))
        }
      }
    } catch {
      failures.append(FileFailure(path: path, message: error.description))
    }
  }
}

/// A run as the lints look at it: with its profile, and the rule sets checked for that.
struct LintedRun {
  let run: Run
  let profile: Profile?
  let sets: [CheckedRuleSet]
  private let schema: RunSchema

  init(_ run: Run, _ profile: Profile?, _ sets: [CheckedRuleSet]) {
    self.run = run
    self.profile = profile
    self.sets = sets
    schema = RunSchema(metricNames: run.metricNames, stepsPerEpoch: run.metadata.stepsPerEpoch)
  }

  /// The steps at which a metric is logged; nil for one that is not.
  func steps(of metric: MetricName) -> [Int64]? {
    guard case .named(let name) = metric, let logged = schema.name(of: name, profile) else { return nil }
    return run.column(named: logged)?.steps
  }

  /// How many steps usually lie between two samples of a metric: the median; nil for one with fewer than three.
  func cadence(of metric: MetricName) -> Int64? {
    guard let steps = steps(of: metric), steps.count >= 3 else { return nil }
    let distances = zip(steps, steps.dropFirst()).map { $1 - $0 }.sorted()
    return distances[distances.count / 2]
  }

  /// A span in steps; nil for samples, and for epochs of a run of which their length is not known.
  func steps(of span: SpanLength) -> Double? {
    switch span.unit {
    case .steps: span.count
    case .samples: nil
    case .epochs: run.metadata.stepsPerEpoch.map { span.count * $0 }
    }
  }
}

extension RuleSetView {
  /// The metrics at whose samples a term has its ticks.
  func clockMetrics(of term: Term) -> [MetricName] {
    var names: [MetricName] = []
    var seen: Set<LetID> = []
    func add(_ term: Term) {
      switch term.kind {
      case .metric(let name), .at(_, let name): if !names.contains(name) { names.append(name) }
      case .isNaN(let name), .isFinite(let name): if !names.contains(name) { names.append(name) }
      case .binding(let id):
        if seen.insert(id).inserted, let next = binding(id) { add(next.term) }
      case .age, .detection, .entry, .baseline: break
      default: for operand in term.operands { add(operand) }
      }
    }
    add(term)
    return names
  }
}
