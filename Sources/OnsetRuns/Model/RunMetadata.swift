/// What `run.yaml` says about a run. Every field may be absent.
public struct RunMetadata: Sendable, Equatable {
  /// The run's name.
  public var run: String?
  /// The architecture family, by which a profile is found.
  public var architecture: String?
  /// The data set it was trained on.
  public var dataset: String?
  /// How many steps make an epoch; greater than 0.
  public var stepsPerEpoch: Double?
  /// How long a step took, in seconds; greater than 0.
  public var secondsPerStep: Double?
  /// The hyperparameters at the start of training, in file order.
  public var hyperparameters: [Hyperparameter]
  /// The transitions that are known to be in the run, in file order.
  public var labels: [TransitionLabel]
  /// Whether somebody has looked for transitions, though there may be none: the file has the key `labels`.
  public var isLabelled: Bool
  /// Every scalar of the file as the text it is written as, for the patterns of a profile's `match`: keys
  /// of nested maps are joined by `.` (`hyperparameters.optimizer`), the fields above included.
  public var fields: [String: String]

  /// Metadata with no field set.
  public init(
    run: String? = nil, architecture: String? = nil, dataset: String? = nil, stepsPerEpoch: Double? = nil,
    secondsPerStep: Double? = nil, hyperparameters: [Hyperparameter] = [], labels: [TransitionLabel] = [],
    fields: [String: String] = [:]
  ) {
    self.run = run
    self.architecture = architecture
    self.dataset = dataset
    self.stepsPerEpoch = stepsPerEpoch
    self.secondsPerStep = secondsPerStep
    self.hyperparameters = hyperparameters
    self.labels = labels
    isLabelled = !labels.isEmpty
    self.fields = fields
  }

  /// These metadata, completed by others where they say nothing.
  func over(_ other: RunMetadata) -> RunMetadata {
    var result = self
    result.run = run ?? other.run
    result.architecture = architecture ?? other.architecture
    result.dataset = dataset ?? other.dataset
    result.stepsPerEpoch = stepsPerEpoch ?? other.stepsPerEpoch
    result.secondsPerStep = secondsPerStep ?? other.secondsPerStep
    let known = Set(hyperparameters.map(\.name))
    result.hyperparameters += other.hyperparameters.filter { !known.contains($0.name) }
    if !isLabelled {
      result.labels = other.labels
      result.isLabelled = other.isLabelled
    }
    result.fields.merge(other.fields) { own, _ in own }
    return result
  }

  /// A named setting of the training.
  public struct Hyperparameter: Sendable, Equatable {
    /// Its name; keys of nested maps are joined by `.`.
    public var name: String
    /// The value as it is written.
    public var text: String
    /// The value as a number, where it is one.
    public var number: Double?

    /// A setting.
    public init(name: String, text: String, number: Double?) {
      self.name = name
      self.text = text
      self.number = number
    }
  }

  /// A transition that is known to be in a run: the truth that outcomes are scored against.
  public struct TransitionLabel: Sendable, Equatable {
    /// The phase that begins there.
    public var phase: String
    /// The best estimate of where.
    public var step: Int64
    /// The first step that counts as right; `step` where the file gives none.
    public var earliest: Int64
    /// The last step that counts as right; `step` where the file gives none.
    public var latest: Int64

    /// A transition; `earliest` at or before `step`, `latest` at or after.
    public init(phase: String, step: Int64, earliest: Int64? = nil, latest: Int64? = nil) {
      self.phase = phase
      self.step = step
      self.earliest = earliest ?? step
      self.latest = latest ?? step
    }
  }
}
