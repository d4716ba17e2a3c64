/// The output folder of a Hugging Face Trainer: `checkpoint-N/trainer_state.json`, and one in the folder itself when
/// the training has ended. They are states of one run, of which the newest, by its `global_step`, holds the others.
enum TrainerStateLayout: RunLayout {
  static func claim(_ folder: FolderContents) -> LayoutClaim? {
    let name = TrainerStateSource.fileName
    var states: [State] = []
    for (place, entry) in folder.names.enumerated() {
      guard let number = checkpointNumber(entry), folder.hasFile(entry + "/" + name) else { continue }
      states.append(State(path: folder.path(of: entry) + "/" + name, entry: entry, order: (number, place)))
    }
    // The last in the order of names, so that at the same step the folder's own, which has the summary, is the newest.
    if folder.hasFile(name) {
      states.append(State(path: folder.path(of: name), entry: name, order: (.max, folder.names.count)))
    }
    guard !states.isEmpty else { return nil }
    for index in states.indices { states[index].look() }
    // What is empty or garbled can stand for nothing, and comes first.
    states.sort { $0.rank < $1.rank }
    let events = eventFiles(of: folder)
    let log = RunLog(path: folder.path, format: .trainerState, files: events + states.map(\.path))
    let entries = states.map(\.entry) + (events.isEmpty ? [] : [eventFolder])
    return LayoutClaim(runs: [("", log)], entries: Set(entries))
  }

  /// Where the Trainer writes TensorBoard files of the same run unless it is told another place.
  private static let eventFolder = "runs"

  /// The TensorBoard files of the run; none where other files lie among them, which the Trainer does not write.
  private static func eventFiles(of folder: FolderContents) -> [String] {
    guard let sessions = folder.folder(eventFolder) else { return [] }
    var files: [String] = []
    for session in sessions.names {
      guard let contents = sessions.folder(session),
        contents.names.allSatisfy({ $0.hasPrefix("events.out.tfevents.") && contents.hasFile($0) })
      else { return [] }
      files += contents.names.map(contents.path(of:))
    }
    return files
  }

  private struct State {
    let path: String
    let entry: String
    /// The number of the checkpoint and its place among the entries.
    let order: (number: Int64, place: Int)
    var isReadable = false
    var globalStep: Int64?

    /// Readable ones after others, later ones after earlier ones.
    var rank: (Int, Int64, Int) { (isReadable ? 1 : 0, globalStep ?? order.number, order.place) }

    mutating func look() {
      guard let beginning = try? FileBeginning(ofFile: path), TrainerStateSource.recognizes(beginning) else { return }
      isReadable = true
      globalStep = JSONScalars.value("global_step", in: beginning.bytes)?.number.flatMap { Int64(exactly: $0) }
    }
  }

  private static func checkpointNumber(_ entry: String) -> Int64? {
    let prefix = "checkpoint-"
    return entry.hasPrefix(prefix) ? Int64(entry.dropFirst(prefix.count)) : nil
  }
}
