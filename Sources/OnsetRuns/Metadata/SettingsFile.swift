private import OnsetText
private import OnsetYAML

/// A file in which a training keeps its settings, YAML or JSON: they become hyperparameters.
enum SettingsFile {
  /// The names that settings have beside a log, in order of preference.
  private static let names = [
    "hparams.yaml", "hparams.json", "params.yaml", "params.json", "config.yaml", "config.json",
  ]

  static func exists(_ path: String) -> Bool { FolderListing.kind(of: path) == .file }

  /// The settings beside a log that is the only one in its folder; nil where there are none.
  private static func beside(_ log: String) -> String? {
    let folder = RelativePath.folder(of: log)
    guard let found = names.first(where: { exists(folder + "/" + $0) }), FolderListing.kind(of: log) == .file,
      let entries = try? FolderListing.names(in: folder)
    else { return nil }
    let own = RunName.lastComponent(of: log)
    let hasOther = entries.contains { entry in
      entry != own && RunName.endings(of: entry).contains(where: LogRecognition.plainEndings.contains)
    }
    return hasOther ? nil : folder + "/" + found
  }

  /// The settings beside a log that says nothing about them itself.
  static func metadata(beside log: RunLog) -> LogMetadata {
    var metadata = LogMetadata()
    if let path = beside(log.path) { add(path, to: &metadata) }
    return metadata
  }

  /// Adds what a folder's file of hyperparameters holds, if it has one by a name that means nothing else.
  static func addHyperparameters(in folder: String, to metadata: inout LogMetadata) {
    let paths = names.filter { $0.hasPrefix("hparams.") }.map { folder + "/" + $0 }
    if let path = paths.first(where: exists) { add(path, to: &metadata) }
  }

  /// Adds the settings of a file to a run's metadata. What cannot be understood is noted, and the rest counts.
  static func add(_ path: String, to metadata: inout LogMetadata) {
    let name = RunName.lastComponent(of: path)
    guard let bytes = try? SettingText.bytes(ofFile: path) else {
      metadata.note(.unreadableSettings, name: name)
      return
    }
    if name.hasSuffix(".json") {
      let scalars = JSONScalars(in: bytes)
      for scalar in scalars.values { metadata.addHyperparameter(scalar.name, scalar.text, number: scalar.number) }
      if !scalars.isWhole { metadata.note(.unreadableSettings, name: name) }
    } else {
      addYAML(SourceFile(path: path, bytes: bytes), called: name, to: &metadata)
    }
  }

  // MARK: YAML

  private static func addYAML(_ source: SourceFile, called name: String, to metadata: inout LogMetadata) {
    let (root, findings) = YAML.load(source)
    var unreadable = findings.containsErrors && root?.mapping != nil
    switch root {
    case .mapping(let mapping):
      for entry in mapping.entries {
        add(entry.value, called: entry.key.text, to: &metadata, unreadable: &unreadable)
      }
    // Lightning writes `{}` or nothing where there are no hyperparameters.
    case .scalar(let scalar): unreadable = !scalar.isNull
    case .sequence: unreadable = true
    case nil: unreadable = findings.contains { $0.code != YAMLFault.Code.empty.rawValue }
    }
    if unreadable { metadata.note(.unreadableSettings, name: name) }
  }

  private static func add(
    _ node: YAMLNode, called name: String, to metadata: inout LogMetadata, unreadable: inout Bool
  ) {
    if isPythonObject(node) {
      unreadable = true
      return
    }
    switch node {
    case .scalar(let scalar):
      if !scalar.isNull { metadata.addHyperparameter(name, scalar.text, number: scalar.number) }
    case .mapping(let mapping):
      for entry in mapping.entries {
        add(entry.value, called: name + "." + entry.key.text, to: &metadata, unreadable: &unreadable)
      }
    case .sequence(let sequence):
      if sequence.items.contains(where: isPythonObject) { unreadable = true }
      let scalars = sequence.items.compactMap(\.scalar)
      if scalars.count == sequence.items.count, scalars.count <= JSONScalars.listLimit {
        metadata.addHyperparameter(name, "[" + scalars.map(\.text).joined(separator: ", ") + "]", number: nil)
      }
    }
  }

  /// Whether a value is written as an object that only Python can make; tuples are lists.
  private static func isPythonObject(_ node: YAMLNode) -> Bool {
    let tag =
      switch node {
      case .scalar(let scalar): scalar.tag
      case .sequence(let sequence): sequence.tag
      case .mapping(let mapping): mapping.tag
      }
    let prefix = "tag:yaml.org,2002:python/"
    guard let tag, tag.hasPrefix(prefix) else { return false }
    return !harmless.contains(String(tag.dropFirst(prefix.count)))
  }

  private static let harmless: Set<String> = ["tuple", "unicode", "str", "int", "float", "bool", "none", "long"]
}
