/// The `metrics.csv` of Lightning's CSVLogger, with `hparams.yaml` beside it; or those of several versions, one after
/// the other, which are then one run.
enum LightningSource: LogSource {
  static let fileName = "metrics.csv"
  static let settingsName = "hparams.yaml"

  /// A version's folder is found by its layout; its file alone by its name and what it is beside or in.
  static func recognizes(_ beginning: FileBeginning) -> Bool {
    guard RunName.lastComponent(of: beginning.path) == fileName, CSVSource.recognizes(beginning) else { return false }
    let folder = RelativePath.folder(of: beginning.path)
    return isVersion(RunName.lastComponent(of: folder)) || SettingsFile.exists(folder + "/" + settingsName)
  }

  /// Whether a folder is called as the logger calls the folder of a run: `version_3`.
  static func isVersion(_ name: String) -> Bool {
    let prefix = "version_"
    return name.hasPrefix(prefix) && name.count > prefix.count && name.dropFirst(prefix.count).allSatisfy(\.isNumber)
  }

  static func read(_ log: RunLog, options: ReadingOptions) throws(RunError) -> LogContent {
    var contents: [(file: String, content: LogContent)] = []
    var empty: [String] = []
    var others: [String] = []
    for file in log.files {
      let name = RelativePath.of(file, in: log.path)
      guard RunName.lastComponent(of: file) == fileName else {
        others.append(name)
        continue
      }
      do throws(RunError) {
        var content = try CSVSource.read(RunLog(path: file), options: options)
        for index in content.sources.indices { content.sources[index].format = .lightning }
        contents.append((name, content))
      } catch {
        // A version in which nothing was logged yet is no reason not to read the others.
        guard log.files.count > 1, error.isLackOfRows else { throw error }
        empty.append(name)
      }
    }
    guard let first = contents.first else { throw .noRows(path: log.path) }
    var content = contents.count == 1 ? first.content : LogContent.joining(contents, keep: options.keep)
    content.note(.emptyFiles, names: empty)
    content.note(.otherFiles, names: others)
    return content
  }

  /// The settings of the first version that has some: what the training began with.
  static func metadata(of log: RunLog) throws(RunError) -> LogMetadata {
    var metadata = LogMetadata()
    for file in log.files {
      let path = RelativePath.folder(of: file) + "/" + settingsName
      guard SettingsFile.exists(path) else { continue }
      SettingsFile.add(path, to: &metadata)
      break
    }
    return metadata
  }
}
