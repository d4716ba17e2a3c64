private import OnsetText
private import OnsetYAML

/// What lies in the folders of an MLflow file store.
enum MLflowFiles {
  static let metaFile = "meta.yaml"

  /// What the store says about the run in a folder, its experiment's name included; nil where its `meta.yaml` cannot be
  /// read.
  static func run(in folder: String) -> MLflowRun? {
    guard var run = identity(in: folder) else { return nil }
    run.experiment = experimentName(in: folder + "/..") ?? ""
    run.parameters = texts(in: folder + "/params")
    run.tags = texts(in: folder + "/tags")
    return run
  }

  /// The run's name and state, without what takes more files.
  static func identity(in folder: String) -> MLflowRun? {
    guard let meta = meta(in: folder), let id = meta["run_id"] ?? meta["run_uuid"] else { return nil }
    var run = MLflowRun(id: id)
    run.name = text(ofFile: folder + "/tags/" + MLflowRun.nameTag) ?? ""
    if run.name.isEmpty { run.name = meta["run_name"] ?? meta["name"] ?? "" }
    run.isDeleted = meta["lifecycle_stage"] == "deleted"
    return run
  }

  /// The name of the experiment in a folder; nil where the folder is none.
  static func experimentName(in folder: String) -> String? {
    guard let meta = meta(in: folder), meta["run_id"] == nil, meta["run_uuid"] == nil,
      let id = meta["experiment_id"]
    else { return nil }
    return meta["name"].flatMap { $0.isEmpty ? nil : $0 } ?? id
  }

  static func isDeletedExperiment(_ folder: String) -> Bool { meta(in: folder)?["lifecycle_stage"] == "deleted" }

  /// Whether a folder is that of a run that has logged metrics.
  static func isRunWithMetrics(_ folder: String) -> Bool {
    guard let names = try? FolderListing.names(in: folder + "/metrics"), !names.isEmpty,
      FolderListing.kind(of: folder + "/" + metaFile) == .file
    else { return false }
    // A logged model has metrics as well, and is none.
    return meta(in: folder).map { $0["run_id"] != nil || $0["run_uuid"] != nil } ?? true
  }

  /// The single values of a `meta.yaml`; nil where it is no mapping.
  private static func meta(in folder: String) -> [String: String]? {
    let path = folder + "/" + metaFile
    guard let bytes = try? SettingText.bytes(ofFile: path), !bytes.isEmpty,
      let mapping = YAML.load(SourceFile(path: path, bytes: bytes)).root?.mapping
    else { return nil }
    var values: [String: String] = [:]
    for entry in mapping.entries {
      if let scalar = entry.value.scalar, !scalar.isNull { values[entry.key.text] = scalar.text }
    }
    return values
  }

  private static func texts(in folder: String) -> [(name: String, text: String)] {
    FolderTree.files(in: folder).compactMap { name, path in text(ofFile: path).map { (name, $0) } }
  }

  /// The text of a parameter or tag, without the line end that an editor may have added; nil for one of more than a
  /// mebibyte, which is no setting.
  private static func text(ofFile path: String) -> String? {
    guard FolderListing.kind(of: path) == .file, let bytes = try? SettingText.bytes(ofFile: path) else { return nil }
    var text = String(decoding: bytes, as: UTF8.self)
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }
}
