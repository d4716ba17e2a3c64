/// The formats in which runs are read, in the order in which files are tried against them. A new one gets a case here,
/// a title, and a ``LogSource`` in the table below.
public enum LogFormat: String, Sendable, Hashable, CaseIterable {
  /// Onset's own archive of runs, a SQLite database.
  case archive
  /// The database of MLflow's SQL store.
  case mlflowDatabase
  /// The database of a Trackio project.
  case trackio
  /// TensorBoard's event files.
  case tensorBoard
  /// The transaction logs of Weights & Biases, `.wandb`.
  case wandb
  /// The state of a Hugging Face Trainer.
  case trainerState
  /// A folder of an MLflow file store.
  case mlflowFiles
  /// A folder of DVCLive.
  case dvclive
  /// The results of a Ray Tune trial.
  case rayTune
  /// The table of Lightning's CSVLogger.
  case lightning
  /// Lines of `:::MLLOG` and a JSON object, as MLPerf training writes them.
  case mlperf
  /// One JSON document with arrays of numbers, or lists of objects.
  case jsonDocument
  /// A JSON object a line.
  case jsonLines
  /// A header with names and rows of numbers, between `,`, `;` or tabs.
  case csv
  /// Text that a pattern file describes.
  case textLog

  /// What people call it.
  public var title: String {
    switch self {
    case .archive: "Onset archive"
    case .mlflowDatabase: "MLflow database"
    case .trackio: "Trackio database"
    case .tensorBoard: "TensorBoard"
    case .wandb: "W&B"
    case .trainerState: "Hugging Face trainer state"
    case .mlflowFiles: "MLflow files"
    case .dvclive: "DVCLive"
    case .rayTune: "Ray Tune"
    case .lightning: "Lightning CSV"
    case .mlperf: "MLPerf log"
    case .jsonDocument: "JSON document"
    case .jsonLines: "JSON lines"
    case .csv: "CSV"
    case .textLog: "text log"
    }
  }

  /// How logs of the format are known and read.
  var source: any LogSource.Type {
    switch self {
    case .archive: ArchiveSource.self
    case .mlflowDatabase: MLflowDatabaseSource.self
    case .trackio: TrackioSource.self
    case .tensorBoard: TensorBoardSource.self
    case .wandb: WandBSource.self
    case .trainerState: TrainerStateSource.self
    case .mlflowFiles: MLflowFilesSource.self
    case .dvclive: DVCLiveSource.self
    case .rayTune: RayTuneSource.self
    case .lightning: LightningSource.self
    case .mlperf: MLPerfSource.self
    case .jsonDocument: JSONDocumentSource.self
    case .jsonLines: JSONLinesSource.self
    case .csv: CSVSource.self
    case .textLog: TextLogSource.self
    }
  }
}
